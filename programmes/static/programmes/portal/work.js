// Counts and times one exercise. A timer goes by the clock, so that a sleeping telephone does not make it longer.

import { stepsOf } from "./steps.js";

export class Work {
  #steps = [];
  #at = 0;
  #count = 0;
  #endsAt = null;
  #left = 0;
  #ticking = null;
  #lastSaid = null;

  constructor(root, words, sound) {
    this.words = words;
    this.sound = sound;
    this.part = root.querySelector("#work-part");
    this.now = root.querySelector("#work-now");
    this.said = root.querySelector("#work-said");
    this.buttons = Object.fromEntries(["go", "count", "again"].map((name) => [name, root.querySelector(`button[value=${name}]`)]));
  }

  begin(card) {
    this.#steps = stepsOf(card.dataset);
    this.from(0);
    this.said.textContent = "";
  }

  from(place) {
    this.stop();
    this.#at = place;
    this.#count = 0;
    this.#left = this.#step?.seconds ?? 0;
    this.#show();
  }

  again() {
    this.from(0);
  }

  stop() {
    clearInterval(this.#ticking);
    this.#ticking = this.#endsAt = null;
  }

  go() {
    if (this.#ticking) {
      this.#left = this.#secondsLeft;
      this.stop();
    } else {
      this.#endsAt = Date.now() + this.#left * 1000;
      this.#ticking = setInterval(() => this.#tick(), 100);
      this.#tell(this.#whatBegins());
    }
    this.#show();
  }

  count() {
    this.#count += 1;
    this.#lastSaid = null;
    this.#tell(String(this.#count));
    if (this.#count === this.#step.to) this.#finish();
    else this.#show();
  }

  get #step() {
    return this.#steps[this.#at];
  }

  get #secondsLeft() {
    return Math.max(0, Math.ceil((this.#endsAt - Date.now()) / 1000));
  }

  #tick() {
    const left = this.#secondsLeft;
    if (left === 0) return this.#finish();
    if (left !== this.#lastSaid && left <= 3) this.sound.beep();
    this.#lastSaid = left;
    this.now.textContent = String(left);
  }

  // Goes on by itself from one timed part to the next, and waits for the person where they count.
  #finish() {
    this.sound.beep(true);
    const goesOn = this.#step.does !== "count" || this.#steps[this.#at + 1]?.does === "rest";
    this.from(this.#at + 1);
    if (!this.#step) this.#tell(this.words.done);
    else if (this.#step.seconds && goesOn) this.go();
    else this.#tell(this.#where());
  }

  #tell(words) {
    this.said.textContent = words;
    this.sound.say(words);
  }

  // The other leg is named as its turn comes: whoever listens sees nothing of it.
  #whatBegins() {
    const { does, leg } = this.#step;
    const hasChanged = leg && leg !== this.#steps[this.#at - 1]?.leg;
    return hasChanged ? `${this.#leg()}: ${this.words[does]}` : this.words[does];
  }

  #where() {
    const { set, sets, leg } = this.#step;
    return this.words.set.replace("{set}", set).replace("{sets}", sets) + (leg ? `, ${this.#leg()}` : "");
  }

  #leg() {
    return this.words[this.#step.leg === 1 ? "first-leg" : "other-leg"];
  }

  #show() {
    const step = this.#step;
    const hasStarted = this.#at > 0 || this.#count > 0 || this.#ticking !== null;
    this.buttons.go.hidden = !step?.seconds;
    this.buttons.go.textContent = this.words[this.#ticking ? "pause" : "go"];
    this.buttons.count.hidden = step?.does !== "count";
    this.buttons.again.hidden = !hasStarted;
    this.part.textContent = step ? [this.#where(), this.words[step.does], step.rep && `${step.rep} / ${step.reps}`].filter(Boolean).join(" · ") : "";
    this.now.textContent = step ? (step.seconds ? String(this.#ticking ? this.#secondsLeft : this.#left) : `${this.#count} / ${step.to}`) : "";
  }
}
