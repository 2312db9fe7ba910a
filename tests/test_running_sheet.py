"""A runner with kneecap pain: exercises, running plan and warm-up on one handout, as the patient gets it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from programmes import running, runs
from programmes.admin.runner.form import RunnerForm
from programmes.handout import page
from programmes.handout.changes import changes
from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.management import demo
from programmes.models import Layout, Programme, RunningPlan, Template
from tests import aloud, pdfua, shipped
from tests.test_layouts import printed
from tests.whole_handouts import ISSUED

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
KILOMETRES = {"longest_run_metres": 8000, "weekly_metres": 20000, "usual_weekly_metres": 40000}


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: Any) -> Iterator[Programme]:
    """Give the demo's runner with kneecap pain a running plan."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_library", verbosity=0)
        practitioner = demo.demo_practitioner("not a secret")
        person = next(person for person in demo.PEOPLE if person.template == "tpl-patellofemoral-pain")
        programme = demo._programme_for(person, practitioner, ISSUED)
        runs.attach(programme, Template.objects.get(slug="tpl-return-to-running"))
        yield programme
        transaction.set_rollback(True)


def sheet(programme: Programme, stage: int, language: str | None = None, **values: Any) -> Document:
    """Return the handout of a runner at *stage* with six weeks planned."""
    plan = RunningPlan.objects.get(programme=programme)
    wanted = {"run_days": [1, 3, 6], "starts_on": MONDAY, "stage_number": stage, "steps_per_minute": 160, **values}
    for name, value in wanted.items():
        setattr(plan, name, value)
    start = running.Start(stage, MONDAY, plan.sessions_done)
    weeks = running.project(plan.ladder(), plan.baseline, start, plan.wish).weeks
    plan.planned_runs = running.sessions_as_plain(session for week in weeks for session in week.sessions)
    plan.save()
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    return prepare(fetched, version=3, issued=ISSUED, is_preview=False, language=language)


def test_template_running_plan_and_warm_up_print_on_nine_sides_at_most(programme: Programme):
    for document in (sheet(programme, 1), sheet(programme, 9, **KILOMETRES)):
        handout = printed(document, "standard", "A4")
        assert len(handout.pages) <= 9
        assert handout.cut_off == ()


@pytest.mark.parametrize("layout", Layout.values)
def test_it_is_tagged_without_a_fault_and_read_aloud_as_it_stands(programme: Programme, layout: str):
    document = sheet(programme, 1)
    handout = printed(document, layout, "A4")
    assert pdfua.failures(handout.content) == []
    assert pdfua.orphans(handout.content) == 0
    assert handout.cut_off == ()
    assert aloud.of_pdf(handout.content) == aloud.of_page(page.render(document, layout, "A4"))


def test_each_run_of_the_ladder_has_its_day_and_a_box_to_tick(programme: Programme):
    ladder = sheet(programme, 1).ladder
    assert ladder is not None
    assert [[run.on.day for run in stage.runs] for stage in ladder.stages[:2]] == [[30, 2], [5, 7]]
    html = page.render(sheet(programme, 1), "standard", "A4")
    assert html.count('<span class="run"><span class="tick"></span>') == 18
    assert "Move on after" in html
    assert "You are here." in html


