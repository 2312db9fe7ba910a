// The hand at the plan: what comes by itself waits until it rests, so that nothing moves away from under it.

const REST = 600; // milliseconds
const CLICKED = 50; // from letting go until the click that comes of it was heard
const SETTLED = 350; // a finger on its way to what has just moved would press what came in its place

export class Hand {
  #place;
  #isFinger = window.matchMedia("(pointer: coarse)").matches;
  #isDown = false;
  #stirred = -Infinity;
  #timer = null;
  #rested = null; // what waits for the rest
  #released = [];

  constructor(place) {
    this.#place = place;
    const hear = (name, listener) => window.addEventListener(name, listener, { capture: true, passive: true });
    hear("pointerdown", (event) => this.#pressed(event));
    hear("pointerup", () => this.#letGo());
    hear("pointercancel", () => this.#letGo());
    hear("scroll", () => this.#stir());
    place.addEventListener("pointermove", () => this.#stir());
    place.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.#left());
  }

  /** Whether something is being pressed: drawn anew, it would never hear that it was. */
  get isDown() {
    return this.#isDown;
  }

  /** Do *deed* when what is being pressed was let go, and heard its click. */
  released(deed) {
    this.#released.push(deed);
  }

  /** Do *deed* once the hand rests, or is elsewhere than at the plan. It takes the place of one that waits. */
  rested(deed) {
    this.#rested = deed;
    this.#look();
  }

  /** Let *deed* change what is shown, and leave what the hand or the eye is at where it stands on the screen. */
  still(deed) {
    const before = [...this.#place.querySelectorAll("button, summary, input")].map((each) => [each, topOf(each)]);
    const held = this.#held();
    const top = held && topOf(held);
    document.body.classList.add("still"); // the browser would make up for it, too
    requestAnimationFrame(() => document.body.classList.remove("still"));
    deed();
    if (held?.isConnected) window.scrollBy({ top: topOf(held) - top, behavior: "instant" });
    if (!this.#isFinger || !before.some(([each, at]) => each.isConnected && Math.abs(topOf(each) - at) > 1)) return;
    this.#place.classList.add("moved");
    setTimeout(() => this.#place.classList.remove("moved"), SETTLED);
  }

  /** Return the field that is typed in, else what is pointed at, else the first row in view. */
  #held() {
    const field = document.activeElement;
    const typedIn = this.#place.contains(field) && field.matches("input, textarea, select") && isInView(field) ? field : null;
    const found = typedIn ?? [...this.#place.querySelectorAll(":hover")].at(-1) ?? [...this.#place.querySelectorAll(".own, header, [data-line]")].find(isInView);
    return found?.closest(".found, .offers")?.parentElement ?? found;
  }

  #pressed(event) {
    this.#isFinger = event.pointerType !== "mouse";
    this.#isDown = true;
    if (this.#place.contains(event.target)) this.#stir();
    else this.#left();
  }

  #letGo() {
    this.#isDown = false;
    setTimeout(() => {
      for (const deed of this.#released.splice(0)) deed();
      this.#look();
    }, CLICKED);
  }

  #stir() {
    this.#stirred = performance.now();
  }

  #left() {
    this.#stirred = -Infinity;
    this.#look();
  }

  #look() {
    clearTimeout(this.#timer);
    if (!this.#rested) return;
    const left = this.#stirred + REST - performance.now();
    if (this.#isDown || left > 0) {
      this.#timer = setTimeout(() => this.#look(), Math.max(left, CLICKED));
      return;
    }
    const deed = this.#rested;
    this.#rested = null;
    this.still(deed);
  }
}

const topOf = (each) => each.getBoundingClientRect().top;
const isInView = (each) => topOf(each) >= 0 && topOf(each) < window.innerHeight;
