// The builder: puts its parts together, and says how the saving stands.

import { bindFields } from "./details.js";
import { Issuing } from "./issuing.js";
import { byId, caretOf, el, say, sent } from "./page.js";
import { Plan } from "./plan.js";
import { problemsShown } from "./problems.js";
import { Rows } from "./rows.js";
import { Saving } from "./saving.js";
import { Search } from "./search.js";
import { Sheet } from "./sheet.js";
import { post } from "./server.js";

const plan = new Plan(sent.programme);
const saving = new Saving(plan, sent.seen);
const rows = new Rows(plan, saving);
new Sheet(saving);
new Issuing(plan, saving, rows);
bindFields(plan);

if (sent.may_change) {
  const search = new Search(plan, rows);
  // On a telephone the keyboard would cover the plan that was just opened.
  if (window.matchMedia("(min-width: 768px)").matches) search.focus();
  problemsShown(plan, saving, rows);
  for (const [id, step] of [["undo", () => plan.undo()], ["redo", () => plan.redo()]]) {
    byId(id).addEventListener("click", step);
    plan.addEventListener("changed", showSteps);
  }
  showSteps();
  byId("settle").addEventListener("click", askAboutConflict);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "s") { event.preventDefault(); if (saving.state === "conflict") askAboutConflict(); else saving.now(); }
    if (event.key.toLowerCase() === "z" && !isTyping) { event.preventDefault(); if (event.shiftKey) plan.redo(); else plan.undo(); }
  });
}

function showSteps() {
  byId("undo").setAttribute("aria-disabled", String(!plan.canUndo));
  byId("redo").setAttribute("aria-disabled", String(!plan.canRedo));
}

// Why it changes is told on one sheet; the next one has a reason of its own.
document.addEventListener("issued", () => plan.forget("change_note"));

saving.addEventListener("state", () => {
  const words = { waiting: "not-saved-yet", saving: "saving", offline: "offline", "signed-out": "signed-out", refused: "not-saved", failed: "not-saved", conflict: "changed-elsewhere" };
  const place = byId("saved");
  place.textContent = saving.state === "clean" ? say("saved", { at: saving.at }) : say(words[saving.state]);
  place.dataset.state = saving.state;
  byId("sign-in").hidden = saving.state !== "signed-out";
  byId("settle").hidden = saving.state !== "conflict";
  if (saving.state === "conflict") askAboutConflict();
});

function askAboutConflict() {
  const dialog = byId("conflict");
  if (dialog.open) return;
  const fault = el("p", { class: "fault", role: "alert" });
  const keep = async () => {
    const { ok, data } = await post("keep/", { programme: plan.toSend() }).catch(() => ({ data: {} }));
    if (ok) leave(() => location.assign(data.url));
    else fault.textContent = data.problems ? data.problems.map((each) => each.message).join(" ") : data.words ?? say("not-reached");
  };
  dialog.replaceChildren(
    el("h2", { id: "conflict-heading" }, say("changed-elsewhere")), el("p", {}, say("conflict-how")), fault,
    el("p", { class: "buttons" },
      el("button", { type: "button", onclick: keep }, say("keep-mine")),
      el("button", { type: "button", onclick: () => leave(() => location.reload()) }, say("load-theirs")),
      el("button", { type: "button", onclick: () => dialog.close() }, say("look-first"))));
  // A browser gives the focus back to the field that was typed in, but no caret: nothing could be typed there.
  const held = document.activeElement;
  const caret = caretOf(held);
  dialog.addEventListener("close", () => caret && held.setSelectionRange(...caret), { once: true });
  dialog.showModal();
}

function leave(go) {
  saving.letGo();
  go();
}
