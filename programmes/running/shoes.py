"""How far a pair of shoes has run. 300 to 500 miles is habit, tested by no trial: wear and comfort say more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.running.error import RunningError
from programmes.running.run import Run
from programmes.running.units import Unit

GUIDE_MILES = (300, 500)
ADVICE = "adv-replace-shoes"
SOURCES = ("shoe-mileage-explainer", "relph-2022")


class Guide(StrEnum):
    """Where a pair stands beside the rough guide."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"

    @property
    def words(self) -> Promise:
        return _WORDS[self]


_CHANGE_WHEN = _("Change when the sole is worn, the foam feels flat or the shoe stops being comfortable.")
_WORDS: dict[Guide, Promise] = {
    Guide.BELOW: _CHANGE_WHEN,
    Guide.WITHIN: _(
        "Many runners change shoes at about 300 to 500 miles (about 500 to 800 km). Treat that as a rough guide. "
        "Change when the sole is worn, the foam feels flat or the shoe stops being comfortable."
    ),
    Guide.ABOVE: _(
        "More than the 500 miles (about 800 km) at which many runners have changed shoes. Treat that as a rough guide. "
        "Look at the sole, and change when the foam feels flat or the shoe stops being comfortable."
    ),
}


@dataclass(frozen=True)
class Shoe:
    """A pair, in use from a day on."""

    name: str
    worn_from: date
    metres_before: Decimal | int = 0  # Run in it before that day.


@dataclass(frozen=True)
class Mileage:
    """How far a pair has run: at least so far, where some runs have no distance."""

    shoe: Shoe
    metres: Fraction
    runs_without_distance: int

    @property
    def guide(self) -> Guide:
        low, high = (miles * Unit.MILES.size for miles in GUIDE_MILES)
        if self.metres < low:
            return Guide.BELOW
        return Guide.WITHIN if self.metres <= high else Guide.ABOVE


def mileages(shoes: Iterable[Shoe], runs: Iterable[Run]) -> tuple[Mileage, ...]:
    """Return how far each pair has run. What is only planned is left out.

    A run that names no pair is counted to the one taken into use last by its day. Raises RunningError for an unknown
    pair, and for two of one name.
    """
    pairs = tuple(shoes)
    worn: dict[str, list[Run]] = {shoe.name: [] for shoe in pairs}
    if len(worn) < len(pairs):
        raise RunningError("shoes", "must each have a name of their own")
    for run in runs:
        name = None if run.is_planned else run.shoe or _latest(pairs, run.on)
        if name is not None:
            if name not in worn:
                raise RunningError(
                    f"{run.on.isoformat()}.shoe", f"{name!r} is none of {', '.join(worn) or 'the pairs'}"
                )
            worn[name].append(run)
    return tuple(_mileage(shoe, worn[shoe.name]) for shoe in pairs)


def _latest(shoes: tuple[Shoe, ...], on: date) -> str | None:
    in_use = [shoe for shoe in shoes if shoe.worn_from <= on]
    return max(in_use, key=lambda shoe: shoe.worn_from).name if in_use else None


def _mileage(shoe: Shoe, runs: list[Run]) -> Mileage:
    since = [run.metres for run in runs if run.on >= shoe.worn_from]
    metres = sum((Fraction(each) for each in since if each is not None), Fraction(shoe.metres_before))
    return Mileage(shoe, metres, since.count(None))
