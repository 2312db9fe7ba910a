// Handing out: only what is saved, only what the gate lets through, and only after what it asks was answered.

import { byId, el, say, tell } from "./page.js";
import { Offline, SignedOut, post } from "./server.js";

export class Issuing {
  #plan;
  #saving;
  #rows;
  #said = null;
  #isWanted = false; // pressed before what was saved last was weighed
  #button = byId("issue");

  constructor(plan, saving, rows) {
    if (!this.#button) return;
    this.#plan = plan;
    this.#saving = saving;
    this.#rows = rows;
    document.addEventListener("weighed", ({ detail }) => this.#weighed(detail));
    document.addEventListener("unweighed", () => this.#unweighed());
    saving.addEventListener("state", () => this.#show());
    document.addEventListener("typing", () => this.#show());
    plan.addEventListener("changed", () => { this.#isWanted = false; });
    this.#button.addEventListener("click", () => this.#pressed());
    this.#show();
  }

  /** Paper never differs from the screen: what is not saved is not handed out. */
  get #isReady() {
    return this.#saving.isClean && this.#isWeighed && !this.#rows.isTyping;
  }

  get #isWeighed() {
    return this.#said?.seen === this.#saving.seen;
  }

  #weighed(said) {
    this.#said = said;
    this.#show();
    if (this.#isWanted && this.#isReady) this.#pressed();
  }

  #unweighed() {
    if (this.#isWanted) tell(say("not-reached"));
    this.#isWanted = false;
  }

  #show() {
    const left = this.#said?.gaps.length ?? 0;
    const isStopped = Boolean(this.#said?.stops.length);
    this.#button.setAttribute("aria-disabled", String(!this.#isReady || isStopped));
    this.#button.textContent = isStopped ? say("stopped-short") : left ? say(left === 1 ? "one-thing" : "things", { count: left }) : say("issue");
    this.#button.classList.toggle("unready", Boolean(left) || isStopped);
  }

  async #pressed() {
    await this.#saving.now();
    if (!this.#saving.isClean || this.#rows.isTyping) return tell(say("save-first"));
    this.#isWanted = !this.#isWeighed;
    if (this.#isWanted) {
      tell(say("still-weighing"));
      return document.dispatchEvent(new Event("weigh"));
    }
    tell("");
    if (this.#said.stops.length) return byId("to-finish").scrollIntoView({ block: "center" });
    if (this.#said.gaps.length) {
      const first = byId("to-finish").querySelector("button, a");
      // Not drawn yet where a hand keeps the rows in their places.
      first?.scrollIntoView({ block: "center" });
      return first?.focus();
    }
    return this.#said.asks.length ? this.#ask(this.#said) : this.#send(this.#said, {});
  }

  #ask(said, words = "", typed = {}) {
    const dialog = byId("asks");
    const fields = said.asks.map((each) => this.#field(each, typed[each.name]));
    const fault = el("p", { class: "fault", role: "alert", id: "asks-fault" }, words);
    const form = el("form", { method: "dialog" },
      el("h2", { id: "asks-heading" }, say("before-issue")), fields, fault,
      el("p", { class: "buttons" }, el("button", { type: "submit", class: "default" }, say("issue")), el("button", { type: "button", onclick: () => dialog.close() }, say("cancel"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(said, Object.fromEntries(said.asks.map((each) => [each.name, answerOf(form.elements[each.name])])), form, fault);
    });
    dialog.replaceChildren(form);
    if (!dialog.open) dialog.showModal();
    form.querySelector("textarea, input").focus();
  }

  #field(each, typed = "") {
    const about = each.about.length > 3 ? el("details", {}, el("summary", {}, say("items", { count: each.about.length })), listed(each.about)) : listed(each.about);
    const id = `ask-${each.name}`;
    const control = each.is_tick ? el("input", { type: "checkbox", id, name: each.name }) : el("textarea", { id, name: each.name, rows: 2, maxlength: 1000 }, typed);
    const label = el("label", { for: id }, each.label);
    return el("div", { class: `ask${each.is_tick ? " tick" : ""}` }, about, each.is_tick ? [control, label] : [label, control], el("p", { class: "fault", id: `${id}-fault` }));
  }

  async #send(said, answers, form = null, fault = null) {
    const buttons = [...document.querySelectorAll("#asks button"), this.#button];
    const wait = (is) => buttons.forEach((each) => { each.disabled = is; });
    wait(true);
    byId("asks").setAttribute("aria-busy", "true");
    tell(say("issuing"));
    try {
      const { ok, data } = await post("issue/", { seen: this.#saving.seen, last: this.#said.last, answers: { ...answers, shown: said.shown } });
      // Refused with a sheet: it was issued before, and its answer may have been lost.
      if (ok || data.last) { byId("asks").close(); this.#made(data); } else if (data.asks) this.#ask(data, data.words, textOf(answers)); else this.#refused(data, form, fault);
    } catch (error) {
      if (!(error instanceof Offline || error instanceof SignedOut)) throw error;
      const words = say(error instanceof Offline ? "not-reached" : "signed-out");
      if (fault) fault.textContent = words;
      tell(words);
    } finally {
      wait(false);
      byId("asks").removeAttribute("aria-busy");
      this.#show();
    }
  }

  #refused(data, form, fault) {
    for (const [name, words] of Object.entries(data.errors ?? {})) {
      const place = document.getElementById(`ask-${name}-fault`);
      if (place) place.textContent = words;
      form?.elements[name]?.setAttribute("aria-invalid", "true");
    }
    form?.querySelector("[aria-invalid]")?.focus();
    if (fault) fault.textContent = data.words ?? "";
    tell(data.words ?? "");
  }

  #made(data) {
    this.#said.last = data.last;
    const open = el("a", { class: "button default", href: data.pdf, id: "download" }, say("open-pdf"));
    byId("told").replaceChildren(el("strong", {}, data.words), " ", open, " ", el("a", { href: data.link }, say("its-link")), " ", el("a", { href: data.page }, say("its-page")), " ", el("a", { href: `${data.page}#record-note` }, say("its-note")), data.note ? el("span", { class: "fault" }, ` ${data.note}`) : "");
    open.focus();
    document.dispatchEvent(new Event("issued"));
  }
}

const listed = (texts) => (texts.length ? el("ul", {}, texts.map((words) => el("li", {}, words))) : null);
const textOf = (answers) => Object.fromEntries(Object.entries(answers).filter(([, answer]) => typeof answer === "string"));
const answerOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
