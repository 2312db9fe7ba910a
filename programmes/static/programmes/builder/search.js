// The search box: finds an exercise, reads its dose, and adds only what was found for exactly what was typed.

import { announce, byId, el, say, tell } from "./page.js";
import { get, post } from "./server.js";

const PAUSE = 90;

export class Search {
  #plan;
  #rows;
  #box = byId("search");
  #list = byId("hits");
  #answer = { text: null, hits: [] };
  #active = 0;
  #asking = new Map();
  #timer = null;
  #adding = Promise.resolve();
  #lastAdded = null;
  #opening = null; // a dose that opens once its exercise is found; whether Enter was pressed for it already

  constructor(plan, rows) {
    this.#plan = plan;
    this.#rows = rows;
    this.#box.addEventListener("input", () => this.#typed());
    this.#box.addEventListener("keydown", (event) => this.#pressed(event));
    this.#list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    byId("filters-shown").addEventListener("toggle", () => this.#offerFilters(), { once: true });
    byId("favourite").addEventListener("click", () => this.#keep());
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.target.closest("input, textarea, select, dialog")) {
        event.preventDefault();
        this.focus();
      }
    });
    plan.addEventListener("renamed", ({ detail }) => {
      this.#lastAdded = detail.get(this.#lastAdded) ?? this.#lastAdded;
    });
    this.#refresh();
  }

  focus() {
    this.#box.focus();
    this.#box.select();
  }

  /** Ask for what can be added, with an empty box: recent, favourite and most used exercises. */
  async #refresh() {
    this.#asking.clear();
    this.#show(await this.#ask(this.#box.value));
  }

  #typed() {
    const text = this.#box.value;
    clearTimeout(this.#timer);
    this.#box.removeAttribute("aria-invalid");
    if (text.startsWith("#")) return this.#show({ text, hits: [] });
    this.#timer = setTimeout(async () => {
      const answer = await this.#ask(text);
      if (this.#box.value === text) this.#show(answer);
    }, PAUSE);
  }

  /** Return the answer for a text. Asked for the same text again, it is the same answer, on its way or here, if there was one. */
  #ask(text) {
    if (this.#answer.text === text && !this.#answer.hasFailed && !this.#asking.size) return Promise.resolve(this.#answer);
    if (!this.#asking.has(text)) this.#asking.set(text, this.#fetch(text));
    return this.#asking.get(text);
  }

  async #fetch(text) {
    this.#box.setAttribute("aria-busy", "true");
    try {
      const { ok, data } = await get("search/", { q: text, ...filters() });
      // An answer to anything else than what was asked is none.
      return ok && data.q === text ? { text, hits: data.hits, note: data.note, isNamed: data.term !== "" } : failed(text);
    } catch {
      return failed(text);
    } finally {
      this.#asking.delete(text);
      if (!this.#asking.size) this.#box.removeAttribute("aria-busy");
    }
  }

  #pressed(event) {
    const last = this.#lastAdded;
    if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      if (last) this.#rows.nudge(last, event.key === "ArrowUp" ? -1 : 1, { focus: false });
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#activate(this.#active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter(event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape") {
      this.#box.value = "";
      this.#typed();
    }
  }

  /** Add what was typed. The box is free for the next one at once; what is typed there does not change this one. */
  #enter(opensDose) {
    const text = this.#box.value;
    if (!text.trim() && !this.#chosen) return;
    if (this.#opening) { this.#opening.isDone = true; return; } // it belongs to the dose that is about to open
    const isShown = this.#answer.text === text;
    const isTaken = isShown && (this.#chosen || this.#answer.isNamed);
    const taken = isTaken ? { answer: this.#answer, hit: this.#answer.hits[this.#active] } : null;
    clearTimeout(this.#timer);
    this.#box.value = "";
    this.#chosen = false;
    const opening = opensDose && !text.startsWith("#") ? { isDone: false } : null;
    this.#opening = opening;
    const added = this.#adding.then(() => this.#put(text, taken, opening)).finally(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    this.#adding = added.catch(() => {}); // what goes wrong with one keeps nothing else from being added
    added.then(() => this.#box.value === "" && this.#typed());
  }

  async #put(text, taken, opening) {
    if (text.startsWith("#")) { this.#openPhase(text.slice(1).trim()); return; }
    const { answer, hit } = taken ?? (await this.#first(text));
    const why = hit ? hit.faults.join(" ") : answer.hasFailed ? answer.note : say("nothing-found", { text });
    if (why) this.#giveBack(answer, why, opening);
    else this.add(hit, opening);
  }

  /** Return the answer with its best hit for a text that names something: a dose alone is for no exercise in particular. */
  async #first(text) {
    const answer = await this.#ask(text);
    return { answer, hit: answer.isNamed ? answer.hits[0] : undefined };
  }

  // Whether somebody went into the list: with an empty box, Enter alone adds nothing.
  #chosen = false;

  /** Give a text back to the box, unless something else is typed there, or is going to be for a dose that opens.
   *
   * What there is for it is shown, too: one of these may still be meant.
   */
  #giveBack(answer, why, opening) {
    if (this.#box.value !== "" || this.#opening !== opening) { tell(why); return; }
    this.#box.value = answer.text;
    this.#box.setAttribute("aria-invalid", "true");
    this.#show(answer);
    this.#note(why);
    announce(why);
  }

  add(hit, opening = null) {
    let line;
    this.#plan.change((plan) => {
      line = plan.newLine(hit);
      plan.targetPhase(say("first-phase")).prescriptions.push(line);
    });
    this.#lastAdded = line.id;
    announce(say("added", { name: hit.shown.name, phase: this.#plan.find(line.id).phase.name }));
    if (opening) this.#openDose(line, opening);
    this.#rows.reveal(line.id);
  }

  /** What was typed while the answer was on its way was meant for the dose, in the place of its amount. */
  #openDose(line, opening) {
    const meanwhile = this.#box.value;
    this.#box.value = "";
    this.#rows.openDose(line.id, meanwhile ? line.shown.short.replace(/^\S*/, meanwhile) : null);
    if (opening.isDone) this.#rows.takeDose();
  }

  #openPhase(name) {
    if (!name) return;
    const same = this.#plan.phases.find((phase) => phase.name.toLowerCase() === name.toLowerCase());
    const weeks = name.match(/(\d+)\s*[-–]\s*(\d+)/);
    const more = weeks ? { weeks_min: Number(weeks[1]), weeks_max: Number(weeks[2]) } : {};
    this.#plan.change((plan) => {
      const now = plan.phase(plan.target);
      if (same) plan.target = same.id;
      else if (now && !now.prescriptions.length && now.name === say("first-phase")) Object.assign(now, { name, ...more });
      else plan.addPhase(name, more);
    });
    announce(say("adds-to", { phase: name }));
  }

  #activate(to) {
    const count = this.#answer.hits.length;
    if (!count || this.#answer.text !== this.#box.value) return;
    this.#active = (to + count) % count;
    this.#chosen = true;
    this.#mark();
  }

  #show(answer) {
    this.#answer = answer;
    this.#active = 0;
    this.#chosen = false;
    this.#list.replaceChildren(...answer.hits.map((hit, at) => this.#option(hit, at)));
    const isTyped = answer.text.trim() && !answer.text.startsWith("#");
    this.#note(answer.note || (isTyped && !answer.hits.length ? say("nothing-found", { text: answer.text }) : ""));
    byId("hits-heading").textContent = isTyped ? say("found") : say("recent");
    this.#mark();
  }

  #note(words) {
    byId("search-note").textContent = words;
  }

  /** The filters are asked for when they are first looked at. */
  async #offerFilters() {
    const { data } = await get("filters/").catch(() => ({ data: {} }));
    const changed = () => { this.#answer = { text: null, hits: [] }; this.#refresh(); };
    byId("filters").replaceChildren(...(data.filters ?? []).map((filter) => filterField(filter, changed)));
  }

  async #keep() {
    const hit = this.#answer.hits[this.#active];
    const now = !hit.is_favourite;
    const { ok } = await post("favourite/", { exercise: hit.exercise, is_favourite: now }).catch(() => ({ ok: false }));
    if (!ok) { this.#note(say("not-reached")); return; }
    hit.is_favourite = now;
    this.#mark();
  }

  #mark() {
    this.#list.childNodes.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.#active)));
    const active = this.#list.childNodes[this.#active];
    if (active) this.#box.setAttribute("aria-activedescendant", active.id);
    else this.#box.removeAttribute("aria-activedescendant");
    this.#box.setAttribute("aria-expanded", String(Boolean(active)));
    if (this.#chosen) active?.scrollIntoView({ block: "nearest" });
    const hit = this.#answer.hits[this.#active];
    const star = byId("favourite");
    star.hidden = !hit;
    if (!hit) return;
    star.setAttribute("aria-pressed", String(hit.is_favourite));
    star.textContent = `${hit.is_favourite ? "★" : "☆"} ${say("favourite-named", { name: hit.shown.name })}`;
  }

  #option(hit, at) {
    const faults = hit.faults.length ? el("span", { class: "fault" }, hit.faults.join(" ")) : null;
    return el(
      "li",
      { id: `hit-${at}`, role: "option", onclick: () => (hit.faults.length ? this.#note(hit.faults.join(" ")) : this.add(hit)) },
      hit.shown.picture ? el("img", { class: "figure small", src: hit.shown.picture, alt: "", loading: "lazy" }) : null,
      el(
        "span", { class: "about" },
        el("strong", {}, hit.shown.name), " ", el("span", { class: "dose" }, hit.shown.words),
        el("span", { class: "quiet" }, hit.about), faults,
      ),
    );
  }
}

const failed = (text) => ({ text, hits: [], note: say("search-failed"), hasFailed: true });

function filters() {
  const chosen = [...document.querySelectorAll("[data-filter]")].filter((each) => (each.type === "checkbox" ? each.checked : each.value));
  return Object.fromEntries(chosen.map((each) => [each.dataset.filter, each.type === "checkbox" ? "1" : each.value]));
}

function filterField(filter, changed) {
  if (!filter.choices) {
    return el("label", { class: "tick" }, el("input", { type: "checkbox", "data-filter": filter.name, onchange: changed }), " ", filter.label);
  }
  const options = [["", say("any")], ...filter.choices].map(([value, words]) => el("option", { value }, words));
  return el("label", {}, filter.label, el("select", { "data-filter": filter.name, onchange: changed }, options));
}
