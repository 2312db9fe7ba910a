"""What a sheet that is given anew says: the words of now, whoever is named, and what a translation lacks."""

import pytest

from programmes import batches
from programmes.handout import issue as issuing
from programmes.handout.prepare.retold import retold
from programmes.models import (
    BatchItem,
    Exercise,
    ExerciseText,
    Handout,
)
from tests.cast import Cast
from tests.factories import (
    make_language,
    make_prescription,
    make_running_plan,
    make_template,
)
from tests.printed import pages
from tests.recalling import REASON, Bench, begun, card_of, counts, document_of, last_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
State = BatchItem.State


# The words themselves


def test_a_sentence_said_once_for_all_stays_with_the_others(bench: Bench):
    """Both said the same; the squat says something else now, so that the bridge says its own again."""
    handout = bench.given()
    assert document_of(handout).stop_rule
    bench.correct(stop_if="Stop if you are dizzy.")
    batches.carry_on(begun(bench), bench.by)
    new = document_of(last_of(handout))
    assert new.stop_rule == ""
    assert card_of(last_of(handout)).stop_if == "Stop if you are dizzy."
    assert card_of(last_of(handout), "bridge").stop_if == document_of(handout).stop_rule


def test_telling_again_what_is_the_same_changes_nothing(bench: Bench):
    programme = bench.programme(bench.squat, bench.bridge, bench.squat)
    programme.phases.get().prescriptions.filter(position=3).update(why="Helps you on stairs.")
    handout = bench.issue(programme)
    assert document_of(handout).cards[2].why == "Helps you on stairs."
    again = retold(document_of(handout), Exercise.objects.get(pk=bench.squat.pk), handout.programme)
    assert again == document_of(handout)


def test_a_new_name_stands_wherever_the_sheet_names_it(bench: Bench):
    programme = bench.programme(bench.squat)
    phase = programme.phases.get()
    line = phase.prescriptions.get()
    make_prescription(phase, exercise=bench.bridge, is_optional=True, instead_of=line)
    handout = bench.issue(programme)
    bench.correct(name="Chair squat")
    batches.carry_on(begun(bench), bench.by)
    assert card_of(last_of(handout), "bridge").instead_of == "Chair squat"


def test_a_move_of_the_warm_up_card_is_put_right_and_a_note_in_its_place_stays(bench: Bench):
    warm_up = make_template(kind="warm-up", condition=None, clinic=bench.clinic)
    phase = warm_up.phases.get()
    phase.prescriptions.all().delete()
    make_prescription(phase, exercise=bench.squat)
    make_prescription(phase, exercise=bench.squat, note="Ten times.")
    bench.sign_off()
    programme = bench.programme(bench.bridge)
    make_running_plan(programme, warm_up=warm_up)
    handout = bench.issue(programme)
    assert [move.terms.version for move in document_of(handout).runner.warm_up] == ["1", "1"]
    bench.correct(name="Chair squat")
    assert len(batches.holding(bench.clinic, bench.squat).outdated) == 1
    batches.carry_on(begun(bench), bench.by)
    new = document_of(last_of(handout)).runner.warm_up
    assert [move.name for move in new] == ["Chair squat", "Chair squat"]
    assert new[0].how.endswith("slowly.")
    assert new[1].how == "Ten times."
    assert [move.summary for move in new] == [move.summary for move in document_of(handout).runner.warm_up]


def test_the_pages_are_set_anew(cast: Cast):
    bench = Bench(cast.ana)
    handout = bench.given()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    words = " ".join(pages(bytes(last_of(handout).renditions.get().pdf)))
    assert "slowly" in words
    assert REASON in " ".join(words.split())


# The name on it, and translations that lag


def test_the_name_on_the_new_sheet_is_that_of_today(bench: Bench):
    handout = bench.given(name="Eva Holn")
    patient = handout.programme.patient
    patient.name = "Eva Holm"
    patient.save()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    named = document_of(last_of(handout)).patient
    assert named is not None
    assert named.name == "Eva Holm"


def test_whoever_wants_no_name_on_paper_any_more_has_none(bench: Bench):
    handout = bench.given(name="Eva Holm")
    handout.programme.patient.name_on_handout = "none"
    handout.programme.patient.save()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    assert document_of(last_of(handout)).patient is None
    assert "Holm" not in document_of(last_of(handout)).as_json()


def test_a_new_name_alone_is_nothing_to_re_issue(bench: Bench):
    handout = bench.given(name="Eva Holn")
    handout.programme.patient.name = "Eva Holm"
    handout.programme.patient.save()
    bench.correct(steps=["Bend {your knee}.", "Stand up tall."])
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert "Nothing" in row.items.get(state="left").reason


def in_french(bench: Bench) -> Handout:
    make_language(code="fr", reviewed_on="2026-01-01")
    for each in (bench.squat, bench.bridge):
        ExerciseText.objects.create(
            exercise=each, language="fr", name="Nom", steps=["Pliez."], reviewed_on="2026-01-01", reviewed_by="Ida"
        )
    programme = bench.programme(language="fr")
    return issuing.issue(programme, bench.by.practitioner, bench.by, language="fr", warnings_weighed=True)


def test_a_translation_that_was_not_corrected_along_is_named_as_the_reason(bench: Bench):
    handout = in_french(bench)
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert row.items.get(state="left").reason == (
        "The words in the language of this sheet (fr) are the same as before: correct the translation too."
    )
    assert last_of(handout) == handout


def test_a_translation_that_is_gone_is_named_as_the_reason(bench: Bench):
    handout = in_french(bench)
    bench.correct()
    ExerciseText.objects.filter(exercise=bench.squat, language="fr").delete()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    reason = row.items.get(state="left").reason
    assert "Squat" in reason
    assert "fr" in reason
    assert last_of(handout) == handout


def test_a_translation_put_right_alone_goes_out_in_that_language_and_leaves_the_others(bench: Bench):
    french, english = in_french(bench), bench.given()
    ExerciseText.objects.filter(exercise=bench.squat, language="fr").update(steps=["Pliez lentement."])
    bench.correct(steps=["Bend {your knee}.", "Stand up tall."])
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 1, "left": 1}
    assert card_of(last_of(french)).steps == ("Pliez lentement.",)
    assert last_of(english) == english
