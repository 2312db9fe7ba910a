// What the gate says of what was saved: beside the row it is about, with what to do about it.

import { announce, byId, el, focusOn, keepingFocus, say, sent, tell, tellStep } from "./page.js";
import { Offline, get, post } from "./server.js";

const FIELDS = { phases: "search", review_date: "review_date", practised_on: "practised_on" };

/**
 * Tells its plan's screen "weighed" through `document`, with the answer and what was saved when it was asked. Asks
 * after each save, and when told "weigh". Where no answer came, "unweighed".
 */
export class Findings {
  #plan;
  #rows;
  #saving;
  #hand;
  #said = null;
  #asking = null;
  #drawn = new WeakMap(); // what stands in a place, as text
  #unfolded = new Set();
  #typed = new Map(); // reasons that were begun

  constructor(plan, saving, rows, hand) {
    this.#plan = plan;
    this.#rows = rows;
    this.#saving = saving;
    this.#hand = hand;
    saving.addEventListener("saved", () => this.ask());
    document.addEventListener("weigh", () => this.ask());
    this.ask();
  }

  async ask() {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { seen } = this.#saving;
    try {
      const { ok, data } = await get("weighed/", {}, this.#asking.signal);
      if (!ok) throw new Offline();
      document.dispatchEvent(new CustomEvent("weighed", { detail: { ...data, seen } }));
      this.#hand.rested(() => {
        this.#said = data;
        keepingFocus(() => this.draw());
      });
    } catch (error) {
      // Asked again after the next save; saving says when the server is gone.
      if (error.name !== "AbortError") document.dispatchEvent(new Event("unweighed"));
    }
  }

  draw() {
    const said = this.#said;
    if (!said) return;
    for (const place of document.querySelectorAll("[data-where]")) {
      const found = said.beside[place.dataset.where] ?? [];
      // What is missing of the programme's own fields stands above them already.
      const gaps = said.gaps.filter((gap) => gap.where === place.dataset.where && gap.where.includes(":"));
      const text = JSON.stringify([gaps, found]);
      if (this.#drawn.get(place) === text) continue;
      this.#drawn.set(place, text);
      place.replaceChildren(...gaps.map((gap) => el("p", { class: "gap" }, gap.words)), ...found.map((each) => this.#finding(each)));
    }
    for (const place of document.querySelectorAll("[data-minutes]")) {
      const minutes = said.minutes[place.dataset.minutes];
      place.textContent = minutes ?? "";
    }
    for (const place of document.querySelectorAll("[data-offers]")) this.#offers(place, said.offers[place.dataset.offers] ?? []);
    this.#summary(said);
  }

  #summary(said) {
    const stops = said.stops.map((words) => el("li", { class: "stop" }, words));
    const gaps = said.gaps.map((gap) => el("li", {}, this.#wayTo(gap)));
    byId("to-finish").replaceChildren(
      ...(stops.length ? [el("h2", { class: "bad" }, say("stopped")), el("ul", {}, stops)] : []),
      ...(gaps.length ? [el("h2", { id: "to-finish-heading" }, say(gaps.length === 1 ? "one-thing" : "things", { count: gaps.length })), el("ul", {}, gaps)] : []),
    );
    byId("to-finish").hidden = !stops.length && !gaps.length;
  }

  #wayTo(gap) {
    const field = byId(`field-${FIELDS[gap.where] ?? gap.where}`) ?? document.querySelector(`[data-field="${CSS.escape(gap.where)}"]`) ?? (gap.where === "phases" ? byId("search") : null);
    const key = `gap-${gap.code}-${gap.where}`;
    const button = (onclick) => el("button", { type: "button", class: "link", "data-key": key, onclick }, gap.words);
    if (field) return button(() => goTo(field));
    const [kind, id] = gap.where.split(":");
    if (kind === "prescription") return button(() => (gap.code === "dose" ? this.#rows.openDose(id) : this.#unfold(id)));
    if (kind === "phase") return button(() => this.#unfold(id));
    return el("a", { href: gap.url.startsWith("#") ? `${byId("whole-page").href}${gap.url}` : gap.url, "data-key": key }, gap.words);
  }

  #unfold(id) {
    this.#rows.unfold(id);
    const place = byId(`prescription:${id}`) ?? byId(`phase:${id}`);
    place.scrollIntoView({ block: "center" });
    place.querySelector("details[open] input, details[open] textarea")?.focus({ preventScroll: true });
  }

  #finding(each) {
    const about = [each.flags.length ? say("because", { flags: each.flags.join("; ") }) : "", each.sources.length ? `${each.code}: ${each.sources.join("; ")}` : ""].filter(Boolean);
    return el(
      "div", { class: `finding ${each.level}` },
      el("p", {}, el("strong", {}, `${each.called}: `), each.reason),
      about.length ? this.#details(`why-${each.code}-${each.where}`, { class: "because" }, say("why-said"), about.map((words) => el("p", { class: "quiet" }, words))) : null,
      each.safer.length && each.where.startsWith("prescription:") && sent.may_change ? el("p", { class: "safer" }, say("safer"), " ", each.safer.map((other) => this.#instead(each, other))) : null,
      each.answer ? el("p", { class: "answer", tabindex: "-1", "data-key": keyOfReason(each) }, say("reason-given", { reason: each.answer })) : null,
      each.asks && sent.may_issue ? this.#useAnyway(each) : null,
    );
  }

  #instead(each, other) {
    const id = each.where.split(":")[1];
    const use = async () => {
      const { data } = await get("search/", { exercise: other.exercise }).catch(() => ({ data: {} }));
      if (data.hits?.length) { replaceLine(this.#plan, id, data.hits[0]); this.#goToLine(id); }
      else tell(say("not-reached"));
    };
    return el("button", { type: "button", class: "slight", "data-key": `use-${other.exercise}-${each.code}-${each.where}`, onclick: use }, say("use", { name: other.name }));
  }

  #useAnyway(each) {
    const id = `reason-${each.code}-${each.where}`;
    const field = el("textarea", { id, rows: 2, maxlength: 1000, "data-key": id, value: this.#typed.get(id) ?? "", oninput: () => this.#typed.set(id, field.value) });
    const fault = el("p", { class: "fault", role: "alert" });
    const keep = async () => {
      if (!field.value.trim()) { fault.textContent = say("say-why"); field.focus(); return; }
      await this.#saving.now();
      const { ok, data } = await post("override/", { code: each.code, where: each.where, reason: field.value }).catch(() => ({ data: { words: say("not-reached") } }));
      if (ok) { this.#typed.delete(id); announce(say("reason-kept")); await this.ask(); } else fault.textContent = data.words ?? say("not-reached");
    };
    return this.#details(`anyway-${each.code}-${each.where}`, { class: "anyway" }, say("use-anyway"),
      el("label", { for: id }, each.asks), field, fault, el("button", { type: "button", "data-key": keyOfReason(each), onclick: keep }, say("keep-reason")));
  }

  /** What was unfolded stays so when it is drawn anew. */
  #details(key, attributes, summary, ...children) {
    const details = el("details", { ...attributes, open: this.#unfolded.has(key) }, el("summary", { "data-key": key }, summary), ...children);
    details.addEventListener("toggle", () => (details.open ? this.#unfolded.add(key) : this.#unfolded.delete(key)));
    return details;
  }

  #offers(place, offers) {
    if (!offers.length || !sent.may_change) { place.replaceChildren(); return; }
    const wasOpen = place.querySelector("details")?.open ?? place.dataset.offers === this.#plan.target;
    const phaseId = place.dataset.offers;
    const button = (key, offer, deed, words) => el("button", { type: "button", class: "slight", "data-key": `${key}-${offer.exercise}-${phaseId}`, onclick: deed }, words);
    place.replaceChildren(el("details", { open: wasOpen }, el("summary", { "data-key": `offers-${phaseId}` }, say("offers", { count: offers.length })),
      el("ul", {}, offers.map((offer) => el("li", {}, el("strong", {}, offer.shown.name), " ", el("span", { class: "dose" }, offer.shown.words), " ",
        button("take-up", offer, () => this.#takeUp(phaseId, offer), say("add")),
        offer.instead_of ? button("take-instead", offer, () => this.#putInstead(offer), say("use-instead", { name: offer.instead_of.name })) : null)))));
  }

  #takeUp(phaseId, offer) {
    const line = { ...this.#plan.newLine(offer), why: offer.why, note: offer.note, first_side: offer.first_side };
    this.#plan.change((plan) => plan.phase(phaseId).prescriptions.push(line));
    this.#goToLine(line.id);
    announce(say("added", { name: offer.shown.name, phase: this.#plan.phase(phaseId).name }));
  }

  #putInstead(offer) {
    replaceLine(this.#plan, offer.instead_of.id, { ...offer, note: "" });
    this.#goToLine(offer.instead_of.id);
  }

  /** What was pressed goes with the next answer of the gate: the focus goes to the line it made. */
  #goToLine(id) {
    const found = this.#plan.find(id);
    if (found) focusOn(`handle-${found.line.id}`);
  }
}

/** The reason takes the place of the button that keeps it, in the focus too. */
const keyOfReason = (each) => `keep-${each.code}-${each.where}`;

/** Put another exercise in the place of a line, with its own dose. The sheet tells what took the place of what. */
export function replaceLine(plan, id, hit) {
  const before = plan.find(id)?.line;
  if (!before) return;
  const name = before.shown.name;
  plan.change(() => {
    const { line } = plan.find(id);
    const side = hit.shown.has_sides && ["left", "right"].includes(line.side) ? line.side : hit.side;
    Object.assign(line, { replaces: line.exercise, exercise: hit.exercise, dose: hit.dose, side, shown: { ...hit.shown }, why: hit.why ?? "", note: hit.note ?? "", first_side: side === "each" ? hit.first_side ?? "" : "" });
  });
  tellStep(plan, say("replaced", { name, other: hit.shown.name }));
}

export function goTo(field) {
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
