import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from programmes.admin.fields import (
    Column,
    LinesField,
    OrderedSlugsField,
    RangeField,
    RecordField,
    RowsField,
    SlugField,
    SlugsField,
    WeekdaysField,
)

CRITERIA = (Column("patient_text", "As the patient reads it"), Column("text", "For the practitioner"))
STAIRS = {
    "text": "Stairs pain 3 or less",
    "patient_text": "Stairs hurt 3 or less.",
    "measure": "nprs_stairs",
    "value": 3,
}
NO_SWELLING = {"text": "No swelling"}


def sent(field: RowsField, *rows: dict[str, str], came_from: tuple[str, ...] = ()) -> object:
    """Return what the field makes of the rows a browser sends: names of columns and what is written in them."""
    data = QueryDict(mutable=True)
    for place, row in enumerate(rows):
        data[f"goals-{place}"] = came_from[place] if place < len(came_from) else ""
        for key, value in row.items():
            data[f"goals-{place}-{key}"] = value
    return field.clean(field.widget.value_from_datadict(data, {}, "goals"))


def criteria(*before: dict) -> RowsField:
    field = RowsField(columns=CRITERIA, required=False)
    field.before = list(before)
    return field


def as_shown(row: dict) -> dict[str, str]:
    return {column.key: row.get(column.key, "") for column in CRITERIA}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Bend the knee.\r\nStand up.", ["Bend the knee.", "Stand up."]),
        ("  Bend the knee. \n\n\n Stand up.\n", ["Bend the knee.", "Stand up."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_lines_are_a_text_each_without_empty_ones(written: str, kept: list[str]):
    assert LinesField(required=False).clean(written) == kept


def test_a_list_is_shown_one_text_a_line():
    assert LinesField().prepare_value(["Bend the knee.", "Stand up."]) == "Bend the knee.\nStand up."


def test_lines_that_are_needed_cannot_be_left_out():
    with pytest.raises(ValidationError):
        LinesField().clean("\n\n")


def test_lines_shown_and_sent_untouched_have_not_changed():
    field, stored = LinesField(), ["Bend the knee.", "Stand up."]
    assert not field.has_changed(stored, field.prepare_value(stored).replace("\n", "\r\n"))
    assert field.has_changed(stored, "Bend the knee.")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("4 to 8", [4, 8]),
        ("4-8", [4, 8]),
        (" 0 to 100 ", [0, 100]),
        ("", []),
        ("6–6", [6, 6]),
        ("0 or more", [0, None]),
    ],
)
def test_a_range_is_two_numbers(written: str, kept: list[int]):
    assert RangeField(required=False).clean(written) == kept


@pytest.mark.parametrize("written", ["8 to 4", "a few weeks", "4", "4 to 8 weeks", "-1 to 3"])
def test_what_is_no_range_is_refused(written: str):
    with pytest.raises(ValidationError, match="the lower one first"):
        RangeField(required=False).clean(written)


def test_weekdays_are_numbers_in_the_order_of_the_week():
    assert WeekdaysField(required=False).clean(["5", "1", "3"]) == [1, 3, 5]
    with pytest.raises(ValidationError):
        WeekdaysField(required=False).clean(["8"])


def test_untouched_rows_keep_all_they_hold():
    field = criteria(STAIRS, NO_SWELLING)
    rows = (as_shown(STAIRS), as_shown(NO_SWELLING), {"patient_text": "", "text": ""})
    assert sent(field, *rows, came_from=("0", "1")) == [STAIRS, NO_SWELLING]


def test_rewritten_words_let_go_of_the_measure_they_no_longer_say():
    kept = sent(criteria(STAIRS), {**as_shown(STAIRS), "patient_text": "Stairs hurt 2 or less."}, came_from=("0",))
    assert kept == [{"text": "Stairs pain 3 or less", "patient_text": "Stairs hurt 2 or less."}]


def test_a_row_without_words_is_removed():
    field = criteria(STAIRS, NO_SWELLING)
    kept = sent(field, {"patient_text": "", "text": ""}, as_shown(NO_SWELLING), came_from=("0", "1"))
    assert kept == [NO_SWELLING]


def test_a_new_row_is_added_at_the_end():
    field = criteria(NO_SWELLING)
    kept = sent(field, as_shown(NO_SWELLING), {"patient_text": "You can hop.", "text": ""}, came_from=("0",))
    assert kept == [NO_SWELLING, {"patient_text": "You can hop."}]


