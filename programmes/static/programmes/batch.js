// The page of a batch: shows how far it is, and does it from here once that is asked. Without it buttons do the same.
(() => {
  const PAUSE_MILLISECONDS = 2000;
  const form = document.getElementById("batch_form");
  const bar = document.getElementById("batch-bar");
  const words = document.getElementById("batch-words");
  const trouble = document.getElementById("batch-trouble");
  const button = form ? form.querySelector("button") : null;

  async function ask(address, body) {
    const headers = { Accept: "application/json" };
    const method = body ? "POST" : "GET";
    const answer = await fetch(address, { method, credentials: "same-origin", redirect: "manual", headers, body });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function show(counts) {
    bar.max = counts.total || 1;
    bar.value = counts.total - counts.waiting;
    // A screen reader says what changes, and need not say the same again.
    if (words.textContent !== counts.words) words.textContent = counts.words;
    return counts.waiting;
  }

  const done = () => window.location.reload();

  async function goOn() {
    const called = button.textContent;
    button.disabled = true;
    button.textContent = form.dataset.underWay;
    trouble.hidden = true;
    try {
      while (show(await ask(form.action, new FormData(form)))) continue;
      done();
    } catch {
      trouble.hidden = false;
      button.disabled = false;
      button.textContent = called;
    }
  }

  async function watch() {
    try {
      if (!show(await ask(bar.dataset.watch))) return done();
      trouble.hidden = true;
    } catch {
      trouble.hidden = false;
    }
    setTimeout(watch, PAUSE_MILLISECONDS);
  }

  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      goOn();
    });
  }
  if (bar.dataset.watch) setTimeout(watch, PAUSE_MILLISECONDS);
})();
