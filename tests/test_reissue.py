"""Re-issuing from the workbench and from the command line."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from programmes.models import Batch, Exercise, Handout
from tests.cast import Cast
from tests.factories import make_patient_flag, make_rule
from tests.recalling import REASON, Bench, document_of, last_of
from tests.workbench import address, at, messages_of, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def begin(bench: Bench, **sent: Any) -> Batch:
    answer = at(bench.by).post(address("exercise_held", bench.squat), {"reason": REASON, **sent})
    row = Batch.objects.get()
    assert answer.url == address("batch_report", row)
    return row


# The pages


def test_the_page_counts_by_version_and_offers_to_re_issue(bench: Bench):
    bench.given(name="Eva Holm")
    bench.given(bench.bridge, name="Ida Lind")
    bench.correct()
    page = shown(bench.by, address("exercise_held", bench.squat))
    assert "1 current handout holds it" in page
    assert "Eva Holm" in page
    assert "Ida Lind" not in page
    assert "Re-issue 1 handout" in page


def test_versions_are_told_by_their_day_and_by_what_is_on_sheets_now(bench: Bench):
    for _ in range(2):
        bench.given()
    bench.correct()
    bench.given()
    page = shown(bench.by, address("exercise_held", bench.squat))
    today = date_format(timezone.localdate())
    assert f"<strong>2</strong> sheets in an earlier version, of {today}" in page
    assert f"<strong>1</strong> sheet as it is now, since {today}" in page


def test_with_nothing_to_re_issue_it_says_what_comes_first(bench: Bench):
    bench.given()
    page = shown(bench.by, address("exercise_held", bench.squat))
    assert "Correct the exercise first" in page
    assert page.count(address("exercise_change", bench.squat)) >= 2
    bench.correct()
    assert "Correct the exercise first" not in shown(bench.by, address("exercise_held", bench.squat))


def test_asked_for_anew_what_was_cancelled_waits_again(bench: Bench):
    bench.given()
    bench.correct()
    row = begin(bench)
    at(bench.by).post(address("batch_cancel", row))
    assert "1 cancelled" in shown(bench.by, address("batch_report", row))
    begin(bench)
    assert "1 waiting" in shown(bench.by, address("batch_report", row))


def test_the_exercises_page_leads_there(bench: Bench):
    assert address("exercise_held", bench.squat) in shown(bench.by, address("exercise_change", bench.squat))


def test_a_reader_sees_the_counts_and_begins_nothing(bench: Bench, cast: Cast):
    bench.given()
    bench.correct()
    page = shown(cast.rita, address("exercise_held", bench.squat))
    assert "1 current handout holds it" in page
    assert "held_form" not in page
    at(cast.rita).post(address("exercise_held", bench.squat), {"reason": REASON})
    assert not Batch.objects.exists()


def test_another_clinic_is_told_nothing_of_these_handouts(bench: Bench, cast: Cast):
    Exercise.objects.update(clinic=None)
    bench.given(name="Eva Holm")
    page = shown(cast.carla, address("exercise_held", bench.squat))
    assert "0 current handouts hold it" in page
    assert "Eva Holm" not in page


def test_a_shared_exercise_leads_to_the_clinics_own_copy(bench: Bench):
    shared = Exercise.objects.create(slug="squat", version="9", weight_bearing="full", impact="none")
    assert address("exercise_held", bench.squat) in shown(bench.by, address("exercise_held", shared))


def test_words_not_signed_off_ask_for_responsibility(bench: Bench):
    bench.given()
    bench.correct(is_signed=False)
    answer = at(bench.by).post(address("exercise_held", bench.squat), {"reason": REASON})
    assert answer.status_code == 200
    assert not Batch.objects.exists()
    assert begin(bench, takes_responsibility="on").takes_responsibility is True


def test_the_button_alone_re_issues_a_few_and_is_pressed_again(bench: Bench):
    for _ in range(5):
        bench.given()
    bench.correct()
    row = begin(bench)
    answer = at(bench.by).post(address("batch_step", row))
    assert answer.url == address("batch_report", row)
    assert "3 re-issued, 2 waiting" in messages_of(answer)
    at(bench.by).post(address("batch_step", row))
    assert "5 re-issued" in shown(bench.by, address("batch_report", row))
    assert Handout.objects.count() == 10


def test_a_script_is_answered_with_counts(bench: Bench):
    for _ in range(4):
        bench.given()
    bench.correct()
    row = begin(bench)
    answers = [at(bench.by).post(address("batch_step", row), headers={"accept": "application/json"}) for _ in "12"]
    assert [(answer.json()["done"], answer.json()["waiting"]) for answer in answers] == [(3, 1), (4, 0)]


def test_what_is_left_is_listed_with_its_reason_and_can_be_tried_again(bench: Bench):
    make_rule(reason_plain="Too much now.")
    handout = bench.given(name="Eva Holm")
    flag = make_patient_flag(slug="flag")
    handout.programme.patient.flags.add(flag)
    bench.correct()
    row = begin(bench)
    at(bench.by).post(address("batch_step", row))
    page = shown(bench.by, address("batch_report", row))
    assert "Eva Holm" in page
    assert "Too much now." in page
    handout.programme.patient.flags.clear()
    at(bench.by).post(address("batch_try-again", row))
    at(bench.by).post(address("batch_step", row))
    assert last_of(handout) != handout


@pytest.mark.parametrize(("who", "answer"), [("rita", 403), ("carla", 404), ("stan", 403)])
def test_others_do_not_go_on_with_it(bench: Bench, cast: Cast, who: str, answer: int):
    bench.given()
    bench.correct()
    row = begin(bench)
    assert at(getattr(cast, who)).post(address("batch_step", row)).status_code in {answer, 404}
    assert Handout.objects.count() == 1


def test_each_is_told_what_went_out_in_their_name(bench: Bench, cast: Cast):
    bench.given(name="Eva Holm", by=cast.ben)
    bench.given(name="Ida Lind")
    bench.correct()
    row = begin(bench)
    at(cast.ana).post(address("batch_step", row))
    front = shown(cast.ben, reverse("admin:index"))
    assert "Went out in your name" in front
    assert address("batch_report", row) in front
    page = shown(cast.ben, address("batch_report", row)).split("yours-heading")[-1]
    assert "Eva Holm" in page
    assert "Ida Lind" not in page
    assert "Went out in your name" not in shown(cast.olga, reverse("admin:index"))


def test_an_owner_gives_every_sheet_the_new_block(bench: Bench, cast: Cast):
    handout = bench.given()
    bench.clinic.name = "Lakeside"
    bench.clinic.save()
    url = address("clinic_rebrand", bench.clinic)
    assert "1 current handout has another name" in shown(cast.olga, url)
    at(cast.olga).post(url, {"reason": "We have a new name."})
    at(cast.olga).post(address("batch_step", Batch.objects.get()))
    assert document_of(last_of(handout)).clinic.name == "Lakeside"
    answer = at(cast.olga).get(url)
    assert "nothing to re-issue" in messages_of(answer)
    assert answer.url == address("clinic_change", bench.clinic)
    assert at(cast.ana).post(url, {"reason": "No"}).status_code == 403


# The command


def said(**asked: Any) -> str:
    out = io.StringIO()
    call_command("reissue", stdout=out, **asked)
    return out.getvalue()


def test_the_command_re_issues_and_reports_and_does_nothing_twice(bench: Bench):
    make_rule(reason_plain="Too much now.")
    held = [bench.given(name="Eva Holm") for _ in range(3)]
    held[0].programme.patient.flags.add(make_patient_flag(slug="flag"))
    bench.correct()
    words = said(exercise="squat", clinic="Riverside", reason=REASON)
    assert "3 current handouts hold squat" in words
    assert "2 re-issued, 0 failed, 1 left for a person" in words
    assert f"{held[0].programme_id}, left for a person: Too much now." in words
    assert "Eva" not in words
    assert document_of(last_of(held[1])).change_reason == REASON
    again = said(exercise="squat", clinic="Riverside")
    assert "2 re-issued, 0 failed, 1 left" in again
    assert Handout.objects.count() == 5


def test_a_dry_run_counts_and_changes_nothing(bench: Bench):
    bench.given()
    bench.correct()
    assert "To re-issue: 1." in said(exercise="squat", dry_run=True)
    assert (Handout.objects.count(), Batch.objects.count()) == (1, 0)


def test_the_command_gives_a_new_block(bench: Bench):
    handout = bench.given()
    bench.clinic.name = "Lakeside"
    bench.clinic.save()
    assert "1 handouts with another block" in said(rebrand=True, clinic="Lakeside", dry_run=True)
    assert "1 re-issued" in said(rebrand=True, clinic="Lakeside", reason="We have a new name.")
    assert document_of(last_of(handout)).clinic.name == "Lakeside"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"exercise": "sqat"}, "There is no exercise 'sqat'"),
        ({"exercise": "squat", "clinic": "Nowhere"}, "No clinic is called 'Nowhere'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(bench: Bench, asked: Any, why: str):
    with pytest.raises(CommandError, match=why):
        said(**asked)
