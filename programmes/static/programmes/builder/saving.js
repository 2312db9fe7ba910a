// Autosave: soon after the last change, one at a time, and never silently lost.

import { Offline, SignedOut, post } from "./server.js";

const SOON = 700;
const AGAIN = [2000, 4000, 8000, 15000];
const CONFLICT = 409;
const NO_ROOM = 507;

/** Tells its listeners "state" (clean, waiting, saving, offline, signed-out, refused, conflict, failed) and "saved". */
export class Saving extends EventTarget {
  state = "clean";
  at = "";
  problems = [];
  words = "";
  #plan;
  #seen;
  #timer = null;
  #saved = 0;
  #tries = 0;
  #running = null;
  #lost = null; // what was sent first since the last answer: it may have arrived, though its answer did not

  constructor(plan, seen) {
    super();
    this.#plan = plan;
    this.#seen = seen;
    plan.addEventListener("changed", () => this.#soon());
    // It is no change to save, but a save on its way may write back what was emptied: another has to follow.
    plan.addEventListener("forgotten", () => { if (this.#running) plan.version += 1; });
    window.addEventListener("online", () => this.state === "offline" && this.now());
    window.addEventListener("focus", () => ["offline", "signed-out"].includes(this.state) && this.now());
    window.addEventListener("beforeunload", (event) => {
      if (!this.isClean) event.preventDefault();
    });
  }

  get seen() {
    return this.#seen;
  }

  get isClean() {
    return this.#saved === this.#plan.version && this.state !== "saving";
  }

  /** Let the page go with what is not saved: it was kept elsewhere, or given up on purpose. */
  letGo() {
    this.#saved = this.#plan.version;
    clearTimeout(this.#timer);
  }

  /** Save at once what is not saved yet. Resolves when nothing is left to try for now. */
  async now() {
    clearTimeout(this.#timer);
    if (this.state === "conflict") return;
    while (this.#running) await this.#running;
    if (this.#saved === this.#plan.version) return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
    if (this.state === "clean" && this.#saved !== this.#plan.version) await this.now();
  }

  #soon() {
    if (this.state === "conflict") return;
    if (this.state !== "saving") this.#tell("waiting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), SOON);
  }

  async #send() {
    const mine = { version: this.#plan.version, programme: this.#plan.toSend() };
    this.#tell("saving");
    try {
      const { answer, about } = await this.#answered(mine);
      if (answer.status !== NO_ROOM) this.#tries = 0;
      this.#take(answer, about);
    } catch (error) {
      this.#lost ??= mine;
      if (!(error instanceof Offline || error instanceof SignedOut)) { this.#tell("failed"); throw error; }
      this.#tell(error instanceof Offline ? "offline" : "signed-out");
      this.#later();
    }
  }

  /** Return the answer, and what it is about. A conflict may be with what was lost: the server knows that when it is sent again. */
  async #answered(mine) {
    const answer = await this.#post(mine);
    if (answer.status !== CONFLICT || !this.#lost) return { answer, about: mine };
    const again = await this.#post(this.#lost);
    return again.ok ? { answer: again, about: this.#lost } : { answer, about: mine };
  }

  async #post({ programme }) {
    const answer = await post("save/", { seen: this.#seen, programme });
    if (answer.ok && !(answer.data.seen && answer.data.phases)) throw new Offline();
    return answer;
  }

  #later() {
    this.#timer = setTimeout(() => this.now(), AGAIN[Math.min(this.#tries, AGAIN.length - 1)]);
    this.#tries += 1;
  }

  #take(answer, { version, programme }) {
    this.problems = answer.data.problems ?? [];
    this.words = answer.data.words ?? "";
    if (answer.ok) {
      const names = newNames(programme, answer.data.phases);
      this.#seen = answer.data.seen;
      this.#saved = version;
      this.#lost = null;
      this.at = answer.data.at;
      this.#plan.renamed(names);
      this.#tell("clean");
      this.dispatchEvent(new Event("saved"));
    } else if (answer.status === CONFLICT) this.#tell("conflict");
    else this.#tell(answer.status === 422 ? "refused" : "failed");
    // Somebody may make room on the disk at any time.
    if (answer.status === NO_ROOM) this.#later();
  }

  #tell(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

function newNames(programme, stored) {
  const names = new Map();
  programme.phases.forEach((phase, at) => {
    if (phase.id !== stored[at].id) names.set(phase.id, stored[at].id);
    phase.prescriptions.forEach((line, place) => {
      if (line.id !== stored[at].lines[place]) names.set(line.id, stored[at].lines[place]);
    });
  });
  return names;
}
