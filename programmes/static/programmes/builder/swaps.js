// What could be done instead of an exercise: easier, harder, or for the same purpose.

import { byId, el, focusOn, say } from "./page.js";
import { get } from "./server.js";
import { replaceLine } from "./findings.js";

export async function openSwaps(plan, id, button) {
  const { line } = plan.find(id);
  const dialog = byId("swaps");
  const list = el("ul", { class: "swaps" }, el("li", { class: "quiet" }, say("looking")));
  const close = () => dialog.close();
  dialog.replaceChildren(
    el("h2", { id: "swaps-heading" }, say("instead-of-named", { name: line.shown.name })), list,
    el("button", { type: "button", onclick: close }, say("cancel")),
  );
  const key = button.dataset.key;
  dialog.addEventListener("close", () => focusOn(key), { once: true });
  dialog.showModal();
  const { data } = await get("swaps/", { exercise: line.exercise }).catch(() => ({ data: {} }));
  const found = data.swaps ?? null;
  if (!found?.length) {
    list.replaceChildren(el("li", { class: "quiet" }, found ? say("no-swap") : say("not-reached")));
    return;
  }
  const use = (swap) => { close(); replaceLine(plan, id, swap); };
  list.replaceChildren(...found.map((swap) => el("li", {},
    swap.shown.picture ? el("img", { class: "figure small", src: swap.shown.picture, alt: "" }) : null,
    el("span", { class: "about" }, el("strong", {}, swap.shown.name), el("span", { class: "state open" }, swap.how),
      el("span", { class: "dose" }, swap.shown.words), swap.warning ? el("span", { class: "fault" }, swap.warning) : null),
    el("button", { type: "button", onclick: () => use(swap) }, say("use", { name: swap.shown.name })))));
}
