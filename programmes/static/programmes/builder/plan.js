// The programme on the screen: what is changed here, taken back, and sent. Knows no element and no server.

const LINE = ["id", "exercise", "dose", "side", "first_side", "why", "note", "practitioner_note", "is_optional"];
const MOST_STEPS_BACK = 100;

export class Plan extends EventTarget {
  #past = [];
  #future = [];
  #typing = "";
  #made = 0;
  #names = new Map(); // of rows that were stored, by what they were called before

  constructor(programme) {
    super();
    this.now = programme;
    this.target = programme.current ?? programme.phases[0]?.id ?? null;
    this.version = 0; // counts changes, so that a save knows whether it is the last
  }

  get phases() {
    return this.now.phases;
  }

  phase(id) {
    const now = this.#nameNow(id);
    return this.phases.find((phase) => phase.id === now);
  }

  /** Return the phase and the place of a line; null for one that is gone. */
  find(id) {
    const now = this.#nameNow(id);
    for (const phase of this.phases) {
      const at = phase.prescriptions.findIndex((line) => line.id === now);
      if (at >= 0) return { phase, at, line: phase.prescriptions[at] };
    }
    return null;
  }

  /** Return the phase that exercises are added to; makes one where there is none. Call it inside a change. */
  targetPhase(name) {
    return this.phase(this.target) ?? this.phases[0] ?? this.addPhase(name);
  }

  newId() {
    this.#made += 1;
    return `new-${this.#made}`;
  }

  addPhase(name, more = {}) {
    const phase = {
      id: this.newId(), name, plain_name: "", goal_plain: "", weeks_min: null, weeks_max: null,
      sessions_per_week_min: null, sessions_per_week_max: null, criteria_to_progress: [], step_back_if: [],
      long_session_reason: "", pain_rule: null, pain_rule_called: "", prescriptions: [], ...more,
    };
    this.phases.push(phase);
    this.target = phase.id;
    return phase;
  }

  newLine(hit) {
    return {
      id: this.newId(), first_side: "", why: "", note: "", practitioner_note: "", is_optional: false,
      instead_of: null, exercise: hit.exercise, dose: hit.dose, side: hit.side, shown: hit.shown,
    };
  }

  /** Change what is there. Typing into one field, named by *typing*, is taken back in one step and draws nothing. */
  change(deed, { typing = "" } = {}) {
    if (!typing || typing !== this.#typing) {
      this.#past.push(JSON.stringify({ now: this.now, target: this.target }));
      if (this.#past.length > MOST_STEPS_BACK) this.#past.shift();
    }
    this.#typing = typing;
    this.#future = [];
    deed(this);
    this.#changed(!typing);
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Move a line to a place of a phase. */
  move(id, phaseId, at) {
    const found = this.find(id);
    const phase = this.phase(phaseId);
    if (!found || !phase) return;
    found.phase.prescriptions.splice(found.at, 1);
    phase.prescriptions.splice(Math.max(0, Math.min(at, phase.prescriptions.length)), 0, found.line);
    for (const line of [found.line, ...found.phase.prescriptions]) {
      const other = line.instead_of && this.find(line.instead_of);
      if (other && other.phase !== this.find(line.id).phase) line.instead_of = null;
    }
  }

  /** Move a line one place up (-1) or down (1), into the next phase at either end. Return whether it moved. */
  nudge(id, step) {
    const found = this.find(id);
    if (!found) return false;
    const to = found.at + step;
    const order = this.phases.indexOf(found.phase) + step;
    if (to >= 0 && to < found.phase.prescriptions.length) this.move(id, found.phase.id, to);
    else if (order < 0 || order >= this.phases.length) return false;
    else this.move(id, this.phases[order].id, step < 0 ? Infinity : 0);
    return true;
  }

  remove(id) {
    const found = this.find(id);
    if (!found) return;
    found.phase.prescriptions.splice(found.at, 1);
    for (const line of found.phase.prescriptions) if (line.instead_of === found.line.id) line.instead_of = null;
  }

  /** Return what the server takes: what is shown beside it stays here. */
  toSend() {
    const { current, phases, ...rest } = this.now;
    const place = phases.findIndex((phase) => phase.id === current);
    return {
      ...rest,
      current_phase: place < 0 ? null : place + 1,
      phases: phases.map(({ pain_rule_called, prescriptions, ...phase }) => ({
        ...phase,
        prescriptions: prescriptions.map((line) => ({
          ...Object.fromEntries(LINE.map((name) => [name, line[name]])),
          instead_of: line.instead_of,
          ...(line.replaces ? { replaces: line.replaces } : {}),
        })),
      })),
    };
  }

  /** Take over the ids that rows were given when they were stored, here and wherever a step back leads.
   *
   * Not only new rows get one: what was removed, saved and taken back is stored as another row.
   */
  renamed(names) {
    if (!names.size) return;
    for (const [before, now] of names) this.#names.set(before, now);
    const put = (text) => text.replace(/"[\w-]+"/g, (id) => (names.has(id.slice(1, -1)) ? `"${names.get(id.slice(1, -1))}"` : id));
    this.#past = this.#past.map(put);
    this.#future = this.#future.map(put);
    this.now = JSON.parse(put(JSON.stringify(this.now)));
    this.target = names.get(this.target) ?? this.target;
    this.dispatchEvent(new CustomEvent("renamed", { detail: names }));
  }

  /** Empty a field, here and wherever a step back leads: what it said was told. The server has emptied its own. */
  forget(name) {
    const put = (text) => {
      const step = JSON.parse(text);
      step.now[name] = "";
      return JSON.stringify(step);
    };
    this.#past = this.#past.map(put);
    this.#future = this.#future.map(put);
    this.now[name] = "";
    this.#typing = "";
    this.dispatchEvent(new Event("forgotten"));
  }

  /** A button that was pressed while its row was stored still calls it by the name before. */
  #nameNow(id) {
    return this.#names.has(id) ? this.#nameNow(this.#names.get(id)) : id;
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(JSON.stringify({ now: this.now, target: this.target }));
    Object.assign(this, JSON.parse(from.pop()));
    this.#typing = "";
    this.#changed(true);
  }

  #changed(draws) {
    this.version += 1;
    this.dispatchEvent(new CustomEvent("changed", { detail: { draws } }));
  }
}
