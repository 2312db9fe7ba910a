// A form of the page, such as the diary's: what is written is kept on this telephone until it has arrived, and sent again
// until then. Each entry has a key of its own, so that the one that is sent three times is one entry.

import { PLACE, Queue } from "./queue.js";

// The link is closed: what waits for it will never arrive.
const CLOSED = 404;
// Every sheet was withdrawn: what waits arrives once there is another.
const TAKEN_BACK = 410;

// Forms send one after the other: what comes back with the signal asks the site one thing at a time.
let before = Promise.resolve();

export class Notebook {
  #queue;

  constructor(form, words) {
    Object.assign(this, { form, words, said: form.querySelector(".said") });
    this.#queue = new Queue(form.getAttribute("action").replace("/", ""));
    this.#sayToday();
    document.addEventListener("visibilitychange", () => this.#sayToday());
    form.addEventListener("submit", (event) => this.#keep(event));
    window.addEventListener("online", () => this.send());
    this.send();
  }

  // The page may be one that was kept days ago, or that lay open overnight.
  #sayToday() {
    this.form.elements.on.defaultValue = new Date().toLocaleDateString("sv");
  }

  #keep(event) {
    event.preventDefault();
    const filled = new FormData(this.form);
    const { list } = this.form.dataset;
    const entry = { ...Object.fromEntries(filled), ...(list && { [list]: filled.getAll(list) }), key: newKey() };
    if (!this.#queue.add(entry)) return this.form.submit();
    this.form.reset();
    this.send();
  }

  send() {
    if (this.#actionsFor(this.#queue.read()).length) this.#tell([]);
    const now = () => this.#sendAll();
    before = before.then(now, now);
  }

  // What to do about the signs of these entries, as the page itself has it.
  #actionsFor(entries) {
    const signs = entries.flatMap((entry) => entry[this.form.dataset.list] ?? []);
    const isTicked = (act) => [...act.parentElement.querySelectorAll("[type=checkbox]")].some((box) => signs.includes(box.value));
    return [...this.form.querySelectorAll(".act")].filter(isTicked).map((act) => act.textContent);
  }

  // What to do about a sign stands first, whatever becomes of its entry and of those that are sent with it.
  async #sendAll() {
    const urgent = new Set();
    for (const entry of this.#queue.read()) {
      const answer = await this.#post(entry);
      const isClosed = answer?.status === CLOSED;
      if (!isClosed && !hasArrived(answer)) return this.#tell(urgent, this.#whyItWaits(answer));
      this.#queue.forget(entry);
      if (isClosed) {
        for (const action of this.#actionsFor([entry])) urgent.add(action);
        this.#tell(urgent, this.words["entry-closed"]);
        continue;
      }
      const { errors, actions = [] } = await answer.json();
      for (const action of actions) urgent.add(action);
      // The form holds one: what comes after it waits until it was put right.
      if (errors) return this.#refused(entry, urgent, Object.values(errors));
      this.#tell(urgent, this.words["entry-kept"]);
      await this.#showKept();
    }
  }

  #whyItWaits(answer) {
    return this.words[answer?.status === TAKEN_BACK ? "entry-taken-back" : "entry-waits"];
  }

  #refused(entry, urgent, errors) {
    this.#giveBack(entry);
    this.#tell(urgent, ...errors);
  }

  // What was refused stands in the form again, to be put right.
  #giveBack(entry) {
    for (const field of this.form.elements) {
      const values = [entry[field.name] ?? []].flat();
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.name && field.type !== "hidden") field.value = values[0] ?? "";
    }
  }

  // Beside what is urgent in all that still waits: by the page as long as the site has not said it.
  #tell(urgent, ...words) {
    this.said.textContent = [...new Set([...urgent, ...this.#actionsFor(this.#queue.read())]), ...words].join(" ");
  }

  async #showKept() {
    const kept = this.form.nextElementSibling;
    const page = new DOMParser().parseFromString(await (await fetch(PLACE)).text(), "text/html");
    const now = page.getElementById(kept.id);
    if (now) kept.replaceWith(document.adoptNode(now));
  }

  async #post(entry) {
    try {
      const headers = { "Content-Type": "application/json" };
      return await fetch(this.form.action, { method: "POST", headers, body: JSON.stringify(entry) });
    } catch {
      return null;
    }
  }
}

// Not `randomUUID`: a telephone some years old has none.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What is answered with a page was not heard: the site has a fault, has heard too much, or asks for something first.
function hasArrived(answer) {
  return answer?.headers.get("Content-Type") === "application/json" && answer.status !== 429;
}
