// What the server refused to save: each thing with the way to its field. What was typed stays.

import { byId, el, say } from "./page.js";
import { goTo } from "./findings.js";

const PHASE_FIELDS = { name: "name", plain_name: "plain", weeks_min: "weeks_min", weeks_max: "weeks_max", sessions_per_week_min: "sessions_per_week_min", sessions_per_week_max: "sessions_per_week_max", criteria_to_progress: "criteria", step_back_if: "back", pain_rule: "pain", goal_plain: "goal", long_session_reason: "long" };
const LINE_FIELDS = { note: "note", why: "why", practitioner_note: "own", first_side: "first", instead_of: "instead" };

export function problemsShown(plan, saving, rows) {
  saving.addEventListener("state", () => {
    if (saving.state === "saving") return;
    const place = byId("problems");
    const problems = saving.state === "refused" || saving.state === "failed" ? saving.problems : [];
    const words = saving.state === "failed" || (saving.state === "refused" && !problems.length) ? saving.words || say("save-failed") : "";
    place.hidden = !problems.length && !words;
    place.replaceChildren(
      ...(words ? [el("p", {}, words)] : []),
      ...(problems.length ? [el("h2", {}, say(problems.length === 1 ? "one-to-mend" : "to-mend", { count: problems.length })),
        el("ul", {}, problems.map((each) => el("li", {}, el("button", { type: "button", class: "link", onclick: () => goToPath(plan, rows, each.path) }, named(plan, each)))))] : []),
    );
  });
}

function parts(plan, path) {
  const [, phase, line] = path.match(/^phases\[(\d+)\](?:\.prescriptions\[(\d+)\])?/) ?? [];
  const found = phase === undefined ? null : plan.phases[Number(phase)];
  const field = path.split(".").at(-1).replace(/\[\d+\]$/, "");
  return { phase: found, line: line === undefined ? null : found?.prescriptions[Number(line)], field, isDose: path.includes(".dose") };
}

function named(plan, { path, message }) {
  const { phase, line } = parts(plan, path);
  return [line?.shown.name ?? phase?.name, message].filter(Boolean).join(": ");
}

function goToPath(plan, rows, path) {
  const { phase, line, field, isDose } = parts(plan, path);
  if (line && isDose) return rows.openDose(line.id);
  if (!phase) {
    const own = document.querySelector(`[data-field="${CSS.escape(field)}"]`);
    return own && goTo(own);
  }
  rows.unfold(line?.id ?? phase.id);
  const key = `${(line ? LINE_FIELDS : PHASE_FIELDS)[field] ?? ""}-${line?.id ?? phase.id}`;
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  place?.setAttribute("aria-invalid", "true");
  return place && goTo(place);
}
