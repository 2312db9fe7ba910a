"""The handout as a CarePlan: its goals, its exercises, the stages of a way back to running, and all it says besides."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from programmes.handout.document import Document, Stage
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.names import care_plan_of
from programmes.handout.fhir.plain import URI, Plain, filled, known_by, labelled, lines, notes, reference
from programmes.handout.fhir.told import sections


def care_plan(document: Document, given: Given, goals: Sequence[str], requests: Sequence[str]) -> Plain:
    """Return the plan. *goals* and *requests* are the full URLs of what it leads to, in reading order."""
    names = given.names
    starts = document.schedule.starts if document.schedule else None
    stages = document.ladder.stages if document.ladder else ()
    return filled(
        resourceType="CarePlan",
        identifier=[{"system": URI, "value": names.care_plan}],
        replaces=[known_by(care_plan_of(given.earlier))] if given.earlier else [],
        status=given.request_status(),
        intent="plan",
        title=document.title.words,
        description=lines(*document.why),
        subject=reference(names.patient),
        period={"start": starts.isoformat()} if starts else None,
        created=given.issued_at.isoformat(),
        author=reference(names.practitioner) if document.practitioner else None,
        addresses=[reference(names.condition)] if document.condition else [],
        supportingInfo=[reference(names.sheet)],
        goal=[reference(url) for url in goals],
        activity=[*({"reference": reference(url)} for url in requests), *(_stage(given, stage) for stage in stages)],
        note=notes(sections(document)),
    )


def _stage(given: Given, stage: Stage) -> Plain:
    detail = filled(
        kind="ServiceRequest",
        status=_stage_status(given, stage),
        scheduledTiming=filled(event=[run.on.isoformat() for run in stage.runs]),
        description=stage_words(stage),
    )
    return {"detail": detail}


def _stage_status(given: Given, stage: Stage) -> str:
    """Return how far a stage is. A sheet that marks none does not say."""
    if given.is_withdrawn:
        return "entered-in-error"
    if stage.is_now:
        return "in-progress"
    return "completed" if stage.is_done else "unknown"


def stage_words(stage: Stage) -> str:
    minutes = _("%(minutes)s minutes in all.") % {"minutes": stage.minutes} if stage.minutes else ""
    effort = _("How hard: %(effort)s out of 10.") % {"effort": stage.effort} if stage.effort else ""
    runs = str(stage.sessions) if stage.sessions else ""
    return lines(
        labelled(f"{_('Stage')} {stage.number}", stage.what or stage.name),
        minutes,
        effort,
        *stage.each_run,
        stage.note,
        labelled(_("Move on after"), runs),
    )
