// Asking the server. Every answer is an object, or one of the two ways in which there is none.

export class Offline extends Error {}
export class SignedOut extends Error {}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

/** Return what was awaited of the network, which may also break off in the middle of an answer. */
const arrived = (awaited) => awaited.catch((error) => { throw error.name === "AbortError" ? error : new Offline(); });

async function ask(path, options) {
  const answer = await arrived(fetch(path, { credentials: "same-origin", redirect: "manual", ...options }));
  if (answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.status >= 502 && answer.status <= 504) throw new Offline();
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  // A refusal may be a page of words. Whatever else is no object is not from the server, or not all of it.
  const data = isJson || answer.ok ? await arrived(answer.json()) : {};
  if (data === null || typeof data !== "object") throw new Offline();
  return { status: answer.status, ok: answer.ok, data };
}

export function get(path, asked = {}, signal = undefined) {
  const query = new URLSearchParams(asked).toString();
  return ask(query ? `${path}?${query}` : path, { signal });
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}
