"""The shipped content as a patient meets it: easy to read, and no service named that is not theirs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from programmes import plain_words
from tests.shipped import deep, items, read

# Words with no plainer one: the reader must recognise the name on the packet.
MEDICINES = re.compile(r"\b(ciprofloxacin|levofloxacin|quinolone|antibiotics?)\b")


def patient_texts() -> Iterator[str]:
    yield from (text for name in READERS for text in READERS[name]())


def condition_texts() -> Iterator[str]:
    for condition in items("conditions"):
        yield condition["summary_plain"]
        yield condition["clinical_term_plain"].replace(condition["clinical_term"], "it")
        yield condition["time_course"]["patient_text"]
        yield from condition["symptoms"]
        yield from (cause["patient_text"] for cause in condition["causes"] if cause["tell_patient"])
    yield from (kind["summary_plain"] for kind in items("programme_kinds"))


def template_texts() -> Iterator[str]:
    for template in items("templates"):
        yield from template["adjuncts_plain"]
        for key in ("goal_plain", "running_patient_text", "patient_text", "patient_note"):
            yield from deep(template, key)
        for step_back in deep(template, "step_back_if"):
            yield from step_back
        yield from (f"{r['patient_when']} {r['patient_then']}" for r in template.get("stage_rules", []))


def advice_texts() -> Iterator[str]:
    for topic in items("advice"):
        yield topic.get("patient_title", topic["title"])
        yield topic["plain"]
        yield from topic.get("steps", [])


def pain_texts() -> Iterator[str]:
    for rule in items("pain_rules"):
        yield rule["plain"]
        yield from (f"{row['when']}. {row['do']}" for row in rule["rows"])


def sign_texts() -> Iterator[str]:
    signs = read("red_flags.yaml")
    yield signs["tell_us_action"]
    yield from signs["urgency_actions"].values()
    for flag in items("red_flags"):
        yield from (flag[key] for key in ("plain", "screening_question", "action_plain"))
        yield from deep(flag, "tell_us")
    # One line has too few words to grade: the lines of a box are read together.
    for urgency in signs["urgency_actions"]:
        yield " ".join(f"{flag['line']}." for flag in items("red_flags") if flag["urgency"] == urgency)


def question_texts() -> Iterator[str]:
    yield from (flag["intake_question"] for flag in items("patient_flags"))
    for kind in ("exercise_rules", "programme_rules"):
        yield from (rule["reason_plain"] for rule in items(kind))


READERS = {
    "conditions": condition_texts,
    "templates": template_texts,
    "advice": advice_texts,
    "pain rules": pain_texts,
    "warning signs": sign_texts,
    "questions and reasons": question_texts,
}


@pytest.mark.parametrize("name", READERS)
def test_patient_can_read(name: str) -> None:
    found = {}
    for text in READERS[name]():
        problems = plain_words.problems(MEDICINES.sub("pill", text))
        if problems:
            found[text] = problems
    assert found == {}


def test_titles_for_patients_hold_no_jargon_and_take_a_side() -> None:
    for item in (*items("conditions"), *items("programme_kinds")):
        assert plain_words.jargon(item["patient_title"]) == []
        assert "(" not in item["patient_title"]
        assert len(item["patient_title"].split()) <= 4


def test_names_of_services_stand_only_in_the_emergency_file() -> None:
    named = re.compile(r"\b(999|111|112|911|GP|A&E|NHS 111)\b")
    spoken = [text for kind in ("red_flags", "advice") for item in items(kind) for text in spoken_texts(item)]
    assert spoken
    assert [text for text in [*spoken, *patient_texts()] if named.search(text)] == []


def spoken_texts(item: dict[str, Any]) -> Iterator[str]:
    for key in ("plain", "line", "screening_question", "action_plain", "tell_us"):
        if key in item:
            yield item[key]
