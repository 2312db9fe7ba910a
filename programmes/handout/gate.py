"""May this programme be handed out? The sum of the checks; issuing asks here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection

from programmes.handout import overrides
from programmes.handout.checks import (
    budget,
    completeness,
    dose_sense,
    kit,
    precautions,
    readability,
    running,
    screening,
    sheet,
    signed,
    stops,
)
from programmes.handout.checks.away import away
from programmes.handout.checks.gap import Gap
from programmes.handout.checks.known import known_of, supposing
from programmes.handout.document import Document
from programmes.handout.verdict import Verdict
from programmes.models import Practitioner, Programme


def judge(
    programme: Programme,
    *,
    flags: Collection[str] | None = None,
    kit_at_home: Collection[str] | None = None,
    practitioner: Practitioner | None = None,
) -> Verdict:
    """Return what is to be said of a programme fetched `with_lines`. Queries a fixed number of times.

    With *flags*, as for a screened patient with just these, whatever is known of the real one; a template is then
    asked what a template must hold. *kit_at_home*: the patient's, by short names; None for what is on the record.
    *practitioner*: who would issue it, when that is known.
    """
    known = known_of(programme) if flags is None else supposing(programme, flags)
    if flags is not None and programme.is_template:
        held = completeness.of_template(programme)
    else:
        missing = screening.gaps(programme, known) if flags is None else ()
        held = completeness.of_programme(programme, screening=missing, practitioner=practitioner)
    found = [*stops.findings(programme, known), *precautions.findings(programme, known)]
    checks = (budget, dose_sense, readability, running)
    found.extend(finding for check in checks for finding in check.findings(programme))
    at_home = kit.at_home(programme) if kit_at_home is None else kit_at_home
    found.extend(kit.findings(programme, at_home, precautions.passing(programme, known)))
    found.sort(key=lambda finding: -finding.level)
    to_answer_for = () if programme.is_template else signed.to_answer_for(programme)
    answers = overrides.answers(programme, found, known)
    gaps = (*(away(programme) if flags is None else ()), *held.gaps)
    return Verdict(gaps, tuple(found), answers, held.percent, held.asked, to_answer_for)


def judge_sheet(document: Document, programme: Programme) -> Verdict:
    """Return what is to be said of a sheet as it was issued, were it given to its patient again today.

    Asks what depends on the patient and on the exercises: archived, stops, and the rules. How the plan is made up was
    weighed when it was issued. Queries a fixed number of times.
    """
    known = known_of(programme)
    found = sorted(sheet.findings(document, programme, known), key=lambda finding: -finding.level)
    missing = (*away(programme), *sheet.gaps(document, programme))
    return Verdict(missing, tuple(found), overrides.answers_anywhere(programme, found, known))


def gaps(programme: Programme) -> list[Gap]:
    """Return what is still to finish before *programme* can be issued. Queries."""
    return list(judge(programme).gaps)
