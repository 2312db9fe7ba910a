"""The document: plain values that come back from JSON exactly, or not at all."""

import json
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from programmes.dosage import DosageError
from programmes.handout import document
from programmes.handout.document import SCHEMA_VERSION, Document, Picture, Urgency
from programmes.handout.plain import UnreadablePlain
from tests.documents import make_card, make_document, make_ladder, make_part


def test_a_document_comes_back_from_json_exactly():
    handout = make_document(ladder=make_ladder(), changes=())
    assert Document.from_json(handout.as_json()) == handout


def test_an_empty_document_comes_back_from_json_exactly():
    handout = make_document(patient=None, practitioner=None, schedule=None, review=None, parts=(), diary=None)
    assert Document.from_json(handout.as_json()) == handout


def test_the_plain_form_is_made_of_json_values_only():
    handout = make_document()
    assert json.loads(json.dumps(handout.as_plain())) == handout.as_plain()


def test_the_dose_stays_typed():
    back = Document.from_plain(make_document().as_plain())
    assert back.parts[0].cards[0].dosage == make_card().dosage


def test_dates_and_choices_come_back_as_what_they_were():
    back = Document.from_plain(make_document().as_plain())
    assert back.issued == date(2026, 3, 2)
    assert back.warnings[0].urgency is Urgency.EMERGENCY


def test_the_same_document_gives_the_same_json():
    assert make_document().as_json() == make_document().as_json()


def test_no_part_of_a_document_can_be_changed():
    kinds = [kind for kind in vars(document).values() if is_dataclass(kind) and kind.__module__ == document.__name__]
    assert len(kinds) > 20
    for kind in kinds:
        assert kind.__dataclass_params__.frozen, kind
    with pytest.raises(FrozenInstanceError):
        make_document().goal = "Something else"


def test_a_document_holds_no_list_that_could_be_changed():
    assert not [field.name for field in fields(Document) if isinstance(getattr(make_document(), field.name), list)]


def changed(place: str, value: Any) -> dict[str, Any]:
    plain = make_document().as_plain()
    *way, name = place.split(".")
    inner: Any = plain
    for step in way:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[name] = value
    return plain


@pytest.mark.parametrize(
    ("place", "value", "complaint"),
    [
        ("goal", None, "goal: str was expected, not None."),
        ("is_preview", "no", "is_preview: bool was expected, not 'no'."),
        ("version", True, "version: int was expected, not True."),
        ("issued", "2 March", "issued: Invalid isoformat string: '2 March'"),
        ("kind", "diet", "kind: 'diet' is not a valid Kind"),
        ("parts", {}, "parts: a list was expected."),
        ("clinic", "Riverside", "clinic: an object was expected."),
        ("clinic.fax", "1", "clinic: fax missing or unknown."),
        ("parts.0.cards.1.steps", [1], "parts[0].cards[1].steps[0]: str was expected, not 1."),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_place(place: str, value: Any, complaint: str):
    with pytest.raises(UnreadablePlain) as refused:
        Document.from_plain(changed(place, value))
    assert str(refused.value) == complaint


def test_a_field_too_few_is_refused():
    plain = make_document().as_plain()
    del plain["goal"]
    with pytest.raises(UnreadablePlain, match="goal missing or unknown"):
        Document.from_plain(plain)


def test_a_dose_that_is_none_is_refused():
    with pytest.raises(DosageError):
        Document.from_plain(changed("parts.0.cards.0.dosage", {"kind": "often"}))


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, None, "1"])
def test_a_document_of_another_schema_is_refused(version: Any):
    with pytest.raises(UnreadablePlain, match="schema_version: 1 was expected"):
        Document.from_plain(changed("schema_version", version))


def test_cards_are_those_of_all_parts_in_order():
    parts = (make_part(), make_part(cards=(make_card(number=3),)))
    assert [card.number for card in make_document(parts=parts).cards] == [1, 2, 3]


def test_a_picture_is_drawn_only_when_both_frames_are():
    assert not Picture("lying", "lifted").is_drawn
    assert not Picture("lying", "lifted", start_svg="<svg/>").is_drawn
    assert Picture("lying", "lifted", "<svg/>", "<svg/>").is_drawn
