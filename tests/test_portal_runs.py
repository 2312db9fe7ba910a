"""Runs written on the patient's page: asked for where there is a running plan, kept once, deleted by their writer."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import links
from programmes.diary import MOST_A_DAY
from programmes.models import RunLog, RunningPlan, ShareLink
from tests.documents import make_document
from tests.factories import make_handout, make_ladder, make_link, make_practitioner, make_programme

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PAIRS = [{"name": "Blue pair", "worn_from": "2026-01-02"}, {"name": "Old <pair>", "worn_from": "2025-01-02"}]


@pytest.fixture
def link() -> ShareLink:
    return make_opened()


@pytest.fixture
def plan(link: ShareLink) -> RunningPlan:
    return make_ladder(link.programme, unit="km", stage_number=1, shoes=PAIRS)


def make_opened() -> ShareLink:
    programme = make_programme()
    make_handout(programme, document=make_document().as_plain())
    return make_link(programme)


def run(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "on": TODAY().isoformat(), "unit": "km", "distance": "5.5", "minutes": "33", **values}


def at_link(link: ShareLink, name: str = "runs", *args: Any) -> str:
    return reverse(f"portal:{name}", args=[links.token_of(link), *args])


def send(link: ShareLink, sent: Any) -> Any:
    """Send a run as the page's script does."""
    body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    return Client(enforce_csrf_checks=True).post(at_link(link), body, content_type="application/json")


def fill_in(link: ShareLink, **sent: Any) -> Any:
    """Send the page's form without its script."""
    return Client(enforce_csrf_checks=True).post(at_link(link), sent)


def shown(link: ShareLink) -> str:
    return Client().get(at_link(link, "page")).content.decode()


def test_a_run_is_kept_and_shown_to_the_patient(link: ShareLink, plan: RunningPlan):
    answer = send(link, run(pain="2", shoe="Blue pair", is_on_ladder="on"))
    assert (answer.status_code, answer.json()) == (200, {"actions": []})
    kept = RunLog.objects.get()
    assert (kept.plan, kept.on, kept.entered_by) == (plan, TODAY(), None)
    assert (kept.metres, kept.seconds, kept.pain, kept.shoe, kept.is_on_ladder) == (5500, 1980, 2, "Blue pair", True)
    assert "</b>, 5.5 km, 33 minutes of running, pain 2, Blue pair" in shown(link)


def test_the_form_is_offered_only_where_there_is_a_running_plan(link: ShareLink):
    assert "After a run" not in shown(link)
    make_ladder(link.programme)
    assert "After a run" in shown(link)


def test_the_form_asks_in_the_unit_of_the_plan_and_for_its_shoes(link: ShareLink, plan: RunningPlan):
    page = shown(link)
    assert "How far, in kilometres?" in page
    assert "Old &lt;pair&gt;" in page
    assert 'name="is_on_ladder" checked' in page
    RunningPlan.objects.update(unit="mi", shoes=[], stage_number=9)
    page = shown(link)
    assert "How far, in miles?" in page
    assert "Which shoes?" not in page
    assert 'name="is_on_ladder">' in page


def test_whoever_counts_minutes_says_distances_in_kilometres(link: ShareLink, plan: RunningPlan):
    RunningPlan.objects.update(unit="min")
    assert "How far, in kilometres?" in shown(link)
    send(link, run(unit=""))
    assert RunLog.objects.get().metres == 5500


def test_a_run_stays_in_the_unit_it_was_written_in(link: ShareLink, plan: RunningPlan):
    RunningPlan.objects.update(unit="mi")
    send(link, run(unit="mi", minutes=""))
    assert RunLog.objects.get().metres == Decimal("8851.392")
    assert "5.5 miles" in shown(link)
    RunLog.objects.all().delete()
    send(link, run())
    assert RunLog.objects.get().metres == 5500


def test_the_same_run_sent_three_times_is_one(link: ShareLink, plan: RunningPlan):
    sent = run()
    assert [send(link, sent).status_code for _time in range(3)] == [200] * 3
    assert RunLog.objects.count() == 1


def test_a_run_cannot_take_the_place_of_one_of_another_programme(link: ShareLink, plan: RunningPlan):
    other = make_opened()
    make_ladder(other.programme)
    sent = run(pain="1")
    send(other, sent)
    send(link, {**sent, "pain": "9"})
    assert RunLog.objects.get().pain == 1


def test_without_a_script_the_form_does_the_same(link: ShareLink, plan: RunningPlan):
    answer = fill_in(link, on=TODAY().isoformat(), key="", unit="km", distance="", minutes="12", pain="0", shoe="")
    assert answer.status_code == 302
    assert answer["Location"] == f"{at_link(link, 'page')}#runs"
    kept = RunLog.objects.get()
    assert (kept.metres, kept.seconds, kept.pain, kept.is_on_ladder) == (None, 720, 0, False)
    assert "</b>, 12 minutes of running, pain 0" in shown(link)


