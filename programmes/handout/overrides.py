"""Recorded reasons to go on in spite of a finding, and the findings they answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.handout.checks.known import Known
from programmes.handout.verdict import Answer, Key
from programmes.models import Override, Practitioner, Programme
from programmes.precautions import SCREENING, Finding


def answers(programme: Programme, findings: Iterable[Finding], known: Known) -> dict[Key, Answer]:
    """Return the reason there is for each finding that needs one. Queries once.

    A reason stands only while the finding rests on what it was given for: another exercise, flag or screening asks
    again.
    """
    asking = {finding.key: finding for finding in findings if finding.needs_reason}
    if not asking:
        return {}
    found = {}
    for row in programme.overrides.order_by("when"):
        finding = asking.get((row.code, row.where))
        if finding is not None and tuple(row.because) == finding.because:
            found[finding.key] = Answer(row.reason, row.who_name, row.when)
    return {**_on_the_screening(asking.values(), known), **found}


def answers_anywhere(programme: Programme, findings: Iterable[Finding], known: Known) -> dict[Key, Answer]:
    """Return the reasons as `answers` does, wherever on the plan they were given: a sheet has no lines to point at."""
    asking = [finding for finding in findings if finding.needs_reason]
    rows = list(programme.overrides.order_by("when")) if asking else []
    given = {(row.code, tuple(row.because)): Answer(row.reason, row.who_name, row.when) for row in rows}
    found = {each.key: given[each.code, each.because] for each in asking if (each.code, each.because) in given}
    return {**_on_the_screening(asking, known), **found}


def record(programme: Programme, finding: Finding, reason: str, practitioner: Practitioner) -> Override:
    """Store why *practitioner* goes on in spite of *finding*.

    Raises ValidationError without a reason, and for a finding that takes none.
    """
    if not finding.needs_reason:
        raise ValidationError(_("This cannot be overridden."), code="no-override")
    if not reason.strip():
        raise ValidationError(_("Say why, so that a colleague understands it later."), code="no-reason")
    return Override.objects.create(
        programme=programme,
        code=finding.code,
        where=finding.where,
        because=list(finding.because),
        says=finding.reason,
        reason=reason.strip(),
        who=practitioner,
        who_name=practitioner.name,
    )


def _on_the_screening(findings: Iterable[Finding], known: Known) -> dict[Key, Answer]:
    """Return what was written on the screening itself of the signs seen and dealt with."""
    screening = known.screening
    if screening is None or not screening.seen_and_dealt_with.strip():
        return {}
    answer = Answer(screening.seen_and_dealt_with.strip(), screening.done_by.name, screening.done_at)
    return {finding.key: answer for finding in findings if finding.where == SCREENING}
