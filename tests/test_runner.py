"""The running plan of a programme: attached, filled in, proposed, changed by a person, judged by its guards."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from programmes import runs
from programmes.admin.runner.planned import planned_runs
from programmes.admin.runner.shown import weeks_shown
from programmes.copies import as_template, copy_for
from programmes.editing import Refused, add_programme, change_programme, programme_as_json
from programmes.handout.gate import judge
from programmes.handout.prepare import prepare
from programmes.models import Programme, RunLog, RunningPlan, Snapshot
from programmes.models.programme.kept import RUNNER_FIELDS, programme_as_kept
from programmes.precautions import Finding, Level
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_ladder,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_programme,
    make_template,
)
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
KILOMETRES = {
    "longest_run_metres": Decimal(8000),
    "weekly_metres": Decimal(20000),
    "usual_weekly_metres": Decimal(40000),
}


@pytest.fixture
def programme(cast: Cast) -> Programme:
    patient = make_patient(clinic=cast.clinic)
    return make_programme(patient=patient, created_by=cast.ana.practitioner, session_days=[1, 3, 6])


def asked(programme: Programme) -> str:
    return address("programme_running", programme)


def said(**changes: Any) -> dict[str, Any]:
    """Return what the form of a runner at stage 9 sends."""
    return {
        **{"unit": "km", "longest_run": "8", "longest_run_on": "2026-02-25", "weekly": "20", "usual_weekly": "40"},
        **{"run_days": ["1", "3", "6"], "steps": "40", "counted_for": "15", "aimed_steps_per_minute": ""},
        **{"starts_on": "2026-03-02", "stage_number": "9", "sessions_done": "0", "weeks": "3", "runs_per_week": "3"},
        **{"rise_percent": "10", "warm_up": "", "do": "propose"},
        **changes,
    }


def send(cast: Cast, programme: Programme, **sent: Any) -> Any:
    sent.setdefault("pain_rule", str(RunningPlan.objects.get(programme=programme).pain_rule_id))
    return at(cast.ana).post(asked(programme), sent)


def plan_of(programme: Programme) -> RunningPlan:
    return RunningPlan.objects.get(programme=programme)


def test_a_plan_is_attached_from_a_template_with_stages_and_nothing_is_said_of_the_runner(
    cast: Cast, programme: Programme
):
    template = make_template(name="Walk and run", kind="return-to-running", condition=None)
    make_ladder(template)
    make_template(name="Without stages")
    page = shown(cast.ana, asked(programme))
    assert "Walk and run" in page
    assert "Without stages" not in page
    answer = at(cast.ana).post(asked(programme), {"do": "attach", "template": str(template.pk)})
    assert answer.status_code == 302
    plan = plan_of(programme)
    assert [stage.number for stage in plan.stages.all()] == list(range(1, 11))
    assert (plan.stage_number, plan.run_days, plan.longest_run_metres) == (1, [1, 3, 6], None)
    assert Snapshot.objects.filter(programme=programme).first().data["running_plan"]["stage_number"] == 1


def test_the_plan_takes_the_limit_for_running_of_the_phase_so_that_a_sheet_has_one(cast: Cast, programme: Programme):
    template = make_template(kind="return-to-running", condition=None)
    make_ladder(template)
    own = make_pain_rule(name="Running with kneecap pain")
    programme.phases.update(running_pain_rule=own)
    assert runs.attach(programme, template).pain_rule == own


def test_whom_the_ladder_is_not_for_the_programme_is_not_for_either(cast: Cast, programme: Programme):
    template = make_template(kind="return-to-running", condition=None)
    flag = make_patient_flag()
    template.not_for_flags.add(flag)
    make_ladder(template)
    runs.attach(programme, template)
    programme.patient.flags.add(flag)
    verdict = judge(Programme.objects.with_lines().get(pk=programme.pk))
    assert [each.code for each in verdict.stops] == ["not-for-flag"]


def test_the_weeks_are_proposed_as_the_worked_example_says(cast: Cast, programme: Programme):
    make_ladder(programme)
    answer = send(cast, programme, **said())
    assert answer.status_code == 302
    plan = plan_of(programme)
    assert plan.steps_per_minute == 160
    kilometres = [float(Decimal(run["metres"])) / 1000 for run in plan.planned_runs]
    assert kilometres == [6.6, 6.6, 8.8, 7.3, 7.3, 9.6, 8.1, 8.0, 10.5]
    page = shown(cast.ana, asked(programme))
    assert "Within the limits" in page
    assert "66%: strides or gentle hills may come in, one at a time" in page
    assert "168 to 176 steps a minute" in page


def test_a_single_run_is_changed_and_a_broken_guard_is_named_with_its_source(cast: Cast, programme: Programme):
    make_ladder(programme)
    send(cast, programme, **said())
    rows = _rows(programme)
    rows["run-2-amount"] = "9.5"
    assert send(cast, programme, do="weeks", **rows).status_code == 302
    assert Decimal(plan_of(programme).planned_runs[2]["metres"]) == 9500
    page = shown(cast.ana, asked(programme))
    assert "PR-005" in page
    assert "9.5 km. The longest in the 30 days before is 8 km, so the limit is 8.8 km: 0.7 km over." in page
    (found,) = [each for each in judge(_fetched(programme)).findings if each.code == "PR-005"]
    assert found.sources == ("frandsen-2025",)
    assert "9.5 km" in found.reason


def test_planned_runs_in_another_unit_than_the_plans_are_said_to_be_unchecked_once(cast: Cast, programme: Programme):
    """Stage 8 is in minutes: kilometres after it have nothing that they could be held against."""
    planned = [
        *({"on": f"2026-03-{day:02}", "stage": 8} for day in (2, 4)),
        *({"on": f"2026-03-{day:02}", "stage": 9, "metres": str(metres)} for day, metres in ((7, 5000), (9, 20_000))),
    ]
    make_ladder(programme, starts_on=MONDAY, stage_number=8, planned_runs=planned)
    unchecked = _guarded(programme)
    assert [(each.code, each.level, each.sources) for each in unchecked] == [
        ("PR-005", Level.WARN, ("frandsen-2025",)),
        ("PR-006", Level.INFO, ("nielsen-2014a", "damsted-2018")),
    ]
    assert unchecked[0].reason == (
        "2 planned runs, the first on 7 Mar 2026: Not checked: say how far or how long it was, in the unit of the plan."
    )
    assert unchecked[1].reason.startswith("2 planned weeks, the first from 2 Mar 2026: Not checked: ")


def test_a_planned_run_after_a_long_break_is_said_to_have_nothing_before_it(cast: Cast, programme: Programme):
    days = (MONDAY, MONDAY + timedelta(days=60))
    planned = [
        {"on": day.isoformat(), "stage": 9, "metres": metres}
        for day, metres in zip(days, ("5000", "15000"), strict=True)
    ]
    make_ladder(programme, **KILOMETRES, starts_on=MONDAY, stage_number=9, planned_runs=planned)
    unchecked = _guarded(programme)
    assert [(each.code, each.level) for each in unchecked] == [("PR-005", Level.WARN), ("PR-006", Level.INFO)]
    assert unchecked[0].reason.startswith("1 planned run, on 1 May 2026: No run in the 30 days before to compare with.")


@pytest.mark.usefixtures("english")
def test_page_gate_and_sheet_count_the_weeks_from_the_first_planned_run(cast: Cast, programme: Programme):
    """A run of the log before the plan must not shift the two weeks that are held against the two before."""
    days = (MONDAY, *(MONDAY + timedelta(days=days) for days in (2, 9, 16)))
    planned: list[dict[str, Any]] = [{"on": days[0].isoformat(), "stage": 8}]
    planned += [{"on": day.isoformat(), "stage": 9, "seconds": 1800} for day in days[1:]]
    plan = make_ladder(programme, unit="min", stage_number=8, planned_runs=planned)
    RunLog.objects.create(plan=plan, on=MONDAY - timedelta(days=3), seconds=1800, is_on_ladder=True)
    weeks = weeks_shown(plan, plan.ladder())
    assert weeks is not None
    noted = [each for each in _guarded(programme) if each.code == "PR-006"]
    assert noted
    assert all("from 2 Mar 2026" in each.reason for each in noted)
    days_on_page = [each.on for each in weeks.unknown if each.code == "PR-006"]
    assert days_on_page
    assert set(days_on_page) <= {MONDAY + timedelta(weeks=n) for n in range(3)}
    printed = prepare(_fetched(programme)).ladder
    assert printed is not None
    assert [week.starts_on for week in printed.weeks] == [MONDAY + timedelta(weeks=n) for n in range(3)]


def test_a_plan_of_a_runner_whose_runs_are_known_draws_no_word_of_what_was_not_checked(
    cast: Cast, programme: Programme
):
    make_ladder(programme)
    send(cast, programme, **said(weeks="6"))
    assert _guarded(programme) == []


def test_runs_that_were_not_touched_stay_exact(cast: Cast, programme: Programme):
    make_ladder(programme)
    send(cast, programme, **said(unit="mi", longest_run="5", weekly="12", usual_weekly="20"))
    before = plan_of(programme).planned_runs
    assert before[2]["metres"] == "8851.392"
    send(cast, programme, do="weeks", **_rows(programme))
    assert plan_of(programme).planned_runs == before


def test_a_unit_is_changed_and_what_was_said_in_the_other_stays(cast: Cast, programme: Programme):
    make_ladder(programme, **KILOMETRES)
    send(cast, programme, **said(unit="mi", longest_run="8", weekly="20", usual_weekly="40", do="save"))
    plan = plan_of(programme)
    assert (plan.unit, plan.longest_run_metres) == ("mi", 8000)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(cast: Cast, programme: Programme):
    make_ladder(programme)
    answer = send(cast, programme, **said(longest_run="", weekly=""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Is needed to plan stage 9 in kilometres: ask the runner, or plan by minutes." in page
    assert plan_of(programme).planned_runs == []
    assert plan_of(programme).unit == "km"
    assert plan_of(programme).starts_on is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"starts_on": ""}, "Say the first day."),
        ({"stage_number": ""}, "Say at which stage."),
        ({"run_days": []}, "Is missing: say on which days a run may fall."),
        ({"longest_run_on": "2026-03-05"}, "Must be before the plan starts."),
        ({"longest_run": "90"}, "Is more than four average weeks together."),
        ({"steps": "90"}, "Give 360 steps a minute"),
        ({"rise_percent": "30"}, "Ensure this value is less than or equal to 20."),
    ],
)
def test_what_cannot_be_planned_with_is_refused_with_its_reason(
    cast: Cast, programme: Programme, change: dict[str, Any], words: str
):
    make_ladder(programme)
    assert words in send(cast, programme, **said(**change)).content.decode()
    assert plan_of(programme).planned_runs == []


def test_a_stage_is_never_moved_by_anything_but_a_person(cast: Cast, programme: Programme):
    plan = make_ladder(programme, stage_number=3, starts_on=MONDAY)
    send(cast, programme, **said(stage_number="3", unit="km", longest_run="", weekly="", weeks="6"))
    for days in range(20):
        RunLog.objects.create(plan=plan, on=MONDAY + timedelta(days=days), seconds=900, is_on_ladder=True)
    shown(cast.ana, asked(programme))
    assert plan_of(programme).stage_number == 3


def test_runs_are_written_down_once_and_deleted_by_whoever_typed_them(cast: Cast, programme: Programme):
    plan = make_ladder(programme, unit="mi")
    key = "6f1c1d3e-0a0b-4c0d-8e0f-101112131415"
    run = {
        "do": "log",
        "key": key,
        "on": timezone.localdate().isoformat(),
        "distance": "3.1",
        "unit": "mi",
        "pain": "0",
    }
    for _ in range(3):
        send(cast, programme, **run)
    (kept,) = RunLog.objects.all()
    assert (kept.metres, kept.seconds, kept.pain, kept.entered_by) == (
        Decimal("4988.9664"),
        None,
        0,
        cast.ana.practitioner,
    )
    own = RunLog.objects.create(plan=plan, on=timezone.localdate(), seconds=600)
    for row in (kept, own):
        send(cast, programme, do="forget", run=str(row.pk))
    assert list(RunLog.objects.all()) == [own]


def test_a_run_without_distance_and_time_is_refused(cast: Cast, programme: Programme):
    make_ladder(programme)
    answer = send(cast, programme, do="log", on=timezone.localdate().isoformat())
    assert "Say how far, or how long, or both." in answer.content.decode()
    assert not RunLog.objects.exists()


def test_pain_over_the_limit_of_the_plan_is_told_with_its_rule(cast: Cast, programme: Programme):
    plan = make_ladder(programme, starts_on=MONDAY, pain_rule=make_pain_rule(max_during=2))
    RunLog.objects.create(plan=plan, on=MONDAY, seconds=600, pain=5, is_on_ladder=True)
    assert "Pain 5 out of 10, above the limit of 2." in shown(cast.ana, asked(programme))


def test_shoes_are_kept_and_their_miles_counted(cast: Cast, programme: Programme):
    plan = make_ladder(programme)
    pair = {"shoe-0-name": "Blue", "shoe-0-worn_from": "2026-03-02", "shoe-0-before": "480"}
    counts = {"shoe-TOTAL_FORMS": "1", "shoe-INITIAL_FORMS": "0"}
    assert send(cast, programme, do="shoes", **pair, **counts).status_code == 302
    RunLog.objects.create(plan=plan, on=MONDAY, metres=8000)
    assert "488 km." in shown(cast.ana, asked(programme))


def test_an_aim_far_above_the_own_step_rate_is_warned_of(cast: Cast, programme: Programme):
    make_ladder(programme, steps_per_minute=160, aimed_steps_per_minute=177)
    assert "PR-012" in shown(cast.ana, asked(programme))
    assert "PR-012" in {each.code for each in judge(_fetched(programme)).findings}


def test_an_aim_beside_no_own_step_rate_is_said_to_be_unchecked(cast: Cast, programme: Programme):
    make_ladder(programme, aimed_steps_per_minute=170)
    (found,) = [each for each in judge(_fetched(programme)).findings if each.code == "PR-012"]
    assert found.level is Level.INFO
    assert found.reason == "170 steps a minute are not checked: the runner's own were not counted."


def test_a_phase_without_running_is_told_beside_a_running_plan(cast: Cast, programme: Programme):
    make_ladder(programme)
    programme.phases.update(may_run=False)
    assert "running-in-a-phase-without" in {each.code for each in judge(_fetched(programme)).findings}


def test_what_stands_on_the_warm_up_card_is_asked_about_as_the_exercises_are(cast: Cast, programme: Programme):
    warm_up = make_template(kind="warm-up", condition=None)
    flag = make_patient_flag()
    warm_up.not_for_flags.add(flag)
    make_ladder(programme, warm_up_id=warm_up.pk)
    programme.patient.flags.add(flag)
    assert [each.code for each in judge(_fetched(programme)).stops] == ["not-for-flag"]


def test_a_reader_looks_and_changes_nothing(cast: Cast, programme: Programme):
    make_ladder(programme)
    page = shown(cast.rita, asked(programme))
    assert "Propose" not in page
    assert at(cast.rita).post(asked(programme), said()).status_code == 403


def test_a_copy_for_somebody_else_and_a_template_hold_nothing_of_the_runner(cast: Cast, programme: Programme):
    make_ladder(programme, **KILOMETRES, stage_number=4, shoes=[{"name": "Blue", "worn_from": "2026-03-02"}])
    copy = copy_for(programme, patient=make_patient(clinic=cast.clinic), practitioner=cast.ana.practitioner)
    template = as_template(programme, name="Ours", practitioner=cast.ana.practitioner)
    empty = RunningPlan()
    for made in (copy, template):
        plan = plan_of(made)
        assert {name: getattr(plan, name) for name in RUNNER_FIELDS} == {
            name: getattr(empty, name) for name in RUNNER_FIELDS
        }
        assert plan.stages.count() == 10


def test_the_same_patients_next_programme_knows_the_runner_and_plans_its_weeks_anew(cast: Cast, programme: Programme):
    shoes = [{"name": "Blue", "worn_from": "2026-03-02"}]
    make_ladder(programme, **KILOMETRES, stage_number=4, shoes=shoes, starts_on=MONDAY)
    copy = copy_for(programme, patient=programme.patient, practitioner=cast.ana.practitioner)
    plan = plan_of(copy)
    assert (plan.stage_number, plan.shoes, plan.longest_run_metres) == (4, shoes, 8000)
    assert (plan.starts_on, plan.planned_runs) == (None, [])


def test_a_plan_goes_out_as_json_and_comes_back_equal(cast: Cast, programme: Programme):
    advice = make_advice()
    make_ladder(programme, **KILOMETRES, pain_rule=None, advice_slugs=[advice.slug], starts_on=MONDAY, stage_number=9)
    RunningPlan.objects.update(planned_runs=[{"on": "2026-03-02", "stage": 9, "metres": "6600"}])
    plain = programme_as_json(_fetched(programme))
    for phase in plain["phases"]:
        phase.pop("id")
        for line in phase["prescriptions"]:
            line.pop("id")
    made = add_programme(plain, clinic=programme.clinic, patient=programme.patient, user=cast.ana)
    assert programme_as_json(_fetched(made))["running_plan"] == plain["running_plan"]
    assert programme_as_kept(made)["running_plan"] == {**plain["running_plan"]}


@pytest.mark.parametrize(
    ("runs_planned", "path"),
    [
        ([{"on": "soon", "stage": 9, "metres": "6600"}], "running_plan.planned_runs[0].on"),
        ([{"on": "2026-03-02", "stage": 11}], "running_plan.planned_runs[0].stage"),
        ([{"on": "2026-03-02", "stage": 9}], "running_plan.planned_runs[0]"),
        ([{"on": "2026-03-02", "stage": 9, "metres": "far"}], "running_plan.planned_runs[0].metres"),
        ([{"on": "2026-03-02", "stage": 1}, {"on": "2026-03-02", "stage": 2}], "running_plan.planned_runs"),
    ],
)
def test_a_planned_run_that_does_not_fit_is_refused_with_its_path(
    cast: Cast, programme: Programme, runs_planned: list[Any], path: str
):
    make_ladder(programme, pain_rule=None)
    plan = programme_as_json(_fetched(programme))["running_plan"]
    with pytest.raises(Refused) as refused:
        change_programme(programme, {"running_plan": {**plan, "planned_runs": runs_planned}}, user=cast.ana)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_the_page_costs_as_many_queries_for_many_runs_as_for_few(
    cast: Cast, programme: Programme, django_assert_num_queries: Any, django_assert_max_num_queries: Any
):
    plan = make_ladder(programme, starts_on=MONDAY)
    client = at(cast.ana)
    RunLog.objects.create(plan=plan, on=MONDAY, metres=5000)
    with django_assert_max_num_queries(40) as few:
        client.get(asked(programme))
    for days in range(1, 30):
        RunLog.objects.create(
            plan=plan, on=MONDAY + timedelta(days=days), metres=5000, entered_by=cast.ana.practitioner
        )
    with django_assert_num_queries(len(few)):
        client.get(asked(programme))


def _fetched(programme: Programme) -> Programme:
    return Programme.objects.with_lines().get(pk=programme.pk)


def _guarded(programme: Programme) -> list[Finding]:
    """Return what is to be weighed of the planned runs."""
    found = judge(_fetched(programme)).findings
    return sorted((each for each in found if each.code in ("PR-005", "PR-006")), key=lambda each: each.code)


def _rows(programme: Programme) -> dict[str, str]:
    """Return what the table of planned runs sends when nothing is changed."""
    plan = plan_of(programme)
    formset = planned_runs(plan, plan.ladder())
    sent = {field.html_name: str(field.value()) for field in formset.management_form}
    for form in formset:
        for field in form:
            value = field.value()
            if value not in (None, False):  # A browser sends what an empty row is shown with.
                sent[field.html_name] = value.isoformat() if isinstance(value, date) else str(value)
    return sent
