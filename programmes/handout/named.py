"""The names of what findings point at, for whoever reads them: flags, sources and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from programmes.models import PatientFlag, Programme, Source
from programmes.precautions import SCREENING, Finding


@dataclass(frozen=True)
class Spot:
    """A place by its name; a line of the plan with the phase it is in."""

    name: str
    phase: str = ""


@dataclass(frozen=True)
class Named:
    """Flags and sources by short name, places by the `where` of a finding."""

    flags: dict[str, str]
    sources: dict[str, str]
    places: dict[str, Spot]


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


def in_words(spots: Iterable[Spot]) -> str:
    """Return the places phase by phase, such as "Get going: Squat, Step up; Stronger legs: Squat"."""
    parts = []
    for phase, within in groupby(spots, lambda spot: spot.phase):
        names = ", ".join(spot.name for spot in within)
        parts.append(f"{phase}: {names}" if phase else names)
    return "; ".join(parts)


def _places(programme: Programme) -> dict[str, Spot]:
    found = {SCREENING: Spot(_("the screening")), "patient": Spot(_("the patient's record"))}
    for phase in programme.phases.all():
        found[f"phase:{phase.pk}"] = Spot(phase.name)
        for line in phase.prescriptions.all():
            found[f"prescription:{line.pk}"] = Spot(str(line.exercise), phase.name)
    return found
