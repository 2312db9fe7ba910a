"""The library as a spreadsheet: out and back changes nothing, and what was changed is shown, judged and taken whole."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.admin.exercise_sheet import looked_at
from programmes.admin.exercise_sheet.writing import Format
from programmes.dosage import Dosage, Kind
from programmes.models import Exercise, ExerciseText, KitNeed, Purpose
from programmes.own_copy import own_copy
from programmes.sign_off import Item, State, sign_off, standings
from tests.cast import Cast
from tests.doses import whole_doses
from tests.factories import (
    make_exercise,
    make_kit,
    make_patient_flag,
    make_picture,
    make_purpose,
    make_source,
)
from tests.spreadsheets import (
    EXPORT,
    IMPORT,
    as_file,
    brought_back,
    differences,
    faults,
    look,
    sealed_on,
    take,
    taken_out,
)
from tests.test_spreadsheet_cells import NASTY, texts
from tests.workbench import address, at, messages_of, save, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def squat(cast: Cast) -> Exercise:
    """Return a shared exercise with everything a row can say."""
    exercise = make_exercise(slug="squat", name="Squat", aliases=["Knee bend", "=Sit"], version="v7", licence="CC0")
    exercise.purposes.add(make_purpose(slug="stairs"), make_purpose(slug="strong"))
    exercise.sources.add(make_source(slug="paper"))
    make_patient_flag(slug="sore-knee", label="Sore knee")
    text = exercise.texts.get()
    text.precautions = [{"code": "sore-knee", "text": "Go less deep."}, {"text": "Hold on: stay safe."}]
    text.save()
    for position, (slugs, detail, is_optional) in enumerate(
        ((("step", "box"), "10 to 30 cm", False), (("mat",), "", True))
    ):
        need = KitNeed.objects.create(exercise=exercise, position=position, detail=detail, is_optional=is_optional)
        need.any_of.add(*(make_kit(slug=slug, name=slug) for slug in slugs))
    return exercise


def own(cast: Cast, slug: str = "squat") -> Exercise:
    return Exercise.objects.get(clinic=cast.clinic, slug=slug)


# Out and back


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(texts.filter(lambda text: "\x00" not in text), min_size=4, max_size=4), dosage=whole_doses())
def test_whatever_stands_in_an_own_exercise_comes_back_without_a_change(
    cast: Cast, squat: Exercise, words: list[str], dosage: Dosage
):
    with transaction.atomic():
        copy = own_copy(squat, cast.clinic)
        copy.dosage, copy.dose_note = dosage, words[0]
        copy.save()
        copy.texts.update(setup=words[1], steps=words[2:], stop_if=words[0])
        for kind in Format:
            assert differences(cast.ana, as_file(taken_out(cast.ana), kind)).is_empty
        transaction.set_rollback(True)


def test_a_dose_with_a_gap_comes_back_without_a_change(cast: Cast, squat: Exercise):
    squat.dosage = Dosage(kind=Kind.REPS, sets=3)
    squat.save()
    assert differences(cast.ana, as_file(taken_out(cast.ana))).is_empty


def test_a_row_says_all_there_is(cast: Cast, squat: Exercise):
    (row,) = taken_out(cast.ana)
    assert row["whose"] == "shared library"
    assert row["dose"] == "3x10 r60 t1 d3"
    assert row["kit"] == "box | step: 10 to 30 cm\nmat (optional)"
    assert row["purposes"] == "stairs\nstrong"
    assert row["precautions (en)"] == "sore-knee: Go less deep.\nHold on: stay safe."
    assert row["steps (en)"] == "Bend {your knee}.\nStand up tall."
    assert row["other names (en)"] == "Knee bend\n=Sit"


def test_what_excel_does_by_itself_is_no_change(cast: Cast, squat: Exercise):
    rows = taken_out(cast.ana)
    rows[0]["steps (en)"] = rows[0]["steps (en)"].replace("\n", "\r\n").replace(" ", "\u00a0")
    rows[0]["one side at a time"] = "TRUE"
    rows[0]["category"] = "Strength"
    rows[0]["purposes"] = "strong, stairs"
    assert differences(cast.ana, as_file(rows)).is_empty


# Changes


def test_a_changed_shared_exercise_becomes_the_clinics_own(cast: Cast, squat: Exercise):
    rows = taken_out(cast.ana)
    rows[0] |= {"dose": "4x8 d3", "steps (en)": "Bend.\nRise."}
    (shown_row,) = differences(cast.ana, as_file(rows)).changed
    assert [(change.heading, change.before, change.after) for change in shown_row.changes] == [
        ("dose", "3x10 r60 t1 d3", "4x8 d3"),
        ("steps (en)", "Bend {your knee}.\nStand up tall.", "Bend.\nRise."),
    ]
    answer = brought_back(cast.ana, rows)
    assert "1 changed" in messages_of(answer)
    copy = own(cast)
    assert (copy.origin, copy.dosage) == (squat, Dosage(kind=Kind.REPS, sets=4, reps=8, days_per_week=3))
    assert copy.texts.get().steps == ["Bend.", "Rise."]
    assert (copy.kit_needs.count(), copy.purposes.count()) == (2, 2)
    squat.refresh_from_db()
    assert (squat.sets, squat.texts.get().steps[0]) == (3, "Bend {your knee}.")


def test_an_own_exercise_is_changed_in_place_and_unsigned_again(cast: Cast, squat: Exercise):
    copy = own_copy(squat, cast.clinic)
    sign_off(copy, cast.ana.practitioner, localdate())
    rows = taken_out(cast.ana)
    rows[0]["why (en)"] = "It helps."
    brought_back(cast.ana, rows)
    now = own(cast)
    assert (now.pk, now.version) == (copy.pk, "2")
    item = Item("exercise", now.slug, now.version, str(now))
    assert standings([item], cast.clinic, localdate())[item].state == State.CHANGED
    assert now.history.first().history_user == cast.ana
    assert LogEntry.objects.get(object_id=str(now.pk)).get_change_message() == "Imported from a spreadsheet: why (en)."


def test_a_reviewed_translation_is_unreviewed_once_its_words_change(cast: Cast, squat: Exercise):
    copy = own_copy(squat, cast.clinic)
    for language in ("en", "pl"):
        ExerciseText.objects.update_or_create(
            exercise=copy,
            language=language,
            defaults={"name": "Przysiad", "steps": ["Zegnij."], "reviewed_by": "Ana", "reviewed_on": localdate()},
        )
    rows = taken_out(cast.ana)
    rows[0]["why (pl)"] = "Pomaga."
    brought_back(cast.ana, rows)
    assert [(text.language, text.reviewed_by) for text in own(cast).texts.all()] == [("en", "Ana"), ("pl", "")]


def test_a_new_short_name_makes_an_exercise_of_the_clinic(cast: Cast, squat: Exercise):
    (row,) = taken_out(cast.ana)
    brought_back(cast.ana, [{**row, "short name": "our-squat", "name (en)": "Our squat", "harder": "squat, our-squat"}])
    new = own(cast, "our-squat")
    assert (str(new), new.origin, new.version, new.progressions) == ("Our squat", None, "1", ["squat", "our-squat"])
    assert [str(need) for need in new.kit_needs.all()] == ["box or step", "mat"]
    assert new in Exercise.objects.search("our squat")
    assert differences(cast.ana, as_file(taken_out(cast.ana))).is_empty


def test_few_columns_are_enough_and_the_others_stay(cast: Cast, squat: Exercise):
    brought_back(cast.ana, [{"short name": "squat", "dose": "2x5 d2"}])
    assert own(cast).texts.get().steps == ["Bend {your knee}.", "Stand up tall."]
    assert own(cast).dosage == Dosage(kind=Kind.REPS, sets=2, reps=5, days_per_week=2)


def test_an_empty_cell_empties(cast: Cast, squat: Exercise):
    brought_back(cast.ana, [{"short name": "squat", "kit": "", "purposes": "", "precautions (en)": "", "licence": ""}])
    copy = own(cast)
    assert (copy.kit_needs.count(), copy.purposes.count(), copy.licence) == (0, 0, "")
    assert copy.texts.get().precautions == []


def test_what_could_run_as_a_formula_is_stored_as_it_was_meant(cast: Cast, squat: Exercise):
    brought_back(cast.ana, [{"short name": "squat", "dose note": "=1+1", "stop if (en)": "-5 means stop"}])
    assert (own(cast).dose_note, own(cast).texts.get().stop_if) == ("=1+1", "-5 means stop")


# Refusals


BAD: list[tuple[str, str, str]] = [
    ("dose", "3x900 d3", "Repetitions: give a number from 1 to 200, not 900."),
    ("dose", "3x12 d9", "Days a week: give a number from 1 to 7, not 9."),
    ("dose", "3x12 bla", "not understood at: bla"),
    ("dose", "3x12 L", "column “side”"),
    ("dose", "r60", "Say how much first"),
    ("dose", "", "Say how much first"),
    ("dose", "03-May", "made a date of it"),
    ("balance demand", "lots", "Enter a whole number."),
    ("balance demand", "05-Mar", "made a date of it"),
    ("balance demand", "", "This field is required."),
    ("category", "strenght", "none of these: strength, "),
    ("category", "", "This field is required."),
    ("one side at a time", "perhaps", "Write yes or no"),
    ("purposes", "stares", "did you mean “stairs”?"),
    ("sources", "papers", "did you mean “paper”?"),
    ("harder", "sqat", "did you mean “squat”?"),
    ("kit", "stepp", "did you mean “step”?"),
    ("kit", "step: " + "x" * 81, "80"),
    ("precautions (en)", "sore-nee: Stop.", "did you mean “sore-knee”?"),
    ("steps (en)", "Bend {your elbow}.", "is not a declared side word"),
    ("steps (en)", "", "This field is required."),
    ("steps (en)", "\n".join("x" * 61), "at most 60 lines"),
    ("name (en)", "", "This field is required."),
    ("name (en)", "x" * 81, "at most 80 characters"),
    ("setup (en)", "x" * 4001, "at most 4000 characters"),
    ("why (en)", "x" * 121, "at most 120 characters"),
]


@pytest.mark.parametrize(("heading", "text", "reason"), BAD)
def test_what_the_form_would_not_take_is_refused_with_row_column_and_reason(
    cast: Cast, squat: Exercise, heading: str, text: str, reason: str
):
    make_exercise(slug="bridge")
    rows = taken_out(cast.ana, "bridge", "squat")
    rows[1][heading] = text
    ((number, column, why),) = faults(cast.ana, rows)
    assert (number, column) == (3, heading)
    assert reason in why


@pytest.mark.parametrize(("heading", "text"), [("why (en)", "It §helps."), ("dose", '3x10 d3 "light§ band"')])
def test_a_sign_that_no_database_keeps_is_refused_in_its_cell(cast: Cast, squat: Exercise, heading: str, text: str):
    rows = taken_out(cast.ana)
    rows[0][heading] = text
    content = as_file(rows).replace("§".encode(), b"\0")
    ((number, column, why),) = [(row.number, row.heading, row.reason) for row in differences(cast.ana, content).refused]
    assert (number, column) == (2, heading)
    assert "cannot be stored" in why


@pytest.mark.parametrize(
    ("change", "heading", "reason"),
    [
        ({"short name": ""}, "short name", "Give the exercise a short name."),
        ({"short name": "two words"}, "short name", "slug"),
        ({"short name": "new", "name (en)": "", "steps (en)": ""}, "name (en)", "cannot be blank"),
        ({"short name": "new", "category": ""}, "category", "cannot be blank"),
        ({"short name": "new", "dose": ""}, "dose", "cannot be blank"),
    ],
)
def test_a_new_exercise_lacks_nothing_the_form_asks_for(
    cast: Cast, squat: Exercise, change: dict[str, str], heading: str, reason: str
):
    (row,) = taken_out(cast.ana)
    found = faults(cast.ana, [{**row, **change}])
    assert any(column == heading and reason in why for _number, column, why in found), found


def test_a_new_exercise_has_a_name(cast: Cast, squat: Exercise):
    (row,) = taken_out(cast.ana)
    bare = {heading: "" if heading.endswith("(en)") else cell for heading, cell in row.items()}
    assert faults(cast.ana, [{**bare, "short name": "new"}]) == [(2, "name (en)", "Give the new exercise a name.")]


def test_a_short_name_stands_once(cast: Cast, squat: Exercise):
    (row,) = taken_out(cast.ana)
    assert faults(cast.ana, [row, row]) == [(3, "short name", "This short name stands in row 2 already.")]


@pytest.mark.parametrize("is_own", [True, False])
def test_a_retired_exercise_is_brought_back_by_hand_first(cast: Cast, squat: Exercise, is_own: bool):
    row = own_copy(squat, cast.clinic) if is_own else squat
    type(row).objects.filter(pk=row.pk).update(is_retired=True)
    ((_number, _column, why),) = faults(cast.ana, [{"short name": "squat", "dose": "1x1 d1"}])
    assert "is retired" in why


def test_a_picture_of_ones_own_keeps_its_words(cast: Cast, squat: Exercise):
    copy = own_copy(squat, cast.clinic)
    copy.texts.update(start_alt="Standing")
    make_picture(copy)
    rows = taken_out(cast.ana)
    rows[0]["start picture (en)"] = ""
    ((_number, column, why),) = faults(cast.ana, rows)
    assert column == "start picture (en)"
    assert "Say what your picture shows" in why


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (["name (en)", "dose"], "There is no column “short name”"),
        (["short name", "dose", "dose"], "two columns of the same name: dose"),
        (["short name", "dosage"], "“dosage” (“dose”?)"),
        (["short name", "name (de)"], "not known"),
        (["short name", ""], "not known|"),
    ],
)
def test_headings_that_do_not_fit_refuse_the_file(cast: Cast, squat: Exercise, headers: list[str], reason: str):
    content = ("\ufeff" + ",".join(headers) + ",x\r\n" + ",".join(["squat"] * len(headers)) + ",\r\n").encode()
    page = look(cast.ana, content).content.decode()
    assert any(each in page for each in reason.split("|"))
    assert "Nothing was imported." in page


def test_one_bad_row_refuses_the_whole_file(cast: Cast, squat: Exercise):
    make_exercise(slug="bridge")
    rows = taken_out(cast.ana, "bridge", "squat")
    rows[0]["dose"], rows[1]["dose"] = "4x8 d3", "4x800 d3"
    answer = look(cast.ana, as_file(rows))
    assert 'name="rows"' not in answer.content.decode()
    assert "Row" in answer.content.decode()
    assert not Exercise.objects.filter(clinic=cast.clinic).exists()


@pytest.mark.parametrize("text", [each for each in NASTY if each.strip()])
def test_what_the_page_shows_of_a_file_is_shown_as_text(cast: Cast, squat: Exercise, text: str):
    page = look(cast.ana, as_file([{"short name": "squat", "dose note": f"<script>{text}"}])).content.decode()
    assert "<script>" + text not in page
    assert "&lt;script&gt;" in page


def test_too_many_changes_at_once_are_refused(cast: Cast, squat: Exercise, monkeypatch: pytest.MonkeyPatch):
    make_exercise(slug="bridge")
    monkeypatch.setattr(looked_at, "MOST_CHANGED", 1)
    rows = [{"short name": slug, "dose": "1x1 d1"} for slug in ("bridge", "squat")]
    page = look(cast.ana, as_file(rows)).content.decode()
    assert "at most 1 new or changed exercises" in page
    assert 'name="rows"' not in page


def test_a_seal_beyond_what_a_form_sends_is_refused(cast: Cast, squat: Exercise, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looked_at, "MOST_SEALED", 10)
    page = look(cast.ana, as_file([{"short name": "squat", "dose": "1x1 d1"}])).content.decode()
    assert "Cut the file into several" in page
    assert 'name="rows"' not in page


# The second step


@pytest.fixture
def sealed(cast: Cast, squat: Exercise) -> str:
    return sealed_on(look(cast.ana, as_file([{"short name": "squat", "dose": "4x8 d3"}])))


def test_looking_stores_nothing(cast: Cast, sealed: str):
    assert not Exercise.objects.filter(clinic=cast.clinic).exists()
    assert not LogEntry.objects.exists()


def test_a_row_that_changed_meanwhile_is_shown_again_and_not_taken(cast: Cast, squat: Exercise, sealed: str):
    copy = own_copy(squat, cast.clinic)
    Exercise.objects.filter(pk=copy.pk).update(sets=5)
    answer = take(cast.ana, sealed)
    page = answer.content.decode()
    assert "changed meanwhile" in page
    assert "5x10" in page
    assert own(cast).sets == 5
    take(cast.ana, sealed_on(answer))
    assert own(cast).sets == 4


def test_a_row_that_went_bad_meanwhile_refuses_all(cast: Cast, squat: Exercise, sealed: str):
    Exercise.objects.update(is_retired=True)
    page = take(cast.ana, sealed).content.decode()
    assert "changed meanwhile" in page
    assert not Exercise.objects.filter(clinic=cast.clinic).exists()


def test_taking_it_twice_changes_it_once(cast: Cast, sealed: str):
    take(cast.ana, sealed)
    version = own(cast).version
    assert "changed meanwhile" in take(cast.ana, sealed).content.decode()
    assert own(cast).version == version


def test_what_is_taken_is_what_was_looked_at_by_whoever_looked(
    cast: Cast, sealed: str, monkeypatch: pytest.MonkeyPatch
):
    assert "not the rows that were shown" in messages_of(take(cast.ana, sealed[:-2] + "xx"))
    assert "Somebody else looked" in messages_of(take(cast.ben, sealed))
    assert "Somebody else looked" in messages_of(take(cast.carla, sealed))
    monkeypatch.setattr(looked_at, "SECONDS_TO_LOOK", -1)
    assert "more than an hour ago" in messages_of(take(cast.ana, sealed))
    assert not Exercise.objects.exclude(clinic=None).exists()


def test_a_fault_while_storing_leaves_nothing_half_done(cast: Cast, squat: Exercise, monkeypatch: pytest.MonkeyPatch):
    make_exercise(slug="bridge")
    rows = [{"short name": slug, "dose": "4x8 d3"} for slug in ("bridge", "squat")]
    waiting = sealed_on(look(cast.ana, as_file(rows)))

    def broken(self: Exercise, *args: Any, **kwargs: Any) -> None:
        if self.slug == "squat":
            raise RuntimeError("broken")
        kept(self, *args, **kwargs)

    kept = Exercise.save
    monkeypatch.setattr(Exercise, "save", broken)
    with pytest.raises(RuntimeError):
        take(cast.ana, waiting)
    assert not Exercise.objects.filter(clinic=cast.clinic).exists()


# Who may


def test_another_clinics_exercises_are_not_in_the_sheet_and_are_not_changed(cast: Cast, squat: Exercise):
    theirs = own_copy(squat, cast.other_clinic)
    make_exercise(slug="secret", clinic=cast.other_clinic, name="Secret move")
    make_exercise(slug="open")
    assert {row["short name"] for row in taken_out(cast.ana)} == {"open", "squat"}
    brought_back(cast.ana, [{"short name": "squat", "dose": "4x8 d3"}])
    theirs.refresh_from_db()
    assert theirs.sets == 3
    ((_number, _column, why),) = faults(cast.ana, [{"short name": "squat", "harder": "secret"}])
    assert "Secret" not in why
    assert "no “secret” here" in why


def test_another_clinics_short_name_is_free_here(cast: Cast, squat: Exercise):
    make_exercise(slug="secret", clinic=cast.other_clinic, name="Secret move")
    (row,) = taken_out(cast.ana)
    brought_back(cast.ana, [{**row, "short name": "secret"}])
    assert own(cast, "secret").clinic == cast.clinic


def test_a_reader_may_take_it_out_and_not_bring_it_back(cast: Cast, squat: Exercise):
    page = shown(cast.rita, address("exercise_changelist"))
    assert EXPORT in page
    assert IMPORT not in page
    assert IMPORT not in shown(cast.rita, EXPORT)
    assert at(cast.rita).get(f"{EXPORT}?format=csv").status_code == 200
    assert look(cast.rita, b"short name\nsquat\n").status_code == 403


def test_whoever_works_at_no_clinic_has_nowhere_to_put_it(cast: Cast, squat: Exercise):
    assert at(cast.sue).get(IMPORT).status_code == 403
    assert at(cast.sue).get(f"{EXPORT}?format=csv").status_code == 200


@pytest.mark.parametrize("kind", list(Format))
def test_the_download_is_named_and_no_page(cast: Cast, squat: Exercise, kind: Format):
    answer = at(cast.ana).get(f"{EXPORT}?format={kind.value}")
    assert answer["Content-Disposition"] == f'attachment; filename="exercises-{localdate()}.{kind.suffix}"'
    assert answer["Content-Type"] == kind.content_type
    assert differences(cast.ana, answer.content).is_empty


def test_a_kind_of_file_that_there_is_not_is_not_found(cast: Cast):
    assert at(cast.ana).get(f"{EXPORT}?format=doc").status_code == 404


def test_a_text_too_long_for_excel_is_said_on_the_page(cast: Cast, squat: Exercise):
    squat.texts.update(steps=["x" * 33_000])
    answer = at(cast.ana).get(f"{EXPORT}?format=xlsx")
    assert answer["Location"] == EXPORT
    assert "Take the CSV" in messages_of(answer)


def test_the_page_asks_for_a_file(cast: Cast):
    assert "This field is required" in at(cast.ana).post(IMPORT, {}).content.decode()


def test_a_file_that_is_too_large_is_refused_beside_the_field(cast: Cast):
    assert "larger than 10 MB" in look(cast.ana, b"x" * 10_000_001).content.decode()


# How it goes with many


@pytest.mark.parametrize("change", [{}, {"dose note": "Ours."}])
def test_what_is_asked_of_the_database_does_not_grow(
    cast: Cast, squat: Exercise, django_assert_max_num_queries: Any, change: dict[str, str]
):
    counted = []
    for many in (2, 12):
        for number in range(Exercise.objects.count(), many):
            exercise = make_exercise(slug=f"exercise-{number}")
            exercise.purposes.add(*Purpose.objects.all())
            KitNeed.objects.create(exercise=exercise).any_of.add(make_kit(slug=f"kit-{number}"))
        with django_assert_max_num_queries(50) as queries:
            rows = taken_out(cast.ana)
            differences(cast.ana, as_file([{**row, **change} for row in rows]))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_form_on_the_page_and_the_sheet_refuse_the_same(cast: Cast, squat: Exercise):
    copy = own_copy(squat, cast.clinic)
    answer = save(cast.ana, address("exercise_change", copy), sets="30", reps="10")
    assert "Sets: give a number from 1 to 20, not 30." in answer.content.decode()
    ((_number, column, why),) = faults(cast.ana, [{"short name": "squat", "dose": "30x10 d3"}])
    assert (column, why) == ("dose", "Sets: give a number from 1 to 20, not 30.")
