// What waits on this telephone to be sent from this page, under the name of its form.

export const PLACE = new URL("./", location.href).pathname;

export class Queue {
  constructor(form) {
    this.name = `${form}:${PLACE}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? [];
    } catch {
      return [];
    }
  }

  // False where nothing can be kept: then the form goes off as any form does.
  add(entry) {
    return this.#write([...this.read(), entry]);
  }

  forget(entry) {
    this.#write(this.read().filter((each) => each.key !== entry.key));
  }

  // For what will never arrive. Says whether there was any.
  empty() {
    const waited = this.read().length > 0;
    this.#write([]);
    return waited;
  }

  #write(entries) {
    try {
      if (entries.length) localStorage.setItem(this.name, JSON.stringify(entries));
      else localStorage.removeItem(this.name);
      return true;
    } catch {
      return false;
    }
  }
}
