"""How long the gate takes, and that it grows with rows and rules as they do. Times are only printed."""

import pytest
from django.core.management import call_command

from programmes.handout.gate import judge
from programmes.models import Exercise, PatientFlag, Programme
from programmes.precautions import Plan, findings
from tests.benchmarks.timing import milliseconds
from tests.factories import make_phase, make_prescription, make_programme
from tests.precautions import fired, library, line, rules

FLAGS = ("meniscal-irritable", "osteoporosis", "falls-risk", "anticoagulant-or-bleeding", "pregnancy-second-third")


@pytest.mark.django_db
def test_the_gate_of_three_phases_of_eight_lines_and_five_flags(capsys: pytest.CaptureFixture[str]):
    call_command("load_library", verbosity=0)
    programme = make_programme()
    programme.phases.all().delete()
    exercises = iter(Exercise.objects.all())
    for _phase in range(3):
        phase = make_phase(programme)
        for _line in range(8):
            make_prescription(phase, exercise=next(exercises), side="together")
    programme.patient.flags.set(PatientFlag.objects.filter(slug__in=FLAGS))
    fetch = milliseconds(lambda: Programme.objects.with_lines().get(pk=programme.pk))
    whole = milliseconds(lambda: judge(Programme.objects.with_lines().get(pk=programme.pk)))
    verdict = judge(Programme.objects.with_lines().get(pk=programme.pk))
    with capsys.disabled():
        print(f"\ngate: 24 lines, 5 flags: {whole:.0f} ms, of which the programme's rows {fetch:.0f} ms")
    assert {finding.code for finding in verdict.findings}


def test_the_rules_grow_with_rows_and_rules_as_they_do(capsys: pytest.CaptureFixture[str]):
    flags, slugs = set(FLAGS), sorted(library())[:24]
    lines = tuple(
        line(slug, where=f"prescription:{place}", session=f"phase:{place // 8}") for place, slug in enumerate(slugs)
    )

    def rows_times(times: int) -> None:
        more = [
            line(each.exercise, where=f"{each.where}-{turn}", session=f"{each.session}-{turn}")
            for turn in range(times)
            for each in lines
        ]
        fired(flags, *more)

    def rules_times(times: int) -> None:
        findings(list(rules()) * times, flags, Plan(lines=lines), library())

    once = milliseconds(lambda: rows_times(1))
    rows, more_rules = milliseconds(lambda: rows_times(4)), milliseconds(lambda: rules_times(4))
    with capsys.disabled():
        print(f"\nrules: {once:.1f} ms; 4 times the rows {rows / once:.1f} times as long", end="")
        print(f", 4 times the rules {more_rules / once:.1f} times")
    assert len(fired(flags, *lines)) > 0
