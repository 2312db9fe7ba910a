"""The rules asked about the warm-up card of a running plan: as the phase that the patient is in, on plan and sheet."""

from typing import Any

import pytest

from programmes.dosage import Dosage, Kind
from programmes.handout.gate import judge, judge_sheet
from programmes.handout.prepare import prepare
from programmes.handout.verdict import Verdict
from programmes.models import Programme
from tests.factories import (
    make_condition,
    make_exercise,
    make_phase,
    make_prescription,
    make_programme,
    make_running_plan,
    make_screening,
    make_shipped_rule,
    make_template,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def warm_up(**line: Any) -> Programme:
    """Return a warm-up of three blocks with a jump in the last."""
    template = make_template(kind="warm-up", condition=None, phases=0)
    for _ in range(2):
        make_prescription(make_phase(template), exercise=make_exercise(tags=[]))
    make_prescription(make_phase(template), exercise=make_exercise(slug="pogo", tags=["plyometric"]), **line)
    return template


def in_phase(number: int, card: Programme) -> Programme:
    """Return a tendon programme of three phases, in the one of that number, with *card* before each run."""
    programme = make_programme(condition=make_condition(slug="patellar-tendinopathy"))
    phases = [programme.phases.get(), *(make_phase(programme) for _ in range(2))]
    make_prescription(phases[number - 1], exercise=make_exercise(tags=[]))
    programme.current_phase = phases[number - 1]
    programme.save()
    make_running_plan(programme, warm_up=card)
    make_screening(programme)
    return Programme.objects.with_lines().get(pk=programme.pk)


def verdicts(programme: Programme) -> tuple[Verdict, Verdict]:
    """Return what is said of the plan, and of its sheet."""
    return judge(programme), judge_sheet(prepare(programme), programme)


@pytest.mark.parametrize(("phase", "fires"), [(1, True), (3, False)])
def test_a_jump_in_the_third_block_is_asked_about_as_in_the_phase_of_now(phase: int, fires: bool):
    make_shipped_rule("SR-035")
    programme = in_phase(phase, warm_up())
    for verdict in verdicts(programme):
        assert ("SR-035" in {finding.code for finding in verdict.findings}) is fires


def test_the_card_of_a_sheet_has_its_doses_in_words_and_none_is_called_missing():
    make_shipped_rule("PR-010")
    walk = Dosage(Kind.TIME, duration_seconds=600, days_per_week=5)
    assert walk.problems() == ()
    for verdict in verdicts(in_phase(1, warm_up(dosage=walk))):
        assert "PR-010" not in {finding.code for finding in verdict.findings}
