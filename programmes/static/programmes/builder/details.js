// The fields: of the programme, of a phase, of a line. Each writes into the plan as it is typed.

import { el, say, sent } from "./page.js";
import { get } from "./server.js";

/** Connect the fields that stand on the page already to the programme's own values. */
export function bindFields(plan) {
  for (const field of document.querySelectorAll("[data-field]")) {
    const name = field.dataset.field;
    field.addEventListener("input", () => plan.change(({ now }) => { now[name] = read(field); }, { typing: name }));
  }
  for (const box of document.querySelectorAll("[data-day]")) {
    box.addEventListener("change", () => plan.change(({ now }) => {
      now.session_days = [...document.querySelectorAll("[data-day]:checked")].map((day) => Number(day.dataset.day));
    }, { typing: "session_days" }));
  }
  for (const button of document.querySelectorAll("[data-fills]")) {
    button.addEventListener("click", () => plan.change(({ now }) => { now[button.dataset.fills] = button.dataset.value; }));
  }
  const show = () => showFields(plan.now);
  plan.addEventListener("changed", ({ detail }) => {
    document.querySelector("h1").textContent = plan.now.name;
    if (detail.draws) show();
  });
  plan.addEventListener("forgotten", show);
  show();
}

function showFields(now) {
  for (const field of document.querySelectorAll("[data-field]")) {
    if (field.type === "radio") field.checked = now[field.dataset.field] === field.value;
    else if (field.value !== (now[field.dataset.field] ?? "")) field.value = now[field.dataset.field] ?? "";
  }
  for (const box of document.querySelectorAll("[data-day]")) box.checked = now.session_days.includes(Number(box.dataset.day));
}

const read = (field) => (field.type === "date" ? field.value || null : field.value);

export function lineDetails(plan, id) {
  const { line, phase } = plan.find(id);
  const set = (name, value) => plan.change(() => { plan.find(id).line[name] = value; }, { typing: `${id}-${name}` });
  const parts = [
    area(`note-${id}`, say("note"), line.note, (text) => set("note", text), 2000),
    box(`why-${id}`, say("why"), line.why, (text) => set("why", text), { maxlength: 120 }),
    area(`own-${id}`, say("practitioner-note"), line.practitioner_note, (text) => set("practitioner_note", text)),
  ];
  if (line.side === "each") {
    const choices = [["", say("sore-side-first")], ["left", say("left-first")], ["right", say("right-first")]];
    parts.push(select(`first-${id}`, say("which-first"), choices, line.first_side, (value) => set("first_side", value)));
  }
  if (sent.is_template) {
    const others = phase.prescriptions.filter((other) => other.id !== id).map((other) => [other.id, other.shown.name]);
    const draw = (name, value) => plan.change(() => { plan.find(id).line[name] = value; });
    parts.push(
      el("label", { class: "tick" }, el("input", { type: "checkbox", checked: line.is_optional, "data-key": `optional-${id}`, onchange: (event) => draw("is_optional", event.target.checked) }), " ", say("is-optional")),
      select(`instead-${id}`, say("instead-of"), [["", "–"], ...others], line.instead_of ?? "", (value) => draw("instead_of", value || null)),
    );
  }
  return el("div", { class: "fields" }, parts);
}

export function phaseDetails(plan, id) {
  const phase = plan.phase(id);
  const typing = (name) => ({ typing: `${id}-${name}` });
  const set = (name) => (value) => plan.change(() => { plan.phase(id)[name] = value; }, typing(name));
  const number = (name, label) => box(`${name}-${id}`, label, phase[name] ?? "", (text) => set(name)(text === "" ? null : Number(text)), { type: "number", min: 0, max: 99, inputmode: "numeric" });
  return el(
    "fieldset", { class: "fields", disabled: !sent.may_change },
    box(`name-${id}`, say("phase-name"), phase.name, set("name"), { maxlength: 120 }),
    box(`plain-${id}`, say("plain-name"), phase.plain_name, set("plain_name"), { maxlength: 120 }),
    area(`goal-${id}`, say("phase-goal"), phase.goal_plain, set("goal_plain")),
    el("div", { class: "pair" }, number("weeks_min", say("weeks-from")), number("weeks_max", say("weeks-to"))),
    el("div", { class: "pair" }, number("sessions_per_week_min", say("sessions-from")), number("sessions_per_week_max", say("sessions-to"))),
    painRule(plan, phase),
    area(`criteria-${id}`, say("move-on"), lines(phase.criteria_to_progress.map(told)), (text) => set("criteria_to_progress")(criteria(phase, text))),
    area(`back-${id}`, say("go-back"), lines(phase.step_back_if.map(told)), (text) => set("step_back_if")(apart(text))),
    area(`long-${id}`, say("long-reason"), phase.long_session_reason, set("long_session_reason")),
  );
}

/** Offer the clinic's pain rules; they are asked for when the field is first gone to. */
function painRule(plan, phase) {
  const field = select(`pain-${phase.id}`, say("pain-rule"), [[phase.pain_rule ?? "", phase.pain_rule_called || "–"]], phase.pain_rule ?? "", (slug, called) => plan.change(() => {
    Object.assign(plan.phase(phase.id), { pain_rule: slug || null, pain_rule_called: slug ? called : "" });
  }, { typing: `${phase.id}-pain` }));
  const choice = field.querySelector("select");
  get("pain-rules/").then(({ data }) => {
    const known = data.rules ?? [];
    choice.replaceChildren(el("option", { value: "" }, "–"), ...known.map((rule) => el("option", { value: rule.slug }, rule.name)));
    if (phase.pain_rule && !known.some((rule) => rule.slug === phase.pain_rule)) choice.append(el("option", { value: phase.pain_rule }, phase.pain_rule_called));
    choice.value = plan.phase(phase.id)?.pain_rule ?? "";
  }).catch(() => {});
  return field;
}

const told = (item) => (typeof item === "string" ? item : item.patient_text || item.text);
const lines = (texts) => texts.join("\n");
const apart = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Return the criteria with these words. One whose words stay keeps what it measures; new words are a new criterion. */
function criteria(phase, text) {
  const held = new Map(phase.criteria_to_progress.map((item) => [told(item), item]));
  return apart(text).map((line) => held.get(line) ?? { text: line });
}

function box(key, label, value, write, more = {}) {
  return el("label", {}, label, el("input", { type: "text", value, "data-key": key, autocomplete: "off", oninput: (event) => write(event.target.value), ...more }));
}

function area(key, label, value, write, maxlength = 4000) {
  return el("label", {}, label, el("textarea", { rows: 2, value, maxlength, "data-key": key, oninput: (event) => write(event.target.value) }));
}

function select(key, label, choices, value, write) {
  const made = el("select", { "data-key": key, onchange: ({ target }) => write(target.value, target.selectedOptions[0].textContent) },
    choices.map(([choice, words]) => el("option", { value: choice }, words)));
  made.value = value;
  return el("label", {}, label, made);
}
