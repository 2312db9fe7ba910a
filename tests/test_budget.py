"""How long a plan's sessions are, and when that is said or asks for a reason."""

from dataclasses import replace

import pytest

from programmes.dosage import DayKind, Dosage, Kind
from programmes.handout.checks import budget
from programmes.models import Programme
from programmes.precautions import Finding, Level
from tests.factories import (
    make_exercise,
    make_phase,
    make_prescription,
    make_programme,
    make_running_plan,
    make_template,
)
from tests.preparing import fetched

pytestmark = pytest.mark.django_db

TEN_MINUTES = Dosage(Kind.TIME, sets=1, duration_seconds=600, days_per_week=3)


def findings(programme: Programme) -> list[Finding]:
    return list(budget.findings(fetched(programme)))


def with_lines(count: int, dosage: Dosage = TEN_MINUTES) -> Programme:
    programme = make_programme()
    phase = programme.phases.get()
    phase.prescriptions.all().delete()
    for _ in range(count):
        make_prescription(phase, exercise=make_exercise(is_unilateral=False, default_side="together"), dosage=dosage)
    return programme


def test_a_short_session_is_not_mentioned():
    assert findings(with_lines(2)) == []


def test_more_than_half_an_hour_is_said():
    programme = with_lines(3)
    (found,) = findings(programme)
    assert (found.level, found.where, found.needs_reason) == (Level.INFO, f"phase:{programme.phases.get().pk}", False)
    assert "3 exercises and takes about 32 minutes" in found.reason


def test_more_than_four_exercises_are_said():
    (found,) = findings(with_lines(5, replace(TEN_MINUTES, duration_seconds=60)))
    assert (found.code, found.level) == (budget.CODE, Level.INFO)


@pytest.mark.parametrize(("count", "seconds"), [(5, 600), (7, 60)])
def test_a_very_long_session_asks_for_a_reason(count: int, seconds: int):
    (found,) = findings(with_lines(count, replace(TEN_MINUTES, duration_seconds=seconds)))
    assert (found.level, found.needs_reason) == (Level.WARN, True)


def test_a_phase_that_says_why_is_not_asked_again():
    programme = with_lines(7)
    programme.phases.update(long_session_reason="Most of it is one walk.")
    (found,) = findings(programme)
    assert (found.level, found.needs_reason) == (Level.INFO, False)
    assert found.reason.endswith("Most of it is one walk.")


def test_optional_exercises_are_not_counted():
    programme = with_lines(7)
    programme.phases.get().prescriptions.update(is_optional=True)
    assert findings(programme) == []


def test_a_dose_that_cannot_be_timed_leaves_the_number_of_exercises():
    (found,) = findings(with_lines(5, Dosage(Kind.TIME, days_per_week=3)))
    assert found.reason.startswith("Settle: a session has 5 exercises.")


def test_only_the_phase_in_force_of_a_patients_programme_is_judged():
    programme = with_lines(7)
    later = make_phase(programme)
    assert len(findings(programme)) == 1
    programme.current_phase = later
    programme.save()
    assert findings(programme) == []


def test_every_phase_of_a_template_is_judged():
    template = make_template(phases=2)
    for phase in template.phases.all():
        for _ in range(4):
            make_prescription(phase)
    assert len(findings(template)) == 2


def test_the_blocks_of_a_warm_up_are_one_session():
    programme = with_lines(2)
    for _ in range(3):
        make_prescription(make_phase(programme), dosage=TEN_MINUTES, side="together")
    Programme.objects.filter(pk=programme.pk).update(kind="warm-up")
    (found,) = findings(programme)
    assert found.where == "programme"


def test_the_walks_around_a_run_are_part_of_the_session():
    programme = with_lines(2)
    programme.kind = Programme.Kind.RETURN_TO_RUNNING
    programme.save()
    assert budget.budgets(fetched(programme))[0].minutes == 21
    make_running_plan(programme).stages.update(warm_up_walk_minutes=5, cool_down_walk_minutes=5)
    assert budget.budgets(fetched(programme))[0].minutes == 31


def test_a_running_plan_beside_exercises_makes_their_sessions_no_longer():
    programme = with_lines(2)
    make_running_plan(programme).stages.update(warm_up_walk_minutes=5, cool_down_walk_minutes=5)
    assert budget.budgets(fetched(programme))[0].minutes == 21


def test_a_programme_without_phases_has_no_budget():
    programme = make_programme()
    programme.phases.all().delete()
    assert budget.budgets(fetched(programme)) == findings(programme) == []


def test_heavy_days_and_hold_days_are_told_apart():
    programme = with_lines(0)
    phase = programme.phases.get()
    hold = make_exercise(tags=["long-isometric-hold"], primary_muscles=["quadriceps"])
    heavy = make_exercise(tags=["heavy-load"])
    make_prescription(phase, exercise=heavy, dosage=replace(TEN_MINUTES, days_per_week=3), side="together")
    held = Dosage(Kind.HOLD, sets=5, hold_seconds=60, days_per_week=4)
    make_prescription(phase, exercise=hold, dosage=held, side="together")
    (found,) = budget.budgets(fetched(programme))
    assert found.by_kind == ((DayKind.HEAVY, 10), (DayKind.HOLDS, 6))
    assert (found.days, found.exercises, found.minutes) == (7, 1, 10)
    assert found.minutes_a_week == 54
