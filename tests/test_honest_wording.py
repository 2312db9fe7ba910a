"""What the evidence does not support is never told to a patient, and what it does support is.

The claims stand in `claims`: every pattern there is shown to bite, then held against every text that a
patient may read. Reads the content files; needs no database.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.claims import CAUSES_NOT_TOLD, CLAIMS, Said
from tests.shipped import CONTENT, deep, items, read

FILES = (
    *("advice.yaml", "emergency.yaml", "measures.yaml", "pain_rules.yaml", "patient_flags.yaml"),
    *("programme_kinds.yaml", "red_flags.yaml", "rules.yaml", "vocabulary.yaml", "words.yaml"),
)
# Lists of ids, marks of provenance and titles of papers.
FILES_FOR_NO_PATIENT = {"manifest.yaml", "meta.yaml", "search.yaml", "sources.yaml"}
KINDS = ("exercises", "conditions", "templates")

# Not for the patient: claims kept as data, notes for the practitioner, and words that only search and records read.
KEPT_FROM_PATIENTS = {
    *("seed_claim", "seed_wording_in_short", "think_of", "tell_note"),
    *(
        "practitioner_note",
        "practitioner_notes",
        "long_session_reason",
        "note_for_practitioner",
        "summary_practitioner",
        "adjuncts",
    ),
    *("evidence", "evidence_rating", "evidence_status"),
    *("aliases", "codes"),
}

PATTERNS = [
    pytest.param(pattern, refused, id=f"{claim.subject}: {refused}")
    for claim in CLAIMS
    for pattern, refused in claim.never
]
SAYINGS = [
    pytest.param(said, id=f"{claim.subject}: {said.name}.{said.field}: {said.words}")
    for claim in CLAIMS
    for said in claim.say
]


def told(value: Any) -> Iterator[str]:
    """Yield every text below this value that a patient may read, side words without their braces."""
    if isinstance(value, str):
        yield re.sub(r"[{}]", "", value)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from told(inner)
    elif isinstance(value, dict):
        for field, inner in value.items():
            if field not in kept_back(value):
                yield from told(inner)


def kept_back(value: dict[str, Any]) -> set[str]:
    """Return the fields of one entry that are not for the patient."""
    if "tell_patient" in value:
        return set(value) - ({"patient_text"} if value["tell_patient"] else set())
    note = {"dose_note"} if value.get("dose_note_for") == "practitioner" else set()
    return KEPT_FROM_PATIENTS | note


def shipped() -> list[Any]:
    return [*(items(kind) for kind in KINDS), *(read(name) for name in FILES)]


@cache
def everything_told() -> tuple[str, ...]:
    return tuple(told(shipped()))


def matching(pattern: str, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if re.search(pattern, text, re.IGNORECASE)]


def entry(kind: str, name: str) -> dict[str, Any]:
    return next(item for item in items(kind) if name in (item.get("id"), item.get("slug")))


def test_there_is_a_row_for_each_of_the_seventeen_claims() -> None:
    assert len({claim.subject for claim in CLAIMS}) == 17
    assert all(claim.never and claim.say for claim in CLAIMS)


@pytest.mark.parametrize(("pattern", "refused"), PATTERNS)
def test_pattern_refuses_the_claim(pattern: str, refused: str) -> None:
    assert matching(pattern, [refused]) == [refused]


@pytest.mark.parametrize(("pattern", "refused"), PATTERNS)
def test_no_patient_is_told_the_claim(pattern: str, refused: str) -> None:
    assert matching(pattern, everything_told()) == []


@pytest.mark.parametrize("said", SAYINGS)
def test_the_honest_words_are_said(said: Said) -> None:
    texts = told(entry(said.kind, said.name)[said.field])
    assert any(said.words in text for text in texts)


@pytest.mark.parametrize(("condition", "cause"), CAUSES_NOT_TOLD)
def test_cause_without_evidence_is_not_told(condition: str, cause: str) -> None:
    causes = {row["text"]: row["tell_patient"] for row in entry("conditions", condition)["causes"]}
    assert causes[cause] is False


@pytest.mark.parametrize("field", sorted(KEPT_FROM_PATIENTS))
def test_field_kept_from_patients_exists(field: str) -> None:
    """A field that was renamed would leave its texts to be read as a patient's, or a gap in the check."""
    assert list(deep(shipped(), field))


def test_no_content_file_is_overlooked() -> None:
    assert {path.name for path in CONTENT.glob("*.yaml")} == {*FILES, *FILES_FOR_NO_PATIENT}
    assert {path.name for path in CONTENT.iterdir() if path.is_dir()} == set(KINDS)


def test_texts_that_a_patient_reads_are_checked_and_practitioner_notes_are_not() -> None:
    texts = set(everything_told())
    for kind, name, field in (("exercises", "squat", "feel_it"), ("advice", "adv-listen", "plain")):
        assert set(told(entry(kind, name)[field])) <= texts
    assert entry("advice", "adv-listen")["seed_claim"] not in texts
    assert entry("exercises", "cadence-run")["dose_note"] not in texts


def test_an_untold_cause_is_left_out_and_a_told_one_gives_its_plain_words() -> None:
    untold = {"text": "A tight band", "tell_patient": False}
    plain = {"text": "Weak thighs", "tell_patient": True, "patient_text": "Weak thighs can play a part."}
    assert list(told({"causes": [untold, plain]})) == ["Weak thighs can play a part."]
