"""The names of what findings point at, for whoever reads them: flags, sources and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.models import PatientFlag, Programme, Source
from programmes.precautions import SCREENING, Finding


@dataclass(frozen=True)
class Named:
    """Flags and sources by short name, places by the `where` of a finding."""

    flags: dict[str, str]
    sources: dict[str, str]
    places: dict[str, str]


def named(findings: Iterable[Finding], programme: Programme) -> Named:
    """Return the names in *findings* on a programme fetched `with_lines`. Queries flags and sources, if any."""
    findings = list(findings)
    known = {slug for finding in findings for slug in finding.because}
    cited = {slug for finding in findings for slug in finding.sources}
    flags = PatientFlag.objects.for_clinic(programme.clinic).filter(slug__in=known) if known else ()
    sources = Source.objects.for_clinic(programme.clinic).filter(slug__in=cited) if cited else ()
    return Named(
        flags={row.slug: row.label for row in flags},
        sources={row.slug: row.citation for row in sources},
        places=_places(programme),
    )


def _places(programme: Programme) -> dict[str, str]:
    found = {SCREENING: _("the screening"), "patient": _("the patient's record")}
    for phase in programme.phases.all():
        found[f"phase:{phase.pk}"] = phase.name
        for line in phase.prescriptions.all():
            found[f"prescription:{line.pk}"] = f"{line.exercise} ({phase.name})"
    return found
