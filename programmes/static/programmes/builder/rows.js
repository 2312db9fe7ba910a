// The phases and their lines, drawn anew from the plan whenever its shape changes.

import { announce, byId, el, focusOn, keepingFocus, say, sent, tellStep } from "./page.js";
import { DoseEditor } from "./dose.js";
import { Findings } from "./findings.js";
import { Hand } from "./hand.js";
import { phaseDetails, lineDetails } from "./details.js";
import { openSwaps } from "./swaps.js";

const SIGNS = { up: "▲", down: "▼" };

export class Rows {
  #plan;
  #findings;
  #dose;
  #open = new Set(); // what is unfolded, by id
  #hand = new Hand(document.querySelector(".plan"));
  #isOwed = false; // a drawing, to whoever is pressing something
  #sortables = [];

  constructor(plan, saving) {
    this.#plan = plan;
    this.#dose = new DoseEditor(plan, () => this.draw());
    this.#findings = new Findings(plan, saving, this, this.#hand);
    plan.addEventListener("changed", ({ detail }) => (detail.draws ? this.draw() : this.#entitle()));
    plan.addEventListener("renamed", ({ detail }) => {
      for (const [old, id] of detail) {
        if (this.#open.delete(old)) this.#open.add(id);
        for (const name of ["key", "line", "phase"]) for (const each of document.querySelectorAll(`[data-${name}$="${CSS.escape(old)}"]`)) each.dataset[name] = each.dataset[name].replace(old, id);
      }
      this.draw();
    });
    this.draw();
  }

  get isTyping() {
    return this.#dose.isOpen;
  }

  draw() {
    if (this.#hand.isDown) {
      this.#isOwed = true;
      this.#hand.released(() => this.#isOwed && this.draw());
      return;
    }
    this.#isOwed = false;
    keepingFocus(() => {
      this.#sortables.forEach((each) => each.destroy());
      const drawn = this.#plan.phases.map((phase, at) => this.#phase(phase, at));
      byId("phases").replaceChildren(...drawn, this.#after());
      this.#sortables = sent.may_change ? [...document.querySelectorAll("#phases ol.lines")].map((list) => this.#sortable(list)) : [];
      this.#dose.drawn();
      this.#findings.draw();
    });
    this.#entitle();
  }

  /** Say of each phase what its fields say, while somebody types in them, too. */
  #entitle() {
    this.#plan.phases.forEach((phase, at) => {
      const section = byId(`phase:${phase.id}`);
      if (!section) return; // not drawn yet
      section.querySelector("h2").textContent = `${at + 1}. ${phase.name}`;
      section.querySelector(".weeks").textContent = weeks(phase);
    });
    const target = this.#plan.phase(this.#plan.target) ?? this.#plan.phases[0];
    if (byId("adds-to")) byId("adds-to").textContent = target ? say("adds-to", { phase: target.name }) : "";
  }

  #after() {
    const empty = this.#plan.phases.length ? null : el("p", { class: "quiet" }, say("no-phase"));
    const add = () => this.#plan.change((plan) => plan.addPhase(say("phase-number", { number: plan.phases.length + 1 })));
    return el("div", { class: "after" }, empty, sent.may_change && el("button", { type: "button", class: "add-phase", onclick: add, "data-key": "add-phase" }, say("add-phase")));
  }

