// Says beside a field what is hard to read in it, while it is typed. Without it the page says so after saving.
"use strict";

(() => {
  const PAUSE_MS = 700;
  const waiting = new WeakMap();
  const asked = new WeakMap();

  // There before it has anything to say: only then does a screen reader hear it.
  const place = (field) => {
    const id = `${field.id}_remarks`;
    const known = document.getElementById(id);
    if (known) return known;
    const box = document.createElement("div");
    box.id = id;
    box.className = "remarks quiet";
    box.setAttribute("role", "status");
    box.setAttribute("aria-live", "polite");
    field.after(box);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", [described, id].filter(Boolean).join(" "));
    return box;
  };

  const show = (box, lines) => {
    if (box.dataset.said === lines.join("\n")) return;
    box.dataset.said = lines.join("\n");
    const list = document.createElement("ul");
    for (const line of lines) list.append(Object.assign(document.createElement("li"), { textContent: line }));
    box.replaceChildren(...(lines.length ? [list] : []));
  };

  const read = async (field) => {
    const mine = (asked.get(field) || 0) + 1;
    asked.set(field, mine);
    const text = field.value;
    let lines = [];
    if (text.trim()) {
      try {
        const token = document.querySelector("input[name='csrfmiddlewaretoken']").value;
        const got = await fetch(field.dataset.wordsAsTyped, {
          method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ text }),
        });
        if (!got.ok) return;
        const { remarks, grade } = await got.json();
        lines = [...remarks, grade].filter(Boolean);
      } catch { return; } // It is a help; what is typed is saved all the same.
    }
    if (asked.get(field) === mine) show(place(field), lines);
  };

  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.dataset.wordsAsTyped) return;
    place(target);
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(() => read(target), PAUSE_MS));
  });
})();
