// The sheet beside the plan: loaded again after each save, where there is room for it.

import { byId } from "./page.js";

const ROOM = window.matchMedia("(min-width: 1200px)");

export class Sheet {
  #frame = byId("sheet");
  #isStale = true;

  constructor(saving) {
    if (!this.#frame) return;
    saving.addEventListener("saved", () => this.#load());
    ROOM.addEventListener("change", () => this.#isStale && this.#load());
    this.#frame.addEventListener("load", () => this.#frame.removeAttribute("aria-busy"));
    this.#load();
  }

  #load() {
    this.#isStale = !ROOM.matches;
    if (this.#isStale) return;
    const shown = this.#frame.contentWindow;
    const top = this.#frame.hasAttribute("src") ? shown.scrollY : 0;
    this.#frame.setAttribute("aria-busy", "true");
    this.#frame.addEventListener("load", () => this.#frame.contentWindow.scrollTo(0, top), { once: true });
    if (this.#frame.hasAttribute("src")) shown.location.reload();
    else this.#frame.src = "page/";
  }
}
