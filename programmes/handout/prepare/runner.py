"""What stands beside the running stages: warm-up card, form cues, step rate, shoes, and advice on running."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from programmes import running
from programmes.dosage import Part, summary
from programmes.handout.document import Advice, Cadence, Pair, Runner, WarmUpMove
from programmes.handout.prepare import condition, terms
from programmes.handout.prepare.brief import Brief
from programmes.handout.prepare.exercises import text_of
from programmes.handout.prepare.pictures import picture
from programmes.models import Advice as AdviceRow
from programmes.models import Prescription, RunningPlan
from programmes.running import Unit
from programmes.sides import Side

FORM = "running-form"
# Their words stand on the cards for the step rate and for shoes.
ON_A_CARD = (running.CADENCE_ADVICE, running.SHOES_ADVICE)


def runner(brief: Brief) -> Runner | None:
    plan = brief.running_plan
    if plan is None or not (plan.advice_slugs or plan.warm_up or plan.shoes or _has_step_rate(plan)):
        return None
    said = {row.slug for row in condition.advice_rows(brief)}
    rows = brief.running_advice
    beside = [row for row in rows if row.slug not in {*ON_A_CARD, *said}]
    return Runner(
        warm_up=tuple(_moves(brief, plan)),
        cues=tuple(_advice(brief, row) for row in beside if row.topic == FORM),
        cadence=_cadence(plan, rows),
        pairs=tuple(_pairs(plan)),
        shoes=_shoes(brief, plan, rows),
        advice=tuple(_advice(brief, row) for row in beside if row.topic != FORM),
    )


def _moves(brief: Brief, plan: RunningPlan) -> Iterator[WarmUpMove]:
    """Yield what must be there of the warm-up, in its order; what is optional has no room on a card."""
    lines = (line for phase in plan.warm_up.phases.all() for line in phase.prescriptions.all()) if plan.warm_up else ()
    for line in lines:
        if not line.is_optional:
            yield _move(brief, line)


def _move(brief: Brief, line: Prescription) -> WarmUpMove:
    side = Side(line.side)
    return WarmUpMove(
        summary=summary(line.dosage, side, Part(line.exercise.part)),
        terms=terms.move(line),
        **move_words(brief, line),
    )


def move_words(brief: Brief, line: Prescription) -> dict[str, Any]:
    """Return what the exercise itself gives a move, by the move's fields; a note stands in place of its step."""
    text, side = text_of(brief, line.exercise), Side(line.side)
    shown = picture(brief, line, text)
    return {
        "name": brief.wording.in_language(text.name, text.language),
        "how": brief.wording.of_programme(line.note) or brief.wording.for_side(text.steps[0], side, text.language),
        "picture": shown.small if shown else None,
    }


def _has_step_rate(plan: RunningPlan) -> bool:
    return plan.steps_per_minute is not None or plan.aimed_steps_per_minute is not None


def _cadence(plan: RunningPlan, rows: list[AdviceRow]) -> Cadence | None:
    """Return the card of the step rate: with the numbers that somebody gave, else with how to find them out."""
    if not _has_step_rate(plan) and all(row.slug != running.CADENCE_ADVICE for row in rows):
        return None
    count = _("Run at your easy pace. Count the steps of both feet for a minute.")
    aim_for = _aim(plan)
    if aim_for is None:
        return Cadence(count, None, _("Aim for 5 to 10 more in every 100, at the same speed."), "")
    low, high = aim_for.lowest_steps_per_minute, aim_for.highest_steps_per_minute
    aim = _("Aim for %(low)d to %(high)d steps a minute, at the same speed.") % {"low": low, "high": high}
    if low == high:
        aim = _("Aim for %(steps)d steps a minute, at the same speed.") % {"steps": low}
    beats = {"both": running.beats_per_minute(low), "one": running.beats_per_minute(low, steps_per_beat=2)}
    words = _("Set a metronome to %(both)d beats a minute: a step on each. Or to %(one)d: the same foot on each.")
    return Cadence(count, plan.steps_per_minute, aim, words % beats)


def _aim(plan: RunningPlan) -> running.Target | None:
    """Return the aim that a person has set, else the usual one for the runner's own rate; None without either."""
    own, aimed = plan.steps_per_minute, plan.aimed_steps_per_minute
    if aimed is not None:
        return running.Target(aimed, aimed)
    return None if own is None else running.target(own)


def _pairs(plan: RunningPlan) -> Iterator[Pair]:
    pairs = plan.pairs()
    names = {pair.name for pair in pairs}
    unit = plan.counts_in if plan.counts_in.is_distance else Unit.KILOMETRES
    runs = [run for run in plan.logged() if not run.shoe or run.shoe in names] if pairs else []
    for each in running.mileages(pairs, runs):
        distance = running.amount_words(each.metres, unit)
        words = _("at least %(distance)s") % {"distance": distance} if each.runs_without_distance else distance
        yield Pair(each.shoe.name, each.shoe.worn_from, words)


def _shoes(brief: Brief, plan: RunningPlan, rows: list[AdviceRow]) -> str:
    """Return when to change shoes, in the words of the advice; nothing where nobody asked for the card."""
    row = next((row for row in rows if row.slug == running.SHOES_ADVICE), None)
    if row is not None:
        return brief.wording.of_library(row, row.plain)
    return ""


def _advice(brief: Brief, row: AdviceRow) -> Advice:
    title, text = (brief.wording.of_library(row, said) for said in (row.patient_title or row.title, row.plain))
    return Advice(code=row.slug, title=title, text=text)
