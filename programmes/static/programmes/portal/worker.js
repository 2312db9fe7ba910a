// Answers for the patient's page where there is no signal. It keeps that page and what it is drawn with, nothing else.

const PLACE = new URL(self.registration.scope).pathname;
// The link was revoked, has run out, or the sheet was taken back: what was kept must not be read any longer.
const CLOSED = [404, 410];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET") return;
  const { pathname } = new URL(url);
  if (pathname === PLACE) event.respondWith(page(event.request));
  else if (pathname.startsWith(PLACE)) event.respondWith(beside(event.request));
  else event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    const cache = await caches.open(PLACE);
    if (answer.ok) await cache.put(PLACE, answer.clone());
    else if (CLOSED.includes(answer.status)) await caches.delete(PLACE);
    else if (answer.status >= 500) return (await caches.match(PLACE)) ?? answer;
    return answer;
  } catch (error) {
    return kept(PLACE, error);
  }
}

// What stands under the page's own address, such as the clinic's colours, keeps its name when it changes.
async function beside(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return kept(request, error);
  }
}

async function kept(what, error) {
  const answer = await caches.match(what);
  if (answer) return answer;
  throw error;
}
