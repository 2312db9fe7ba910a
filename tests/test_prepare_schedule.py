"""When a patient does the exercises, as a handout words it: days, sessions, minutes, the if-then plan."""

import pytest

from programmes.dosage import Dosage
from programmes.dosage import Kind as Counted
from tests.factories import make_prescription, make_programme, make_running_plan
from tests.preparing import changed, prepared, the_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([3, 1, 5], "Monday, Wednesday and Friday"),
        ([2], "Tuesday"),
        ([1, 2, 3, 4, 5, 6, 7], "Every day"),
        ([], "3 days a week"),
    ],
)
def test_the_days_are_those_agreed_else_how_many_a_week(days: list[int], words: str):
    assert prepared(make_programme(session_days=days)).schedule.days == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (3, 4, "3 to 4 days a week"),
        (7, 7, "Every day"),
        (1, 1, "1 day a week"),
        (None, 2, "2 days a week"),
        (None, None, ""),
    ],
)
def test_sessions_a_week_are_worded(least: int | None, most: int | None, words: str):
    programme = make_programme()
    changed(programme.phases.first(), sessions_per_week_min=least, sessions_per_week_max=most)
    assert prepared(programme).schedule.days == words


@pytest.mark.parametrize(
    ("after", "where", "words"),
    [
        ("breakfast", "the kitchen", "After breakfast I will do these in the kitchen."),
        ("breakfast", "", "After breakfast I will do these."),
        ("", "the kitchen", ""),
    ],
)
def test_the_if_then_plan_is_one_sentence(after: str, where: str, words: str):
    assert prepared(make_programme(after_what=after, where=where)).schedule.plan == words


def test_minutes_are_the_doses_and_the_changes_between_to_the_nearest_five():
    programme = make_programme()
    line = the_line(programme)
    line.side, line.dosage = "together", Dosage(kind=Counted.TIME, sets=1, duration_seconds=600, days_per_week=3)
    line.save()
    assert prepared(programme).schedule.minutes == 10
    make_prescription(programme.phases.first(), dosage=line.dosage, side="together")
    assert prepared(programme).schedule.minutes == 20
    assert prepared(programme).schedule.duration == "About 20 minutes each time"


def test_a_dose_that_cannot_be_timed_gives_no_minutes():
    programme = make_programme()
    line = the_line(programme)
    line.dosage = Dosage(kind=Counted.TIME, sets=1)
    line.save()
    assert prepared(programme).schedule.minutes is None
    assert prepared(programme).schedule.duration == ""


def test_the_walks_before_and_after_a_run_are_part_of_the_session():
    programme = make_programme(kind="return-to-running", side="")
    alone = prepared(programme).schedule.minutes
    plan = make_running_plan(programme)
    plan.stages.update(warm_up_walk_minutes=5, cool_down_walk_minutes=5)
    assert prepared(programme).schedule.minutes == alone + 10


def test_twice_a_day_is_said_at_a_glance():
    programme = make_programme()
    programme.phases.get().prescriptions.update(times_per_day=2)
    assert prepared(programme).cards[0].summary.endswith(", twice a day")
