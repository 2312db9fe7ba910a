// The page is kept on the telephone at the first visit, so that it opens in a gym without a signal.

const PLACE = new URL("./", location.href);

export async function keepForOffline(said, words) {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  try {
    await navigator.serviceWorker.register(new URL("worker.js", PLACE), { scope: PLACE.pathname });
    const cache = await caches.open(PLACE.pathname);
    await cache.addAll([PLACE.pathname, ...whatItTook()]);
    said.textContent = words["kept-offline"];
  } catch {
    // Full, or not allowed: the page works on as long as there is a signal.
  }
}

function whatItTook() {
  // What a script asked for is no part of the page: an entry that was sent cannot be fetched.
  const drawn = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType !== "fetch");
  const seen = drawn.map((entry) => entry.name);
  return [...new Set(seen)].filter((address) => new URL(address).origin === location.origin && !address.endsWith("worker.js"));
}
