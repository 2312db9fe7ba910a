// What the page was sent with, its words, and how elements are made.

export const sent = JSON.parse(document.getElementById("builder-state").textContent);

/** Return the words under a key, with "{name}" and the like filled in. */
export function say(key, values = {}) {
  const words = sent.words[key];
  if (words === undefined) throw new Error(`No words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Return an element. "on..." are listeners, true and false set or leave out an attribute, the rest are attributes. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value") made.value = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Tell somebody who cannot see the screen what has just happened on it. */
export function announce(words) {
  byId("announced").textContent = words;
}

/** Show what was done, with a button that takes it back or does something else about it. */
export function tell(words, deed = null, called = say("undo")) {
  const button = deed ? el("button", { type: "button", onclick: () => { tell(""); deed(); } }, called) : "";
  byId("told").replaceChildren(...(words ? [words, button] : []));
}

/** Show what the last step of *plan* did, with a button that takes that back: after the next step it would take back another. */
export function tellStep(plan, words) {
  tell(words, () => { plan.undo(); byId("undo").focus(); });
  const [button] = byId("told").children;
  plan.addEventListener("changed", () => button.isConnected && tell(""), { once: true });
}

export function focusOn(key) {
  document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** Return where the caret stands in a field; null for what has none. */
export const caretOf = (field) => (typeof field?.selectionStart !== "number" ? null : [field.selectionStart, field.selectionEnd]);

/** Return where the focus is, so that the same place finds it again when the page was drawn anew. */
export function keepingFocus(draw) {
  const held = document.activeElement;
  const key = held?.dataset?.key;
  const caret = caretOf(held);
  draw();
  if (!key || document.activeElement?.dataset?.key === key) return;
  const again = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (caret && again?.setSelectionRange) again.setSelectionRange(...caret);
}
