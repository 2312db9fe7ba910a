// Larger or smaller text, kept for the next visit on this telephone.

const STEPS = ["", "text-larger", "text-large", "text-largest"];
const KEPT = "text-size";

export function offerTextSize(group) {
  const root = document.documentElement;
  let step = Number(read()) || 0;

  function show() {
    root.classList.remove(...STEPS.filter(Boolean));
    if (STEPS[step]) root.classList.add(STEPS[step]);
    for (const button of group.querySelectorAll("button")) {
      const isAtItsEnd = button.value === "larger" ? step === STEPS.length - 1 : step === 0;
      button.setAttribute("aria-disabled", String(isAtItsEnd));
    }
  }

  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    step = Math.min(STEPS.length - 1, Math.max(0, step + (button.value === "larger" ? 1 : -1)));
    write(step);
    show();
  });
  group.hidden = false;
  show();
}

// A browser that keeps nothing for a page says so by throwing.
function read() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function write(step) {
  try {
    localStorage.setItem(KEPT, String(step));
  } catch {
    // It holds for this visit.
  }
}