def test_a_row_cannot_claim_what_another_clinic_stored():
    assert sent(criteria(), as_shown(STAIRS), came_from=("0",)) == [as_shown(STAIRS)]


def test_zero_is_a_number_and_not_an_empty_cell():
    field = RowsField(columns=(Column("low", "From", kind="number"),), required=False)
    assert sent(field, {"low": "0"}) == [{"low": 0}]


def test_a_number_wiped_out_is_gone_even_when_it_was_zero():
    columns = (Column("word", "Word"), Column("low", "From", kind="number"))
    field = RowsField(columns=columns, required=False)
    field.before = [{"word": "Fine", "low": 0}]
    assert sent(field, {"word": "Fine", "low": ""}, came_from=("0",)) == [{"word": "Fine"}]


def test_a_cell_for_numbers_refuses_words():
    field = RowsField(columns=(Column("low", "From", kind="number"),), required=False)
    with pytest.raises(ValidationError, match="From: write a whole number, not “three”"):
        sent(field, {"low": "three"})


def test_a_new_row_gets_what_every_record_of_its_kind_holds():
    columns = (Column("text", "Cause"), Column("tell", "Tell", kind="tick"))
    field = RowsField(columns=columns, fresh={"sources": []}, required=False)
    assert sent(field, {"text": "Tight shoes", "tell": "on"}) == [{"sources": [], "text": "Tight shoes", "tell": True}]


def test_a_tick_taken_away_leaves_the_rest_of_the_row():
    columns = (Column("text", "Cause"), Column("tell", "Tell", kind="tick"))
    field = RowsField(columns=columns, bound_to=("text",), required=False)
    field.before = [{"text": "Weak hips", "tell": True, "sources": ["a"]}]
    assert sent(field, {"text": "Weak hips"}, came_from=("0",)) == [
        {"text": "Weak hips", "tell": False, "sources": ["a"]}
    ]


def test_one_record_is_a_table_of_one_row():
    field = RecordField(columns=(Column("weeks", "Weeks", kind="range"), Column("note", "Note")), required=False)
    field.before = {"weeks": [4, 8], "note": "Longer if old.", "basis": "trial"}
    assert sent(field, {"weeks": "4 to 6", "note": "Longer if old."}, came_from=("0",)) == {
        "weeks": [4, 6],
        "note": "Longer if old.",
        "basis": "trial",
    }


def test_slugs_are_picked_by_title_and_keep_their_order():
    field = SlugsField(titles=[("hot", "Hot knee"), ("lump", "A lump"), ("night", "Night pain")], required=False)
    field.before = ["night", "hot"]
    assert field.clean(["hot", "lump", "night"]) == ["night", "hot", "lump"]
    assert field.clean(["lump"]) == ["lump"]


def test_a_stored_slug_that_is_no_longer_offered_stays():
    field = SlugsField(titles=[("hot", "Hot knee")], required=False)
    field.before = ["retired-sign"]
    assert field.clean(["hot"]) == ["retired-sign", "hot"]


def test_a_slug_nobody_offered_is_refused():
    with pytest.raises(ValidationError):
        SlugsField(titles=[("hot", "Hot knee")], required=False).clean(["other-clinic"])
    with pytest.raises(ValidationError):
        SlugField(titles=[("hot", "Hot knee")], required=False).clean("other-clinic")


def ordered(*titles: tuple[str, str], before: tuple[str, ...] = ()) -> OrderedSlugsField:
    field = OrderedSlugsField(titles=titles, required=False)
    field.before = list(before)
    return field


def test_slugs_in_order_are_a_row_each():
    field = ordered(("rest", "Rest"), ("pace", "Pace"))
    assert sent(field, {"slug": "pace"}, {"slug": "rest"}, {"slug": ""}) == ["pace", "rest"]


def test_the_same_slug_counts_once_and_a_stranger_not_at_all():
    field = ordered(("rest", "Rest"), before=("retired",))
    assert sent(field, {"slug": "rest"}, {"slug": "rest"}, {"slug": "retired"}, {"slug": "stranger"}) == [
        "rest",
        "retired",
    ]


def test_a_stored_slug_that_is_no_longer_offered_is_still_shown():
    field = ordered(("rest", "Rest"), before=("retired",))
    assert '<option value="retired" selected>' in field.widget.render("goals", field.prepare_value(["retired"]))