def test_without_a_script_what_is_wrong_is_told_on_a_page_that_leads_back(link: ShareLink, plan: RunningPlan):
    answer = fill_in(link, on=TODAY().isoformat(), pain="3")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say how far, or how long, or both." in page
    assert 'href="../#runs"' in page
    assert "<title>Your runs" in page
    assert not RunLog.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain": "11"},
        {"pain": "2.5"},
        {"on": "soon"},
        {"on": (timezone.localdate() + timedelta(days=3)).isoformat()},
        {"on": "1999-01-01"},
        {"distance": "201"},
        {"distance": "0"},
        {"distance": "-5"},
        {"distance": "5.555"},
        {"distance": "NaN"},
        {"distance": 1e400},
        {"distance": {"km": 5}},
        {"distance": True},
        {"minutes": "1441"},
        {"minutes": "0"},
        {"minutes": "soon"},
        {"unit": "min"},
        {"unit": "furlong"},
        {"shoe": "Somebody else's"},
        {"key": "mine"},
    ],
    ids=lambda wrong: "-".join(map(str, next(iter(wrong.items())))).replace("'", ""),
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(link: ShareLink, plan: RunningPlan, wrong: dict[str, Any]):
    answer = send(link, run(**wrong))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(wrong)
    assert not RunLog.objects.exists()


def test_a_run_of_no_distance_and_no_time_is_none(link: ShareLink, plan: RunningPlan):
    answer = send(link, run(distance="", minutes=""))
    assert answer.json() == {"errors": {"distance": "Say how far, or how long, or both."}}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 10_000, b'{"on": {}}', b"x" * 100_000])
def test_what_is_no_run_at_all_is_refused(link: ShareLink, plan: RunningPlan, body: bytes):
    assert send(link, body).status_code == 422


def test_a_run_that_arrives_when_the_plan_is_gone_is_refused_with_the_reason(link: ShareLink):
    answer = send(link, run())
    assert answer.status_code == 422
    assert "no runs any more" in answer.json()["errors"]["plan"]
    assert "no runs any more" in fill_in(link, on=TODAY().isoformat(), distance="5").content.decode()


def test_a_plan_whose_stages_cannot_be_read_keeps_runs_all_the_same(link: ShareLink, plan: RunningPlan):
    plan.stages.update(run_seconds=None)
    RunningPlan.objects.update(shoes=[{"name": ""}])
    assert "After a run" in shown(link)
    assert send(link, run()).status_code == 200


def test_a_day_takes_no_more_than_a_patient_could_run(link: ShareLink, plan: RunningPlan):
    statuses = [send(link, run()).status_code for _time in range(MOST_A_DAY + 2)]
    assert statuses == [200] * MOST_A_DAY + [429] * 2
    assert "Not kept" in fill_in(link, on=TODAY().isoformat(), distance="5").content.decode()
    assert RunLog.objects.count() == MOST_A_DAY


def test_what_a_practitioner_wrote_down_takes_no_room_from_the_patient(link: ShareLink, plan: RunningPlan):
    by = make_practitioner(clinic=link.programme.clinic)
    for _time in range(MOST_A_DAY):
        RunLog.objects.create(plan=plan, on=TODAY(), metres=5000, entered_by=by)
    assert send(link, run()).status_code == 200


def test_shoes_that_left_the_plan_meanwhile_are_refused_in_words(link: ShareLink, plan: RunningPlan):
    """The page may be one that was kept from before."""
    RunningPlan.objects.update(shoes=[])
    said = send(link, run(shoe="Blue pair")).json()["errors"]["shoe"]
    assert said == "These shoes are not on your plan any more. Choose others, or none."


def test_the_patient_deletes_their_own_run_and_not_the_practitioners(link: ShareLink, plan: RunningPlan):
    values = {"on": TODAY(), "metres": 5000}
    own = RunLog.objects.create(plan=plan, **values)
    copied = RunLog.objects.create(
        plan=plan, entered_by=make_practitioner(clinic=link.programme.clinic), **{**values, "metres": 7000}
    )
    foreign = RunLog.objects.create(plan=make_ladder(make_programme()), **values)
    assert shown(link).count("Delete the run of") == 1
    for row in (own, copied, foreign):
        answer = Client(enforce_csrf_checks=True).post(at_link(link, "run-delete", row.pk))
        assert answer["Location"] == f"{at_link(link, 'page')}#runs"
    assert set(RunLog.objects.all()) == {copied, foreign}
    assert "7 km" in shown(link)
    assert "Delete the run of" not in shown(link)


def test_nothing_is_written_through_a_link_that_is_closed(link: ShareLink, plan: RunningPlan):
    row = RunLog.objects.create(plan=plan, on=TODAY(), metres=5000)
    closed = [at_link(link), at_link(link, "run-delete", row.pk)]
    link.revoke(link.made_by)
    assert send(link, run()).status_code == 404
    assert [Client().post(address).status_code for address in closed] == [404, 404]
    assert RunLog.objects.get() == row


def test_the_year_of_birth_is_asked_before_a_run_is_kept(link: ShareLink, plan: RunningPlan):
    ShareLink.objects.update(asks_birth_year=True)
    answer = send(link, run())
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/html")
    assert not RunLog.objects.exists()


def test_the_older_runs_are_there_to_be_read_and_deleted_too(link: ShareLink, plan: RunningPlan):
    for day in range(61):
        RunLog.objects.create(plan=plan, on=TODAY() - timedelta(days=day), metres=1000 * (day + 1))
    last, older = shown(link).split("<summary>Older ones: 1</summary>")
    assert ("60 km" in last, "61 km" in last) == (True, False)
    assert "61 km" in older
    assert last.count("Delete the run of") + older.count("Delete the run of") == 61


def test_runs_are_looked_at_in_few_questions(link: ShareLink, plan: RunningPlan, django_assert_max_num_queries: Any):
    for day in range(30):
        RunLog.objects.create(plan=plan, on=TODAY() - timedelta(days=day), metres=5000)
    with django_assert_max_num_queries(12):
        page = shown(link)
    assert page.count("Delete the run of") == 30
