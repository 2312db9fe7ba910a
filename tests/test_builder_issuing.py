"""Handing out from the builder, its server side: what is asked first, and that nothing is issued unseen or twice."""

from typing import Any

import pytest

from programmes.admin.builder import issued
from programmes.models import Handout, Programme
from tests.building import about, asked, ready, save, send, state
from tests.cast import Cast
from tests.factories import make_patient_flag, make_rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return ready(cast)


def issue(cast: Cast, programme: Programme, **answers: Any) -> Any:
    programme.refresh_from_db()
    return send(cast.ana, programme, "issue", {"seen": programme.changed_at.isoformat(), "answers": answers})


def test_a_ready_programme_is_issued_and_its_sheet_named(cast: Cast, programme: Programme):
    answer = issue(cast, programme)
    assert answer.status_code == 200, answer.content
    handout = Handout.objects.get()
    assert answer.json()["pdf"] == f"/admin/programmes/handout/{handout.pk}/pdf/"


def test_a_handout_that_was_issued_meanwhile_is_shown_before_another_is_made(cast: Cast, programme: Programme):
    """As when the answer was lost on its way, and the button is pressed again."""
    last = asked(cast.ana, programme, "weighed")["last"]
    programme.refresh_from_db()
    sent = {"seen": programme.changed_at.isoformat(), "last": last, "answers": {}}
    assert send(cast.ana, programme, "issue", sent).status_code == 200
    told = send(cast.ana, programme, "issue", sent)
    assert (told.status_code, told.json()["last"]) == (409, 1)
    assert "Version 1 was issued meanwhile, by Ana." in told.json()["words"]
    assert Handout.objects.count() == 1
    assert send(cast.ana, programme, "issue", {**sent, "last": 1}).json()["last"] == 2


@pytest.mark.parametrize(("last", "status"), [(2, 409), ("x", 409), (None, 409), (1, 200)])
def test_another_is_issued_only_where_the_last_one_is_known(cast: Cast, programme: Programme, last: Any, status: int):
    assert issue(cast, programme).status_code == 200
    sent = {"seen": programme.changed_at.isoformat(), "last": last, "answers": {}}
    assert send(cast.ana, programme, "issue", sent).status_code == status


@pytest.mark.parametrize("last", [5, "x"])
def test_a_number_of_no_handout_keeps_nothing_from_being_issued(cast: Cast, programme: Programme, last: Any):
    programme.refresh_from_db()
    sent = {"seen": programme.changed_at.isoformat(), "last": last, "answers": {}}
    assert send(cast.ana, programme, "issue", sent).status_code == 200


def test_nothing_is_issued_that_is_not_what_the_screen_shows(cast: Cast, programme: Programme):
    seen = state(cast.ana, programme)["seen"]
    save(cast.ben, programme, {"goal": "Ben's"})
    assert send(cast.ana, programme, "issue", {"seen": seen, "answers": {}}).status_code == 409
    assert not Handout.objects.exists()


@pytest.mark.parametrize("body", [[], "x", None])
def test_answers_that_no_screen_sends_are_refused_in_words(cast: Cast, programme: Programme, body: Any):
    programme.refresh_from_db()
    answer = send(cast.ana, programme, "issue", {"seen": programme.changed_at.isoformat(), "answers": body})
    assert answer.status_code == 400
    assert answer.json()["words"]
    assert not Handout.objects.exists()


def test_what_is_changed_at_the_very_moment_of_issuing_is_not_issued(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    issued_from = issued.issue_from

    def just_changed(*args: Any, **answers: Any) -> Handout:
        save(cast.ben, programme, {"goal": "Ben's"})
        return issued_from(*args, **answers)

    monkeypatch.setattr(issued, "issue_from", just_changed)
    answer = issue(cast, programme)
    assert answer.status_code == 422
    assert "changed while it was being issued" in answer.json()["words"]
    assert not Handout.objects.exists()


def test_what_is_asked_before_issue_is_answered_or_named(cast: Cast, programme: Programme):
    make_rule(slug="SR-W", level="warn", tests=about(programme.phases.first().prescriptions.get()))
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    assert [each["name"] for each in asked(cast.ana, programme, "weighed")["asks"]] == ["warnings_weighed"]
    refused = issue(cast, programme)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["warnings_weighed"])
    seen = asked(cast.ana, programme, "weighed")["shown"]
    assert issue(cast, programme, warnings_weighed=True, shown=seen).status_code == 200


def test_what_came_up_since_it_was_asked_is_asked_anew(cast: Cast, programme: Programme):
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    about_it = about(programme.phases.first().prescriptions.get())
    make_rule(slug="SR-W", level="warn", tests=about_it)
    seen = asked(cast.ana, programme, "weighed")["shown"]
    make_rule(slug="SR-V", level="block", reason_plain="Hold on.", tests=about_it)
    refused = issue(cast, programme, warnings_weighed=True, shown=seen)
    assert refused.status_code == 422
    assert refused.json()["words"].startswith("Something else is to be weighed by now.")
    assert [each["name"] for each in refused.json()["asks"]] == ["reason-SR-V", "warnings_weighed"]
    assert not Handout.objects.exists()
    answers = {"warnings_weighed": True, "reason-SR-V": "Discussed.", "shown": refused.json()["shown"]}
    assert issue(cast, programme, **answers).status_code == 200
