// Answers for the patient's page where there is no signal. It keeps that page and what it is drawn with, nothing else.

const PLACE = new URL(self.registration.scope).pathname;
// The link was revoked, has run out, or the sheet was taken back: what was kept must not be read any longer.
const CLOSED = [404, 410];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET") return;
  if (new URL(url).pathname === PLACE) event.respondWith(page(event.request));
  else event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    const cache = await caches.open(PLACE);
    if (answer.ok) await cache.put(PLACE, answer.clone());
    else if (CLOSED.includes(answer.status)) await caches.delete(PLACE);
    return answer;
  } catch (error) {
    const kept = await caches.match(PLACE);
    if (kept) return kept;
    throw error;
  }
}
