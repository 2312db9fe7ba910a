"""What is said beside the plan, by ids of advice in the content, and what a sore day's run is exchanged for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.running.ladder import Stage
from programmes.running.schedule import Session

ALWAYS = ("adv-one-change", "adv-surfaces", "adv-footwear-comfort", "adv-replace-shoes", "adv-cross-training")
STEADY = ("adv-cadence",)
# The tenth more a week is said here as a rule of thumb, and checked nowhere.
BUILDING_UP = ("adv-distance-first", "adv-ten-percent")

# "Run more often but for less time": how often, and with which days of rest, a dated plan says itself. Both have their
# sources (esculier-2016; osu-return-to-run), and one sheet cannot say both.
LEFT_TO_THE_PLAN = ("adv-run-little-often",)


class LowImpact(StrEnum):
    """What keeps a runner fit on a sore day (`adv-cross-training`)."""

    SWIMMING = "swimming"
    CYCLING = "cycling"
    ROWING = "rowing"

    @property
    def label(self) -> Promise:
        return _LABELS[self]


_LABELS: dict[LowImpact, Promise] = {
    LowImpact.SWIMMING: _("Swimming"),
    LowImpact.CYCLING: _("Cycling"),
    LowImpact.ROWING: _("Rowing"),
}


@dataclass(frozen=True)
class Swap:
    """What may be done in place of one run. It is no session of the stage, and the run is not made up for."""

    instead_of: Session
    choices: tuple[LowImpact, ...] = tuple(LowImpact)
    advice: str = "adv-cross-training"
    sources: tuple[str, ...] = ("nice-ng226", "osu-return-to-run")

    @property
    def at_most_minutes(self) -> int | None:
        """Return the minutes of the run with its walks, by convention the most to swap in; None when not known."""
        return self.instead_of.minutes_in_all


def advice_beside(stage: Stage) -> tuple[str, ...]:
    """Return the ids of the advice that goes with a stage: cadence with steady runs, hills and speed last."""
    if stage.is_load:
        return (*BUILDING_UP, *STEADY, *ALWAYS)
    return ALWAYS if stage.walk_seconds else (*STEADY, *ALWAYS)


def swaps(session: Session) -> Swap:
    """Return what a sore day's run may be exchanged for: whatever does not bring on the pain."""
    return Swap(session)
