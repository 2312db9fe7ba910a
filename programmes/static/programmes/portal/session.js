// Today's exercises, one at a time, with large pictures.

import { Sound } from "./sound.js";
import { Work } from "./work.js";

export class Session {
  #at = 0;
  #isDone = false;
  #lock = null;

  constructor(dialog, cards, words) {
    Object.assign(this, { dialog, cards, words });
    this.sound = new Sound(document.documentElement.lang);
    this.work = new Work(dialog, words, this.sound);
    this.name = dialog.querySelector("#session-name");
    dialog.addEventListener("click", (event) => this.#press(event.target.closest("button")));
    dialog.addEventListener("close", () => this.#leave());
    // A telephone that showed something else meanwhile has let the screen go.
    document.addEventListener("visibilitychange", () => dialog.open && !document.hidden && this.#keepAwake());
  }

  open() {
    this.dialog.showModal();
    this.#keepAwake();
    this.#show(this.#at < this.cards.length ? this.#at : 0);
  }

  #press(button) {
    if (!button) return;
    const does = {
      close: () => this.dialog.close(),
      back: () => this.#show(Math.max(0, this.#at - 1)),
      next: () => (this.#isLast ? this.#end() : this.#show(this.#at + 1)),
      go: () => this.work.go(),
      count: () => this.work.count(),
      again: () => this.work.again(),
      sound: () => this.#turn(button, (isOn) => (this.sound.isOn = isOn)),
      still: () => this.#turn(button, (isOn) => this.dialog.classList.toggle("still", isOn)),
    };
    does[button.value]?.();
  }

  get #isLast() {
    return this.#at === this.cards.length - 1;
  }

  #show(place) {
    this.#at = place;
    const card = this.cards[place];
    const shown = card.cloneNode(true);
    shown.removeAttribute("id");
    shown.querySelector(".card-head h3").remove();
    this.dialog.querySelector("#session-card").replaceChildren(shown);
    this.dialog.querySelector("#session-place").textContent = this.words.place.replace("{number}", place + 1).replace("{count}", this.cards.length);
    this.name.textContent = card.querySelector("h3").textContent.replace(/^\s*\d+\s*/, "").trim();
    this.dialog.querySelector("[value=back]").disabled = place === 0;
    this.dialog.querySelector("[value=next]").textContent = this.words[this.#isLast ? "finish" : "next"];
    this.work.begin(card);
    this.dialog.scrollTop = 0;
    this.name.focus();
  }

  #turn(button, tell) {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    tell(isOn);
  }

  #end() {
    this.#at = 0;
    this.#isDone = true;
    this.dialog.close();
  }

  #leave() {
    this.work.stop();
    this.#lock?.release();
    this.#lock = null;
    if (this.#isDone) document.dispatchEvent(new Event("session-done"));
    else document.getElementById("begin").focus();
    this.#isDone = false;
  }

  // The screen stays on: the hands are on the floor.
  async #keepAwake() {
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (this.dialog.open) this.#lock = lock;
      else lock.release();
    } catch {
      // Not every telephone has it.
    }
  }
}
