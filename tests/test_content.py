"""The shipped content as files: complete, consistent and typed."""

import re
from typing import Any

import pytest

from programmes.content.check.figures import check_figures
from programmes.content.read import SHIPPED
from programmes.content.read import read as read_content
from programmes.dosage import Dosage
from tests.shipped import CONTENT, DIRECTORIES, LISTS, deep, doses, every, ids, items, lines, phases, read, strings


@pytest.mark.parametrize("kind", [*DIRECTORIES, *LISTS])
def test_content_holds_exactly_what_the_manifest_lists(kind: str) -> None:
    listed = read("manifest.yaml")["ids"][kind]
    assert sorted(ids(kind)) == sorted(listed)
    assert len(listed) == len(set(listed)) == read("manifest.yaml")["counts"][kind]


def test_manifest_lists_every_kind() -> None:
    assert set(read("manifest.yaml")["ids"]) == {*DIRECTORIES, *LISTS}


@pytest.mark.parametrize("kind", DIRECTORIES)
def test_file_is_named_after_what_it_holds(kind: str) -> None:
    assert sorted(path.stem for path in (CONTENT / kind).glob("*.yaml")) == sorted(ids(kind))


def test_templates_hold_the_exercises_of_the_manifest_in_order() -> None:
    held = {
        template["slug"]: {p["slug"]: [e["slug"] for e in p["exercises"]] for p in template["phases"]}
        for template in items("templates")
    }
    assert held == read("manifest.yaml")["template_exercises"]


def test_content_says_that_a_named_clinician_must_review_it() -> None:
    meta = read("meta.yaml")
    assert meta["status"] == "draft, awaiting named clinician review"
    assert "not medical advice" in meta["disclaimer"]