def test_what_only_some_stages_ask_for_stands_with_each_of_them_and_not_above_all(programme: Programme):
    """Above all stages a shorter rest would be read as theirs too."""
    stages = RunningPlan.objects.get(programme=programme).stages
    stages.filter(number=7).update(rest_days_between=2, surface="soft")
    stages.filter(number=8).update(surface="")
    document = sheet(programme, 1)
    assert document.ladder is not None
    assert document.ladder.every_session == ("Walk for 5 minutes before and 5 minutes after.",)
    said = {stage.number: stage.each_run for stage in document.ladder.stages}
    assert said[1] == ("Leave 1 day of rest from running between runs.", "Run on flat and even ground.")
    assert said[7] == ("Leave 2 days of rest from running between runs.", "Run on soft ground.")
    assert said[8] == ("Leave 1 day of rest from running between runs.",)
    assert "Leave 2 days of rest" in page.render(document, "standard", "A4")
    assert Document.from_json(document.as_json()) == document


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (5, None, "Walk for 5 minutes before."),
        (None, 1, "Walk for 1 minute after."),
        (0, 3, "Walk for 3 minutes after."),
    ],
)
def test_a_walk_at_one_end_of_a_run_is_said_too(programme: Programme, before: Any, after: Any, words: str):
    stages = RunningPlan.objects.get(programme=programme).stages
    stages.update(warm_up_walk_minutes=before, cool_down_walk_minutes=after)
    ladder = sheet(programme, 1).ladder
    assert ladder is not None
    assert ladder.every_session[0] == words
    assert all(stage.each_run == () for stage in ladder.stages)


@pytest.mark.parametrize(("weeks", "last", "dated", "more"), [(1, 2, 1, 1), (5, 8, 1, 2)])
def test_a_stage_whose_last_runs_have_no_day_yet_has_a_box_for_each_run_it_asks_for(
    programme: Programme, weeks: int, last: int, dated: int, more: int
):
    document = sheet(programme, 1, weeks=weeks)
    assert document.ladder is not None
    stage = document.ladder.stages[last - 1]
    assert (len(stage.runs), len(stage.runs) + len(stage.tick_boxes)) == (dated, stage.sessions)
    html = page.render(document, "standard", "A4")
    assert html.count("no day yet") == more
    boxes = sum(max(each.sessions, len(each.runs)) for each in document.ladder.stages)
    assert html.partition("Move on after")[2].partition("</table>")[0].count('class="tick"') == boxes


def test_runs_done_at_the_stage_of_now_are_not_asked_for_again(programme: Programme):
    ladder = sheet(programme, 1, sessions_done=1, weeks=1).ladder
    assert ladder is not None
    now, following = ladder.stages[:2]
    assert (now.sessions, len(now.runs), len(now.tick_boxes)) == (1, 1, 0)
    assert (following.sessions, len(following.runs)) == (2, 2)


def test_from_stage_nine_on_each_week_has_its_runs_with_how_far(programme: Programme):
    ladder = sheet(programme, 9, **KILOMETRES).ladder
    assert ladder is not None
    first = ladder.weeks[0]
    assert (first.starts_on, first.stage, [run.amount for run in first.runs]) == (
        MONDAY,
        9,
        ["6.6 km", "6.6 km", "8.8 km"],
    )
    assert [stage.is_done for stage in ladder.stages] == [True] * 8 + [False] * 2
    assert ladder.entry == ()


def test_one_limit_for_running_stands_on_the_sheet(programme: Programme):
    document = sheet(programme, 1)
    assert document.ladder is not None
    assert document.pain_rule is not None
    assert document.ladder.pain == document.pain_rule.running
    assert document.ladder.pain.startswith("Keep pain to 2 out of 10 or less while you run.")
    assert document.running == ()


def test_how_often_to_run_is_said_by_the_plan_alone(programme: Programme):
    """The ladder asks for a day of rest between runs; "run more often" beside it leaves a patient guessing."""
    told = [advice.code for advice in sheet(programme, 1).advice]
    assert "adv-run-little-often" not in told
    assert told[:2] == ["adv-pain-guide", "adv-avoid-downhill"]


def test_the_warm_up_is_one_card_of_what_must_be_in_it(programme: Programme):
    runner = sheet(programme, 1).runner
    assert runner is not None
    names = [move.name for move in runner.warm_up]
    assert names == ["Brisk walk", "Leg swings, front to back", "Leg swings, side to side", "High knees", "Butt kicks"]
    assert all(move.picture and move.picture.alt for move in runner.warm_up)


