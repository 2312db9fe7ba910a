"""May this programme be handed out? The sum of the checks; issuing asks here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection

from programmes.handout import overrides
from programmes.handout.checks import completeness, precautions, screening, stops
from programmes.handout.checks.gap import Gap
from programmes.handout.checks.known import known_of, supposing
from programmes.handout.verdict import Verdict
from programmes.models import Programme


def judge(programme: Programme, *, flags: Collection[str] | None = None) -> Verdict:
    """Return what is to be said of a programme fetched `with_lines`. Queries a fixed number of times.

    With *flags*, as for a patient with just these, whatever is known of the real one.
    """
    known = known_of(programme) if flags is None else supposing(programme, flags)
    missing = [*completeness.gaps(programme), *(screening.gaps(programme, known) if flags is None else ())]
    found = [*stops.findings(programme, known), *precautions.findings(programme, known)]
    found.sort(key=lambda finding: -finding.level)
    return Verdict(tuple(missing), tuple(found), overrides.answers(programme, found, known))


def gaps(programme: Programme) -> list[Gap]:
    """Return what is still to finish before *programme* can be issued. Queries."""
    return list(judge(programme).gaps)
