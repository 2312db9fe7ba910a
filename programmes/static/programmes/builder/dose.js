// A dose: read as a sentence, changed in short. The server says what the short form means; nothing is guessed here.

import { announce, el, focusOn, say, sent, tell } from "./page.js";
import { get } from "./server.js";

const PAUSE = 150;

export class DoseEditor {
  #plan;
  #redraw;
  #open = null; // { id, text, said, isNew, isTyped }
  #asked = new Set(); // what was typed and is not answered yet

  constructor(plan, redraw) {
    this.#plan = plan;
    this.#redraw = redraw;
    plan.addEventListener("renamed", ({ detail }) => {
      for (const open of [this.#open, ...this.#asked]) if (open) open.id = detail.get(open.id) ?? open.id;
    });
  }

  get isOpen() {
    return this.#open !== null || this.#asked.size > 0;
  }

  /** Open the box of a line, with its dose or with what was *typed* there before. One that is open is taken first. */
  open(id, typed = null) {
    const found = this.#plan.find(id);
    if (!found || !sent.may_change) return;
    if (this.#open && this.#open.id !== found.line.id) this.#take(false);
    this.#open = { id: found.line.id, text: typed ?? found.line.shown.short, said: null, isNew: true, isTyped: typed !== null };
    this.#redraw();
    tellTyping();
  }

  /** Take what stands in the open box, as Enter in it does. */
  take() {
    if (this.#open) this.#take(true);
  }

  /** Return the dose of a line: words to press, or the box it is typed in. */
  of(line) {
    if (this.#open?.id === line.id) return this.#box(line);
    if (!sent.may_change) return el("p", { class: "dose" }, line.shown.words);
    const label = say("change-dose", { name: line.shown.name, dose: line.shown.words });
    return el("button", { type: "button", class: "dose", "data-key": `dose-${line.id}`, "aria-label": label, onclick: () => this.open(line.id), onkeydown: (event) => this.#stepped(event, line.id) }, line.shown.words);
  }

  /** Put the caret into a box that was just opened: on the amount, which is what mostly changes. */
  drawn() {
    if (!this.#open?.isNew) return;
    this.#open.isNew = false;
    const box = document.querySelector(".dose-box input");
    if (!box) { this.#open = null; return; }
    box.focus();
    const end = box.value.search(/\s|$/);
    box.setSelectionRange(this.#open.isTyped ? end : 0, end);
  }

  #box(line) {
    const told = `told-${line.id}`;
    const box = el("input", {
      type: "text", value: this.#open.text, "data-key": `typed-${line.id}`, "aria-label": say("dose-of", { name: line.shown.name }),
      "aria-describedby": `${told} dose-help`, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done",
      oninput: (event) => this.#typed(event.target.value), onkeydown: (event) => this.#pressed(event), onblur: () => this.#left(),
    });
    const said = this.#open.said;
    if (said?.faults.length) box.setAttribute("aria-invalid", "true");
    return el("div", { class: "dose-box" }, box, el("p", { id: told, class: said?.faults.length ? "fault" : "quiet" }, saidInWords(said)));
  }

  #typed(text) {
    const open = this.#open;
    open.text = text;
    clearTimeout(open.timer);
    open.timer = setTimeout(async () => {
      const said = await this.#ask({ id: open.id, text }).catch(() => null);
      if (this.#open === open && open.text === text && said) this.#say(said);
    }, PAUSE);
  }

  #say(said) {
    this.#open.said = said;
    const told = document.querySelector(".dose-box p");
    const box = document.querySelector(".dose-box input");
    if (!told) return;
    told.textContent = saidInWords(said);
    told.className = said.faults.length ? "fault" : "quiet";
    if (said.faults.length) box.setAttribute("aria-invalid", "true"); else box.removeAttribute("aria-invalid");
  }

  #pressed(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#take(true);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = this.#beside(this.#open.id, event.key);
      if (next) this.open(next); else this.#take(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#close(`dose-${this.#open.id}`);
    }
  }

  /** From one dose to the next: the arrows go up and down as in a table. */
  #stepped(event, id) {
    const next = ["ArrowDown", "ArrowUp"].includes(event.key) && this.#beside(id, event.key);
    if (!next) return;
    event.preventDefault();
    focusOn(`dose-${next}`);
  }

  #beside(id, key) {
    const ids = this.#plan.phases.flatMap((phase) => phase.prescriptions.map((line) => line.id));
    return ids[ids.indexOf(id) + (key === "ArrowDown" ? 1 : -1)];
  }

  /** Leaving the box takes the dose, too: what was typed is never dropped in silence. */
  #left() {
    const open = this.#open;
    // A redraw takes the box away and gives it back: only a real leaving counts.
    setTimeout(() => {
      const box = document.querySelector(".dose-box input");
      if (this.#open === open && open && box && document.activeElement !== box && document.hasFocus()) this.#take(false);
    }, 0);
  }

  /** Take what was typed, whatever is opened before the answer is there. What is not understood stays in its box. */
  async #take(keepsFocus) {
    const open = this.#open;
    const line = this.#plan.find(open.id)?.line;
    if (!line) { this.#open = null; return; }
    if (open.text.trim() === line.shown.short) { this.#close(keepsFocus && `dose-${line.id}`); return; }
    this.#asked.add(open);
    const said = await this.#ask(open).catch(() => ({ faults: [say("dose-not-read")] }));
    this.#asked.delete(open);
    setTimeout(tellTyping); // once the answer was taken
    if (said.faults.length) this.#refuse(open, said);
    else this.#put(open, said, keepsFocus);
  }

  #refuse(open, said) {
    const words = said.faults.join(" ");
    announce(words);
    if (this.#open === open) { this.#say(said); return; }
    const line = this.#plan.find(open.id)?.line;
    if (line) tell(`${line.shown.name}: ${words}`, () => this.open(open.id, open.text), say("mend"));
  }

  #put(open, said, keepsFocus) {
    const wasOpen = this.#open === open;
    if (wasOpen) this.#open = null;
    if (!this.#plan.find(open.id)) return;
    this.#plan.change((plan) => {
      const { line } = plan.find(open.id);
      const turned = line.side !== said.side;
      Object.assign(line, { dose: said.dose, side: said.side, first_side: said.side === "each" ? line.first_side : "" });
      Object.assign(line.shown, { words: said.words, short: said.short }, turned ? { picture: said.picture } : {});
    });
    announce(say("dose-is", { dose: said.words }));
    if (wasOpen && keepsFocus) focusOn(`dose-${open.id}`);
  }

  async #ask({ id, text }) {
    const { line } = this.#plan.find(id);
    const { data } = await get("dose/", { exercise: line.exercise, kind: line.dose.kind, side: line.side, text });
    return { faults: [say("dose-not-read")], ...data };
  }

  #close(key) {
    this.#open = null;
    this.#redraw();
    tellTyping();
    if (key) focusOn(key);
  }
}

function saidInWords(said) {
  if (!said) return "";
  return said.faults.length ? said.faults.join(" ") : said.words;
}

/** Let who hands out know that a dose is being typed, or is no longer. */
function tellTyping() {
  document.dispatchEvent(new Event("typing"));
}
