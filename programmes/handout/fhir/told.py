"""The sections of a sheet that FHIR has no element of their own for, each as one text, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.handout.document import Document, KitItem, PainRule, Runner, RunningLadder, Schedule, WarningBox
from programmes.handout.fhir.plain import labelled, lines


def sections(document: Document) -> Iterator[str]:
    """Yield the notes of a plan; an empty text is a section that does not apply."""
    yield lines(*document.review_note)
    yield changes(document)
    yield when(document.schedule) if document.schedule else ""
    yield labelled(_("What you need:"), ", ".join(kit(item) for item in document.kit))
    yield pain(document.pain_rule) if document.pain_rule else ""
    yield labelled(_("In every exercise:"), document.stop_rule)
    yield from (warning(box) for box in document.warnings)
    yield from running(document.ladder) if document.ladder else ()
    yield from runs_with(document.runner) if document.runner else ()
    yield from (lines(each.title, each.text) for each in document.advice)
    yield _section(_("Running"), *document.running)
    yield _section(_("If it flares up"), *document.flare_up)
    yield labelled(_("Review:"), date_format(document.review) if document.review else "")
    yield labelled(_("Practised with us:"), date_format(document.practised_on) if document.practised_on else "")
    yield document.credits.status if document.credits else ""


def changes(document: Document) -> str:
    if not document.since:
        return ""
    heading = _("What changed since %(date)s") % {"date": date_format(document.since.issued)}
    told = [labelled(str(change.kind.label), change.text) for change in document.changes]
    return lines(heading, *told, labelled(_("Why:"), document.change_reason))


def when(schedule: Schedule) -> str:
    days = ", ".join(text for text in (schedule.days, schedule.time_of_day) if text)
    return labelled(_("When:"), lines(days, schedule.duration, schedule.plan))


def kit(item: KitItem) -> str:
    substitute = _("(or %(substitute)s)") % {"substitute": item.substitute} if item.substitute else ""
    return " ".join(text for text in (item.name, substitute) if text) + (
        _(", if you have one") if item.is_optional else ""
    )


def pain(rule: PainRule) -> str:
    rows = (f"{row.score}: {row.meaning}. {row.action}" for row in rule.rows)
    return lines(_("How much pain is all right"), *rows, labelled(_("When you run:"), rule.running))


def warning(box: WarningBox) -> str:
    return lines(box.heading, box.action, *box.signs)


def running(ladder: RunningLadder) -> Iterator[str]:
    """Yield what holds for every stage; the stages are activities of the plan."""
    yield _section(_("Before you start running"), *ladder.entry)
    yield lines(*ladder.every_session)
    yield labelled(_("Pain when you run:"), ladder.pain)
    yield _section(_("When to move up or down"), *(f"{rule.when} {rule.then}" for rule in ladder.rules))
    runs = [run for week in ladder.weeks for run in week.runs]
    yield _section(_("Your runs, week by week"), *(labelled(date_format(run.on), run.amount) for run in runs))


def runs_with(runner: Runner) -> Iterator[str]:
    moves = (lines(labelled(move.name, move.summary), move.how) for move in runner.warm_up)
    yield _section(_("Before each run: warm up"), *moves)
    cues = (lines(cue.title, cue.text) for cue in runner.cues)
    yield _section(_("How you run: one change at a time"), *cues)
    if runner.cadence:
        yield _section(_("Your step rate"), runner.cadence.count, runner.cadence.aim, runner.cadence.beats)
    yield _section(_("Your running shoes"), runner.shoes)
    yield from (lines(each.title, each.text) for each in runner.advice)


def _section(heading: str, *texts: str) -> str:
    said = [text for text in texts if text]
    return lines(heading, *said) if said else ""
