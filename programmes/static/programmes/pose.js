// The pose editor in the browser: shows what the server drew, and says what was dragged, slid or pressed.
// It knows no body: every change goes to the server, which answers with the figure, its picture and the controls.
"use strict";

(() => {
  const root = document.getElementById("pose");
  if (!root) return;
  const form = document.getElementById("pose_form");
  const text = form.elements.figure;
  const token = form.elements.csrfmiddlewaretoken.value;
  const find = (id) => document.getElementById(`pose-${id}`);
  const stage = find("stage"), drawn = find("drawn"), knobs = find("handles"), panel = find("controls");
  // Room round the picture, in units, so that a handle at its edge can be dragged outwards.
  const ROOM = 8;

  let figure, saved, version = form.elements.version.value, frame = "start", answer = null;
  try { figure = JSON.parse(text.value); } catch { return; }
  const undone = [], done = [];
  let waiting = [], isBusy = false, asks = false, epoch = 0, gesture = 0, lastGesture = -1;
  let flying = 0, held = null, box = null, shape = "", opened = "body", idle = [];

  const make = (tag, values = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(values)) {
      if (name in made) made[name] = value; else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };
  const svg = (source) => {
    const picture = document.importNode(new DOMParser().parseFromString(source, "image/svg+xml").documentElement, true);
    picture.setAttribute("aria-hidden", "true");
    return picture;
  };

  const post = async (url, body) => {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const got = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: got.status, ...(await got.json()) };
  };

  const say = (words, kind) => { find("state").textContent = words; find("state").className = kind; };
  const isChanged = () => JSON.stringify(figure) !== saved;
  const stand = () => {
    say(isChanged() ? root.dataset.changed : root.dataset.saved, isChanged() ? "open" : "good");
    find("undo").disabled = !done.length;
    find("redo").disabled = !undone.length;
  };
  const tell = (problems) => {
    const lines = problems.map((each) => typeof each === "string" ? each : [each.path, each.message].filter(Boolean).join(": "));
    // Said again only when it is something else.
    if (find("problems").textContent === (lines.join("") || root.dataset.sound)) return;
    const list = make("ul", {}, ...lines.map((line) => make("li", { textContent: line })));
    find("problems").replaceChildren(lines.length ? list : make("span", { className: "quiet", textContent: root.dataset.sound }));
  };

  // Asking the server. One question at a time: what comes up meanwhile waits, and of one control only the newest.
  const ask = (edit, key) => {
    const same = key && waiting.findIndex((each) => each.key === key && each.gesture === gesture);
    if (edit && key && same >= 0) waiting[same].edit = edit;
    else if (edit) waiting.push({ edit, key, gesture });
    asks = true;
    if (!isBusy) pump();
  };
  const pump = async () => {
    isBusy = true;
    stage.setAttribute("aria-busy", "true");
    while (asks) {
      asks = false;
      const sent = waiting.splice(0), asked = epoch;
      flying = sent.length;
      try {
        const got = await post(root.dataset.draw, { figure, frame, edits: sent.map((each) => each.edit) });
        // An undo or another figure since: this answer is about one that is gone.
        if (asked !== epoch) continue;
        if (got.status === 200) take(got, sent); else { tell(got.problems); if (answer) controls(); }
      } catch { say(root.dataset.failed, "bad"); }
    }
    isBusy = false;
    flying = 0;
    idle.splice(0).forEach((go) => go());
    stage.setAttribute("aria-busy", "false");
  };
  const settled = () => new Promise((go) => { if (isBusy) idle.push(go); else go(); });

  const take = (got, sent) => {
    const before = JSON.stringify(figure);
    if (sent.length && JSON.stringify(got.figure) !== before) {
      const its = sent[sent.length - 1].gesture;
      if (its !== lastGesture) done.push(before);
      lastGesture = its;
      undone.length = 0;
    }
    figure = got.figure;
    answer = got;
    show();
    stand();
  };
  const replace = (other) => {
    figure = other;
    epoch += 1;
    lastGesture = -1;
    waiting = [];
    ask();
  };
  const step = (from, to) => {
    // What has not been answered yet is what is taken back.
    if (from === done && (flying || waiting.length)) return replace(figure);
    if (!from.length) return;
    to.push(JSON.stringify(figure));
    replace(JSON.parse(from.pop()));
    stand();
  };

  // The picture and its handles.
  const show = () => {
    const picture = svg(answer.pictures[frame]);
    const [left, top, width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    if (!held) box = [left - ROOM, top - ROOM, width + 2 * ROOM, height + 2 * ROOM];
    picture.setAttribute("viewBox", box.join(" "));
    drawn.replaceChildren(picture);
    for (const small of root.querySelectorAll("[data-small]")) {
      small.replaceChildren(svg(answer.pictures.start), svg(answer.pictures.end));
    }
    place();
    controls();
    tell(answer.problems);
  };
  // The picture lies in the middle of the stage, as large as it fits: scale, and where its 0, 0 is.
  const map = () => {
    const [left, top, width, height] = box, across = drawn.clientWidth, down = drawn.clientHeight;
    const scale = Math.min(across / width, down / height);
    return { scale, x: (across - width * scale) / 2 - left * scale, y: (down - height * scale) / 2 - top * scale };
  };
  const place = () => {
    const { scale, x, y } = map();
    for (const each of answer.handles) {
      const knob = [...knobs.children].find((one) => one.dataset.name === each.name) || knobs.appendChild(handle(each));
      knob.classList.toggle("far", each.is_far);
      knob.style.left = `${x + each.x * scale}px`;
      knob.style.top = `${y + each.y * scale}px`;
    }
  };
  const where = (name) => answer.handles.find((each) => each.name === name);
  const drag = (name, to) => ask({ do: "drag", handle: name, to }, `drag ${name}`);

  const handle = ({ name, label, section }) => {
    const knob = make("button", { type: "button", className: section, "aria-label": label }, make("span", { textContent: label }));
    knob.dataset.name = name;
    knob.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      knob.setPointerCapture(event.pointerId);
      const { scale } = map(), at = where(name);
      held = { name, off: [at.x - event.clientX / scale, at.y - event.clientY / scale], scale };
      gesture += 1;
      knob.classList.add("held");
    });
    knob.addEventListener("pointermove", (event) => {
      if (!held || held.name !== name) return;
      drag(name, [held.off[0] + event.clientX / held.scale, held.off[1] + event.clientY / held.scale]);
    });
    const release = async () => {
      if (!held) return;
      held = null;
      knob.classList.remove("held");
      await settled();
      if (!held) show();
    };
    knob.addEventListener("pointerup", release);
    knob.addEventListener("pointercancel", release);
    let aim = null;
    knob.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const far = event.shiftKey ? 5 : 1;
      if (!event.repeat) gesture += 1;
      if (!isBusy || !aim) aim = [where(name).x, where(name).y];
      aim = [aim[0] + way[0] * far, aim[1] + way[1] * far];
      drag(name, aim);
    });
    knob.addEventListener("click", () => open(section));
    return knob;
  };

  // The controls.
  const open = (key) => {
    opened = key;
    for (const each of panel.children) each.open = each.dataset.key === key;
  };
  const change = (field, value, isSliding) => {
    ask({ ...field.edit, [field.sets || "to"]: value }, isSliding ? field.id : null);
  };
  const makers = {
    range(field) {
      const limits = { min: field.min, max: field.max, step: field.step };
      const slide = make("input", { type: "range", id: field.id, ...limits });
      const number = make("input", { type: "number", id: `${field.id}-number`, step: "any", "aria-label": `${field.label}, ${root.dataset.number}` });
      slide.addEventListener("pointerdown", () => { gesture += 1; });
      slide.addEventListener("keydown", (event) => { if (!event.repeat) gesture += 1; });
      slide.addEventListener("input", () => { number.value = slide.value; change(field, Number(slide.value), true); });
      number.addEventListener("change", () => { if (number.value !== "") { gesture += 1; change(field, Number(number.value)); } });
      return [make("label", { htmlFor: field.id, textContent: field.label + (field.unit && ` (${field.unit})`) }), slide, number];
    },
    tick(field) {
      const box = make("input", { type: "checkbox", id: field.id });
      box.addEventListener("change", () => { gesture += 1; change(field, box.checked); });
      return [box, make("label", { htmlFor: field.id, textContent: field.label })];
    },
    choice(field) {
      const options = field.options.map(([value, words]) => make("option", { value, textContent: words }));
      const select = make("select", { id: field.id }, ...options);
      select.addEventListener("change", () => { gesture += 1; change(field, select.value); });
      return [make("label", { htmlFor: field.id, textContent: field.label }), select];
    },
    press(field) {
      const button = make("button", { type: "button", id: field.id, className: "button", textContent: field.label });
      button.addEventListener("click", () => { gesture += 1; ask("to" in field ? { ...field.edit, to: field.to } : field.edit); });
      return [button];
    },
  };
  const build = () => {
    const focused = document.activeElement?.id;
    panel.replaceChildren(...answer.sections.map((section) => {
      const groups = section.groups.map((group) => make("fieldset", { className: group.fields.length > 1 && group.fields.every((field) => field.kind === "tick") ? "ticks" : "" },
        ...(group.legend ? [make("legend", { textContent: group.legend })] : []),
        ...group.fields.map((field) => field.kind === "press" ? makers.press(field)[0]
          : make("div", { className: `pose-field ${field.kind}` }, ...makers[field.kind](field)))));
      const details = make("details", { name: "pose-part" }, make("summary", { textContent: section.title }), ...groups);
      details.dataset.key = section.key;
      details.open = section.key === opened;
      details.addEventListener("toggle", () => { if (details.open) opened = section.key; });
      return details;
    }));
    if (focused) document.getElementById(focused)?.focus();
  };
  const controls = () => {
    const built = JSON.stringify(answer.sections, (name, value) => ["value", "min", "max"].includes(name) ? undefined : value);
    if (built !== shape) { shape = built; build(); }
    for (const field of answer.sections.flatMap((section) => section.groups.flatMap((group) => group.fields))) {
      const control = document.getElementById(field.id);
      if (field.kind === "tick") control.checked = field.value;
      if (field.kind === "choice") control.value = field.value;
      if (field.kind !== "range") continue;
      control.min = field.min;
      control.max = field.max;
      // While it slides, an older answer must not pull it back.
      if (!waiting.some((one) => one.key === field.id)) control.value = field.value;
      const number = document.getElementById(`${field.id}-number`);
      if (number !== document.activeElement || document.activeElement.value === "") number.value = field.value;
    }
  };

  // Starting from another exercise.
  const like = find("like"), search = find("search");
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    let found = [];
    try {
      found = (await (await fetch(`${root.dataset.like}?q=${encodeURIComponent(search.value)}`)).json()).found;
    } catch { say(root.dataset.failed, "bad"); }
    if (mine !== asked) return;
    find("found-none").textContent = found.length ? "" : root.dataset.none;
    find("found").replaceChildren(...found.map((one) => {
      const button = make("button", { type: "button" }, make("span", { className: "paper" }, svg(one.picture)),
        make("strong", { textContent: one.name }), make("small", { textContent: one.position }));
      button.addEventListener("click", () => {
        done.push(JSON.stringify(figure));
        undone.length = 0;
        offer(false);
        replace(one.figure);
        find("from").focus();
      });
      return make("li", {}, button);
    }));
  };
  const offer = (isOpen) => {
    like.hidden = !isOpen;
    find("from").setAttribute("aria-expanded", isOpen);
    if (isOpen) { look(); search.focus(); }
  };
  let typing = 0;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(look, 200); });
  like.addEventListener("keydown", (event) => { if (event.key === "Escape") { offer(false); find("from").focus(); } });
  find("from").addEventListener("click", () => offer(like.hidden));

  // The bar.
  const turnTo = (name) => {
    frame = name;
    for (const tab of root.querySelectorAll("[data-frame]")) tab.setAttribute("aria-pressed", tab.dataset.frame === name);
    ask();
  };
  for (const tab of root.querySelectorAll("[data-frame]")) tab.addEventListener("click", async () => { await settled(); turnTo(tab.dataset.frame); });
  for (const deed of ["copy", "mirror"]) find(deed).addEventListener("click", () => { gesture += 1; ask({ do: deed }); });
  find("undo").addEventListener("click", () => step(done, undone));
  find("redo").addEventListener("click", () => step(undone, done));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target === search) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (event.shiftKey || key === "y") step(undone, done); else step(done, undone);
    } else if (key === "s") {
      event.preventDefault();
      save();
    }
  });

  const save = async () => {
    await settled();
    say(root.dataset.saving, "");
    const sent = JSON.stringify(figure);
    try {
      const got = await post(root.dataset.save, { figure, version });
      if (got.status !== 200) {
        tell(got.problems);
        return say(got.problems.map((each) => each.message).join(" "), "bad");
      }
      version = got.version;
      saved = sent;
      stand();
    } catch { say(root.dataset.failed, "bad"); }
  };
  find("save").addEventListener("click", save);
  window.addEventListener("beforeunload", (event) => { if (isChanged() && done.length) event.preventDefault(); });
  new ResizeObserver(() => { if (answer) place(); }).observe(stage);

  saved = root.dataset.new ? "" : JSON.stringify(figure);
  form.hidden = true;
  root.hidden = false;
  ask();
  if (root.dataset.new) offer(true);
})();
