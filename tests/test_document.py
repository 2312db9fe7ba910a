"""The document: plain values that come back from JSON exactly, or not at all."""

import json
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from programmes.dosage import DosageError
from programmes.handout import document
from programmes.handout.document import SCHEMA_VERSION, Clinic, Document, Image, Picture, Urgency
from programmes.handout.plain import UnreadablePlain
from tests.documents import make_card, make_document, make_drawn, make_image, make_ladder, make_part, make_photo


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
    kinds = [kind for kind in vars(document).values() if is_dataclass(kind)]
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


def with_picture(picture: Picture | None) -> Document:
    return make_document(parts=(make_part(cards=(make_card(picture=picture),)),))


@pytest.mark.parametrize(
    "picture",
    [None, make_drawn(), make_drawn(end=None), make_drawn(start=None, caption=""), make_drawn(start=make_photo())],
)
def test_pictures_come_back_from_json_exactly(picture: Picture | None):
    handout = with_picture(picture)
    assert Document.from_json(handout.as_json()) == handout


def test_a_drawing_is_kept_as_text_and_a_photo_in_base64():
    assert Image.of("image/svg+xml", "<svg>é</svg>".encode(), "A").body == "<svg>é</svg>"
    photo = Image.of("image/png", b"\x89PNG", "A")
    assert (photo.body, photo.content) == ("iVBORw==", b"\x89PNG")
    assert make_image().content.decode() == make_image().body


def test_the_address_of_a_picture_is_the_picture():
    assert make_photo().url.startswith("data:image/png;base64,iVBOR")
    assert make_image().url.startswith("data:image/svg+xml;base64,PHN2")


def test_the_name_of_a_picture_follows_from_what_it_shows():
    assert make_image(9).name == make_image(9, alt="Other words").name != make_image(10).name
    assert re.fullmatch("picture:[0-9a-f]{64}", make_image().name)


def test_the_end_stands_for_the_exercise_where_there_is_room_for_one_picture():
    assert make_drawn().small == make_drawn().end
    assert make_drawn(end=None).small == make_drawn().start
    assert Picture().small is None


def test_the_images_are_logo_and_frames_in_reading_order():
    logo = make_photo("Riverside Physio")
    handout = make_document(
        clinic=Clinic(name="Riverside Physio", logo=logo),
        parts=(make_part(cards=(make_card(picture=make_drawn()), make_card(picture=make_drawn(start=None)))),),
    )
    assert handout.images == (logo, *make_drawn().frames, make_drawn().end)
    assert make_document().images == ()