def test_form_cues_come_one_at_a_time_and_step_rate_and_shoes_have_cards(programme: Programme):
    shoes = [{"name": "Blue", "worn_from": "2026-09-01", "metres_before": "120000"}]
    runner = sheet(programme, 1, shoes=shoes).runner
    assert runner is not None
    assert runner.cadence is not None
    assert [cue.code for cue in runner.cues] == ["adv-shorter-stride"]
    assert runner.cadence.aim == "Aim for 168 to 176 steps a minute, at the same speed."
    assert (
        runner.cadence.beats
        == "Set a metronome to 168 beats a minute: a step on each. Or to 84: the same foot on each."
    )
    assert [(pair.name, pair.distance) for pair in runner.pairs] == [("Blue", "120 km")]
    assert runner.shoes.startswith("Many runners change shoes at about 300 to 500 miles")


def test_a_runner_whose_steps_were_not_counted_is_told_how_to_count(programme: Programme):
    runner = sheet(programme, 1, steps_per_minute=None).runner
    assert runner is not None
    assert runner.cadence is not None
    assert (runner.cadence.own, runner.cadence.beats) == (None, "")
    assert "Count the steps of both feet for a minute." in runner.cadence.count


@pytest.mark.parametrize("advice", [["adv-cadence"], []])
def test_a_step_rate_to_aim_for_is_printed_although_the_own_was_not_counted(programme: Programme, advice: list[str]):
    values = {"steps_per_minute": None, "aimed_steps_per_minute": 170, "advice_slugs": advice, "warm_up": None}
    runner = sheet(programme, 1, **values).runner
    assert runner is not None
    assert runner.cadence is not None
    assert (runner.cadence.own, runner.cadence.aim) == (None, "Aim for 170 steps a minute, at the same speed.")
    assert runner.cadence.beats.startswith("Set a metronome to 170 beats a minute")


def test_an_issued_sheet_reads_back_as_it_was(programme: Programme):
    document = sheet(programme, 9, **KILOMETRES)
    assert Document.from_json(document.as_json()) == document


def test_a_plan_that_cannot_be_read_leaves_the_stages_without_days(programme: Programme):
    document = sheet(programme, 1)
    RunningPlan.objects.filter(programme=programme).update(planned_runs=[{"on": "soon", "stage": 1}])
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    broken = prepare(fetched, version=3, issued=ISSUED, is_preview=False)
    assert broken.ladder is not None
    assert document.ladder is not None
    assert broken.ladder.has_days is False
    assert [stage.number for stage in broken.ladder.stages] == [stage.number for stage in document.ladder.stages]


def test_what_changed_says_to_read_the_stages_again(programme: Programme):
    before = sheet(programme, 1)
    after = sheet(programme, 2)
    assert any("running stages" in change.text for change in changes(before, replace(after, version=4)))


def test_all_that_the_article_advises_on_form_mobility_footwear_and_training_can_be_put_on_the_sheet(
    programme: Programme,
):
    plan = RunningPlan.objects.get(programme=programme)
    form = RunnerForm(plan, plan.ladder(), programme.created_by.user)
    topics = {"running-form", "mobility", "footwear", "training"}
    of_the_article = [each for each in shipped.items("advice") if each["from_seed"] and each["topic"] in topics]
    offered = {row.slug: row for row in form.advice}
    assert len(of_the_article) >= 12
    for each in of_the_article:
        assert offered[each["id"]].plain == " ".join(each["plain"].split())
        assert offered[each["id"]].evidence_rating == each["evidence_rating"]
    document = sheet(programme, 1, advice_slugs=[each["id"] for each in of_the_article])
    assert document.runner is not None
    printed_codes = {item.code for item in (*document.runner.cues, *document.runner.advice, *document.advice)}
    assert {each["id"] for each in of_the_article} - printed_codes == {"adv-cadence", "adv-replace-shoes"}
    assert document.runner.cadence is not None
    assert document.runner.shoes