PHASE_ADVICE = {a for template in items("templates") for p in template["phases"] for a in p["advice_ids"]}
PHASE_PAIN_RULES = {
    p[key]
    for template in items("templates")
    for p in template["phases"]
    for key in ("pain_rule", "running_pain_rule")
    if p[key] is not None
}
REFERENCES = {
    "condition advice": ("advice", every("conditions", "advice_ids", "other_advice_ids")),
    "condition warning signs": ("red_flags", every("conditions", "red_flag_ids")),
    "condition measures": ("measures", every("conditions", "outcome_measure_ids")),
    "condition questions": ("patient_flags", every("conditions", "patient_flags_to_ask")),
    "condition template": ("templates", every("conditions", "template_slug")),
    "kind advice": ("advice", every("programme_kinds", "advice_ids")),
    "kind warning signs": ("red_flags", every("programme_kinds", "red_flag_ids")),
    "kind template": ("templates", every("programme_kinds", "template_slug")),
    "template condition": ("conditions", every("templates", "condition")),
    "template flags": ("patient_flags", every("templates", "not_for_flags")),
    "template pain rule": ("pain_rules", every("templates", "pain_rule")),
    "phase advice": ("advice", PHASE_ADVICE),
    "phase pain rules": ("pain_rules", PHASE_PAIN_RULES),
    "phase exercises": ("exercises", {line["slug"] for _, line in lines()}),
    "variant exercises": (
        "exercises",
        {slug for t in items("templates") for v in t.get("variants", []) for slug in v["exercises"]},
    ),
    "advice conditions": ("conditions", every("advice", "applies_to")),
    "sign raises flag": ("patient_flags", every("red_flags", "sets_patient_flag")),
    "always shown signs": ("red_flags", set(read("red_flags.yaml")["always_show"])),
    "rule flags": (
        "patient_flags",
        {flag for names in deep(items("exercise_rules"), "patient_flags_any") for flag in names},
    ),
    "rule suggestions": ("exercises", every("exercise_rules", "suggest")),
    "rule conditions": ("conditions", set(deep(items("exercise_rules"), "condition"))),
    "exercise flags": ("patient_flags", every("exercises", "contraindicated_for", "caution_for")),
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_reference_leads_to_something(reference: str) -> None:
    kind, named = REFERENCES[reference]
    assert named
    assert named - set(ids(kind)) == set()


@pytest.mark.parametrize("kind", [*DIRECTORIES, *sorted(set(LISTS) - {"sources"})])
def test_every_source_cited_is_listed(kind: str) -> None:
    cited = {source for named in deep(items(kind), "sources") for source in named}
    assert cited - set(ids("sources")) == set()


@pytest.mark.parametrize("kind", ["conditions", "advice", "red_flags", "pain_rules", "exercise_rules", "measures"])
def test_every_item_cites_a_source(kind: str) -> None:
    assert [item for item in items(kind) if not item["sources"]] == []


def test_rules_ask_only_for_declared_attributes_and_operators() -> None:
    rules = items("exercise_rules")
    assert set(deep(rules, "attr")) <= set(read("vocabulary.yaml")["attributes"])
    assert set(deep(rules, "op")) <= set(read("rules.yaml")["evaluation"]["operators"])
    tests = [t for r in rules for key in ("any", "all") for t in r["when"]["exercise"].get(key, [])]
    tags = {test["value"] for test in tests if test["attr"] == "tags"}
    assert tags <= set(read("vocabulary.yaml")["tags"])


def test_ticked_warning_sign_has_a_level_for_each_urgency() -> None:
    rule = next(rule for rule in items("programme_rules") if rule["id"] == "PR-001")
    assert set(rule["level_by_urgency"]) == set(read("red_flags.yaml")["urgency_key"])


@pytest.mark.parametrize(("name", "dose"), list(doses()))
def test_dose_is_typed_and_complete(name: str, dose: dict[str, Any]) -> None:
    typed = {key: value for key, value in dose.items() if key != "per_side"}
    assert Dosage.from_plain(typed).problems() == ()


def test_dose_says_whether_it_is_counted_on_each_side() -> None:
    assert [name for name, line in lines() if not isinstance(line["dose"].get("per_side"), bool)] == []


def test_alternative_stands_in_for_a_required_exercise_of_its_own_phase() -> None:
    pairs = []
    for _name, phase in phases():
        required = {line["slug"] for line in phase["exercises"] if not line["optional"]}
        for line in phase["exercises"]:
            if "instead_of" in line:
                pairs.append(line["slug"])
                assert line["optional"]
                assert line["instead_of"] in required
    assert len(pairs) == 8


def test_weeks_are_ranges_and_phases_are_in_order() -> None:
    for name, phase in phases():
        assert phase["typical_weeks"][0] <= phase["typical_weeks"][1], name
        assert phase["sessions_per_week"][0] <= phase["sessions_per_week"][1], name
    for template in items("templates"):
        assert [p["order"] for p in template["phases"]] == list(range(1, len(template["phases"]) + 1))


def test_every_note_and_criterion_has_words_for_the_patient() -> None:
    assert [name for name, line in lines() if ("note" in line) != ("patient_note" in line)] == []
    missing = [
        name
        for name, phase in phases()
        if any(not criterion.get("patient_text") for criterion in phase["criteria_to_progress"])
        or bool(phase["running_guidance"]) != bool(phase.get("running_patient_text"))
    ]
    assert missing == []


def test_patient_is_told_only_causes_that_the_evidence_supports() -> None:
    for condition in items("conditions"):
        for cause in condition["causes"]:
            if cause["tell_patient"]:
                assert cause["evidence_status"].startswith(("supported", "partly supported"))
            assert cause["tell_patient"] == ("patient_text" in cause)


def test_condition_without_a_supported_cause_says_that_nobody_knows() -> None:
    silent = [c for c in items("conditions") if not any(cause["tell_patient"] for cause in c["causes"])]
    assert [c["slug"] for c in silent] == ["itb-syndrome"]
    assert all("Nobody knows" in c["summary_plain"] for c in silent)


@pytest.mark.parametrize("condition", items("conditions"), ids=ids("conditions"))
def test_condition_shows_every_sign_that_is_always_shown(condition: dict[str, Any]) -> None:
    assert set(read("red_flags.yaml")["always_show"]) <= set(condition["red_flag_ids"])


def test_sign_fits_on_one_line_of_nine_words() -> None:
    assert [flag["line"] for flag in items("red_flags") if len(flag["line"].split()) > 9] == []


def test_sign_that_can_wait_is_worded_as_tell_us() -> None:
    for flag in items("red_flags"):
        assert (flag["urgency"] == "within_2_weeks") == ("tell_us" in flag), flag["id"]


def test_each_urgency_says_what_to_do_once() -> None:
    signs = read("red_flags.yaml")
    urgencies = {flag["urgency"] for flag in items("red_flags")}
    assert urgencies == set(signs["urgency_actions"]) == set(signs["urgency_key"])


def test_every_placeholder_is_declared_and_has_words_in_every_country() -> None:
    emergency = read("emergency.yaml")
    texts = strings(read("red_flags.yaml"))
    used = {name for text in texts for name in re.findall(r"\{([^{}]*)\}", text)}
    assert used == set(emergency["placeholders"]) == set(emergency["neutral"])
    for country in emergency["locales"].values():
        assert set(country["words"]) <= set(emergency["placeholders"])
        assert all(isinstance(words, str) for words in country["words"].values())


@pytest.mark.parametrize(
    ("country", "number"), [("GB", "999"), ("IE", "999 or 112"), ("EU", "112"), ("US", "911"), ("AU", "000")]
)
def test_emergency_number_is_the_country_s_own(country: str, number: str) -> None:
    assert read("emergency.yaml")["locales"][country]["words"]["emergency"] == number


@pytest.mark.parametrize("rule", items("pain_rules"), ids=ids("pain_rules"))
def test_pain_table_covers_nought_to_ten_and_agrees_with_the_limit(rule: dict[str, Any]) -> None:
    scored = [row for row in rule["rows"] if "low" in row]
    numbers = [number for row in scored for number in range(row["low"], row["high"] + 1)]
    assert numbers == list(range(11))
    allowed = [row["high"] for row in scored if row["zone"] != "stop"]
    assert max(allowed) == rule["max_during"]
    assert len(rule["rows"]) == 3
    assert {row["zone"] for row in rule["rows"]} == {"ok", "care", "stop"}


def test_flare_plan_is_a_few_short_steps() -> None:
    plan = next(topic for topic in items("advice") if topic["id"] == "adv-flare-plan")
    assert 3 <= len(plan["steps"]) <= 5


def test_a_picture_too_large_for_paper_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("programmes.content.check.figures.LARGEST_BYTES", 9)
    shelf, _problems = read_content(SHIPPED)
    problems = list(check_figures(shelf))
    assert len(problems) == 80
    assert re.fullmatch(
        r"exercises/bent-knee-calf-raise.yaml: figure: takes \d+ bytes when drawn, at most 9; use fewer props",
        str(problems[0]),
    )
