// Asking the server. Every answer is an object, or one of the two ways in which there is none.

export class Offline extends Error {}
export class SignedOut extends Error {}

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "manual", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Offline();
  }
  if (answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.status >= 502 && answer.status <= 504) throw new Offline();
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  return { status: answer.status, ok: answer.ok, data: isJson ? await answer.json() : {} };
}

export function get(path, asked = {}, signal = undefined) {
  const query = new URLSearchParams(asked).toString();
  return ask(query ? `${path}?${query}` : path, { signal });
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}
