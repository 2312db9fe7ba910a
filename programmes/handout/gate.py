"""May this programme be handed out? The sum of the checks; issuing asks here and nowhere else."""

from __future__ import annotations

from programmes.handout.checks import completeness, screening
from programmes.handout.checks.gap import Gap
from programmes.models import Programme


def gaps(programme: Programme) -> list[Gap]:
    """Return what keeps *programme* from being issued; empty when it may be. Queries."""
    return [*completeness.gaps(programme), *screening.gaps(programme)]
