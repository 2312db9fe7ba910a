"""From rows and verdict to a clinician's copy. Queries a fixed number of times for a programme fetched `with_lines`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.handout.checks import signed
from programmes.handout.checks.budget import budgets
from programmes.handout.clinician_copy import cert, teach_back
from programmes.handout.clinician_copy.contents import Cited, Contents, Evidence, Minutes, Weighed
from programmes.handout.clinician_copy.tailoring import tailoring
from programmes.handout.clinician_copy.unsigned import answered_for, template_reviewed, unsigned
from programmes.handout.minutes import minutes_in_words
from programmes.handout.named import Spot, in_words, named
from programmes.handout.plain import to_plain
from programmes.handout.verdict import Verdict
from programmes.models import Patient, Practitioner, Programme
from programmes.precautions import Level


def clinician_copy(
    programme: Programme, verdict: Verdict, practitioner: Practitioner | None, *, version: int | None = None
) -> Contents:
    """Return the copy; with *version* that of the handout which *practitioner* issues now, the warnings weighed."""
    now = timezone.now()
    reviewed = template_reviewed(programme)
    differences = tuple(tailoring(programme, verdict.answers))
    is_issue = version is not None
    return Contents(
        patient=_patient(programme.patient),
        programme=programme.name,
        clinic=programme.clinic.name,
        practitioner=practitioner.name if practitioner else "",
        made=_day(now),
        version=str(version) if is_issue else "",
        percent=verdict.percent,
        evidence=_evidence(programme, reviewed),
        findings=tuple(_findings(programme, verdict, weighed_by=practitioner if is_issue else None, at=now)),
        cert=cert.table(
            programme,
            practitioner,
            asked=verdict.asked,
            differences=differences,
            template_reviewed=reviewed,
        ),
        minutes=tuple(
            Minutes(each.title, said, each.reason) for each in budgets(programme) if (said := minutes_in_words(each))
        ),
        differences=differences,
        unsigned=tuple(unsigned(programme)),
        teach_back=tuple(teach_back.prompts(programme)),
    )


def given_again(
    kept: Mapping[str, Any],
    programme: Programme,
    verdict: Verdict,
    *,
    version: int,
    answered: Iterable[signed.Unsigned] = (),
    by: Practitioner | None = None,
) -> dict[str, Any]:
    """Return what was *kept* of the handout before, for one that differs from it in an exercise or the clinic's block.

    What was known and weighed of the plan stays true; what the rules say now is added, and nobody weighed it.
    """
    now = timezone.now()
    found = [to_plain(each) for each in _findings(programme, verdict, weighed_by=None, at=now)]
    more = [to_plain(answered_for(each, by, now)) for each in answered if by is not None]
    return {
        **kept,
        "made": _day(now),
        "version": str(version),
        "findings": found,
        "unsigned": [*kept.get("unsigned", ()), *more],
    }


def _patient(patient: Patient) -> str:
    """Return who it is about in full, whatever stands on their sheet: this page is the clinic's."""
    born = _("born %(day)s") % {"day": date_format(patient.date_of_birth)} if patient.date_of_birth else ""
    parts = dict.fromkeys((str(patient), born, patient.reference))
    return ", ".join(part for part in parts if part)


def _evidence(programme: Programme, reviewed: str) -> Evidence:
    return Evidence(
        template=programme.template.name if programme.template else "",
        version=programme.template_version,
        certainty=programme.evidence_certainty,
        statement=programme.evidence_statement,
        seen=programme.get_provenance_display(),
        reviewed=reviewed,
        sources=tuple(
            Cited(row.citation, row.certainty, row.get_provenance_display()) for row in programme.sources.all()
        ),
    )


def _findings(
    programme: Programme, verdict: Verdict, *, weighed_by: Practitioner | None, at: datetime
) -> Iterator[Weighed]:
    names = named(verdict.findings, programme)
    to_confirm = {finding.key for finding in verdict.to_confirm}
    together: dict[Weighed, list[Spot]] = {}
    for finding in verdict.findings:
        answer = verdict.answers.get(finding.key)
        is_weighed = weighed_by is not None and finding.key in to_confirm
        weighed = Weighed(
            code=finding.code,
            is_of_rule=finding.is_of_rule,
            level=str(finding.level.label),
            is_stop=finding.level == Level.STOP,
            says=finding.reason,
            because=tuple(names.flags[slug] for slug in finding.because if slug in names.flags),
            sources=tuple(names.sources.get(slug, slug) for slug in finding.sources),
            asks=finding.level >= Level.WARN,
            reason=answer.reason if answer else "",
            who=answer.who if answer else weighed_by.name if weighed_by and is_weighed else "",
            when=_day(answer.when) if answer else _day(at) if is_weighed else "",
        )
        spot = names.places.get(finding.where)
        together.setdefault(weighed, []).extend([spot] if spot else [])
    for weighed, spots in together.items():
        yield replace(weighed, about=in_words(spots))


def _day(when: datetime) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