  #phase(phase, at) {
    const isTarget = phase.id === (this.#plan.phase(this.#plan.target) ?? this.#plan.phases[0]).id;
    const isCurrent = phase.id === this.#plan.now.current || (!this.#plan.now.current && at === 0);
    const heading = `phase-${phase.id}-name`;
    return el(
      "section", { class: `phase${isTarget ? " target" : ""}`, id: `phase:${phase.id}`, "aria-labelledby": heading },
      el(
        "header", {},
        el("h2", { id: heading }),
        !sent.is_template && !sent.is_warm_up && isCurrent ? el("strong", { class: "state good" }, say("current-phase")) : null,
        sent.may_change && el("div", { class: "acts" }, this.#phaseButtons(phase, isTarget, isCurrent)),
      ),
      el("p", { class: "quiet weeks" }),
      el("p", { class: "quiet minutes", "data-minutes": `phase:${phase.id}` }),
      el("div", { class: "found", "data-where": `phase:${phase.id}` }),
      this.#unfolded(phase.id, say("about-phase"), () => phaseDetails(this.#plan, phase.id)),
      el("ol", { class: "lines", "data-phase": phase.id, "aria-label": say("exercises-of", { phase: phase.name }) },
        phase.prescriptions.map((line, place) => this.#line(line, place, phase))),
      phase.prescriptions.length ? null : el("p", { class: "quiet" }, say("empty-phase")),
      el("div", { class: "offers", "data-offers": phase.id }),
    );
  }

  #phaseButtons(phase, isTarget, isCurrent) {
    const act = (key, deed, more = {}) => el("button", { type: "button", class: "slight", "data-key": `${key}-${phase.id}`, "aria-label": say(`${key}-named`, { phase: phase.name, name: phase.name }), title: say(key), onclick: () => this.#ofPhase(phase.id, deed), ...more }, SIGNS[key] ?? say(key));
    const place = this.#plan.phases.indexOf(phase);
    const to = (step) => (plan) => plan.phases.splice(place + step, 0, ...plan.phases.splice(place, 1));
    return [
      act("add-here", (plan) => { plan.target = phase.id; }, { "aria-pressed": String(isTarget) }),
      !sent.is_template && !sent.is_warm_up && !isCurrent ? act("patient-is-here", (plan) => { plan.now.current = phase.id; }) : null,
      place > 0 ? act("up", to(-1)) : null,
      place < this.#plan.phases.length - 1 ? act("down", to(1)) : null,
      el("button", { type: "button", class: "slight", "data-key": `remove-phase-${phase.id}`, "aria-label": say("remove-named", { name: phase.name }), title: say("remove"), onclick: () => this.#removePhase(phase) }, "✕"),
    ];
  }

  /** A button may be gone once it was pressed: the focus stays at its phase. */
  #ofPhase(id, deed) {
    this.#plan.change(deed);
    if (document.activeElement === document.body) focusOn(`add-here-${id}`);
    const phase = this.#plan.phase(id);
    announce(say("place", { name: phase.name, place: this.#plan.phases.indexOf(phase) + 1, count: this.#plan.phases.length }));
  }

  #removePhase(phase) {
    const at = this.#plan.phases.indexOf(phase);
    this.#plan.change((plan) => {
      plan.now.phases = plan.phases.filter((each) => each.id !== phase.id);
      if (plan.now.current === phase.id) plan.now.current = null;
      if (plan.target === phase.id) plan.target = plan.phases[0]?.id ?? null;
    });
    const next = this.#plan.phases[at] ?? this.#plan.phases[at - 1];
    focusOn(next ? `add-here-${next.id}` : "add-phase");
    tellStep(this.#plan, say("removed", { name: phase.name }));
  }

  #line(line, place, phase) {
    const { name, picture } = line.shown;
    const count = phase.prescriptions.length;
    const key = (what) => `${what}-${line.id}`;
    const where = say("place", { name, place: place + 1, count });
    return el(
      "li", { id: `prescription:${line.id}`, "data-line": line.id, class: line.is_optional ? "optional" : "" },
      sent.may_change && el("button", { type: "button", class: "handle", "data-key": key("handle"), "aria-label": say("move", { where }), title: say("move-how"), onkeydown: (event) => this.#handleKey(event, line.id) }, "⠿"),
      picture ? el("img", { class: "figure small", src: picture, alt: "", loading: "lazy" }) : el("span", { class: "figure small none" }),
      el(
        "div", { class: "what" },
        el("a", { class: "name", href: `${sent.exercise_page}${line.shown.key}/change/`, target: "_blank" }, name),
        line.is_optional ? el("span", { class: "state open" }, this.#optional(line)) : null,
        this.#dose.of(line),
        line.note ? el("p", { class: "quiet note" }, line.note) : null,
        el("div", { class: "found", "data-where": `prescription:${line.id}` }),
        sent.may_change && this.#unfolded(line.id, say("note-and-more"), () => lineDetails(this.#plan, line.id)),
      ),
      sent.may_change && this.#acts(line, place, phase),
    );
  }

  #optional(line) {
    const other = line.instead_of && this.#plan.find(line.instead_of);
    return other ? say("optional-instead", { name: other.line.shown.name }) : say("optional");
  }

  #acts(line, place, phase) {
    const { name } = line.shown;
    const button = (key, sign, deed, more = {}) => el("button", { type: "button", "data-key": `${key}-${line.id}`, "aria-label": say(`${key}-named`, { name }), title: say(key), onclick: deed, ...more }, sign);
    const isFirst = place === 0 && this.#plan.phases[0] === phase;
    const isLast = place === phase.prescriptions.length - 1 && this.#plan.phases.at(-1) === phase;
    return el(
      "div", { class: "acts", role: "group", "aria-label": name },
      button("up", "▲", () => this.nudge(line.id, -1), { "aria-disabled": String(isFirst) }),
      button("down", "▼", () => this.nudge(line.id, 1), { "aria-disabled": String(isLast) }),
      button("duplicate", "+1", () => this.#duplicate(line.id)),
      button("swap", "⇄", (event) => openSwaps(this.#plan, line.id, event.currentTarget)),
      button("remove", "✕", () => this.remove(line.id)),
    );
  }

  #unfolded(id, summary, make) {
    const details = el("details", { open: this.#open.has(id) }, el("summary", { "data-key": `unfold-${id}` }, summary));
    if (details.open) details.append(make());
    details.addEventListener("toggle", () => {
      if (!details.isConnected || details.open === this.#open.has(id)) return;
      if (details.open) this.#open.add(id); else this.#open.delete(id);
      if (details.open) details.append(make());
      else this.draw(); // the row says what was typed
    });
    return details;
  }

  #handleKey(event, id) {
    if (!["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    this.nudge(id, event.key === "ArrowUp" ? -1 : 1);
  }

  nudge(id, step) {
    const before = this.#plan.find(id);
    if (!before) return;
    const edge = step < 0 ? before.at === 0 && this.#plan.phases[0] === before.phase : before.at === before.phase.prescriptions.length - 1 && this.#plan.phases.at(-1) === before.phase;
    if (!edge) this.#plan.change((plan) => plan.nudge(id, step));
    const { phase, at, line } = this.#plan.find(id);
    announce(say("moved-to", { name: line.shown.name, place: at + 1, count: phase.prescriptions.length, phase: phase.name }));
  }

  #duplicate(id) {
    const { phase, at, line } = this.#plan.find(id);
    this.#plan.change((plan) => phase.prescriptions.splice(at + 1, 0, { ...structuredClone(line), id: plan.newId(), instead_of: null }));
    announce(say("duplicated", { name: line.shown.name }));
  }

  remove(id) {
    const { phase, at, line } = this.#plan.find(id);
    this.#plan.change((plan) => plan.remove(id));
    const next = phase.prescriptions[at] ?? phase.prescriptions[at - 1];
    if (next) focusOn(`handle-${next.id}`); else byId("search").focus();
    tellStep(this.#plan, say("removed", { name: line.shown.name }));
  }

  openDose(id, typed = null) {
    this.#dose.open(id, typed);
  }

  takeDose() {
    this.#dose.take();
  }

  /** Bring what a finding or gap is about into view, with the focus on it. */
  reveal(id) {
    byId(`prescription:${id}`)?.scrollIntoView({ block: "nearest" });
  }

  unfold(id) {
    this.#open.add(id);
    this.draw();
  }

  #sortable(list) {
    return window.Sortable.create(list, {
      group: "lines",
      handle: ".handle",
      animation: 120,
      forceFallback: true, // one way for mouse and finger
      onEnd: ({ item, to, newIndex }) => {
        const id = item.dataset.line;
        this.#plan.change((plan) => plan.move(id, to.dataset.phase, newIndex));
        const { phase, at, line } = this.#plan.find(id);
        announce(say("moved-to", { name: line.shown.name, place: at + 1, count: phase.prescriptions.length, phase: phase.name }));
      },
    });
  }
}

function weeks(phase) {
  const both = [phase.weeks_min, phase.weeks_max].filter((week) => week !== null);
  const often = [phase.sessions_per_week_min, phase.sessions_per_week_max].filter((count) => count !== null);
  const range = (pair) => [...new Set(pair)].join("–");
  return [both.length && say("weeks", { weeks: range(both) }), often.length && say("a-week", { times: range(often) })].filter(Boolean).join(" · ");
}
