"""The unit a runner thinks in, and rounding that never hides an increase.

Distances are exact metres (a tenth of a mile is 160.9344), so that a plan in miles and one in kilometres say the same.
A planned amount is rounded down to what can be printed before any guard is asked. Of what is judged, the amount is
rounded up and its limit down: what is over its limit is shown as over it.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.dosage import time_words
from programmes.running.error import RunningError

HUNDREDTHS = 100
SECONDS_PER_MINUTE = 60


class Unit(StrEnum):
    """What a runner counts in. Kilometres and miles count metres, minutes count seconds of running."""

    KILOMETRES = "km"
    MILES = "mi"
    MINUTES = "min"

    @property
    def label(self) -> Promise:
        return _LABELS[self]

    @property
    def is_distance(self) -> bool:
        return self is not Unit.MINUTES

    @property
    def size(self) -> Fraction:
        """Return how many metres, or seconds, one of it is."""
        return _SIZES[self]

    @property
    def step(self) -> Fraction:
        """Return the smallest difference a plan prints, in metres or seconds: a tenth, or a whole minute."""
        return self.size / 10 if self.is_distance else self.size


_LABELS: dict[Unit, Promise] = {
    Unit.KILOMETRES: _("kilometres"),
    Unit.MILES: _("miles"),
    Unit.MINUTES: _("minutes"),
}
_SIZES: dict[Unit, Fraction] = {
    Unit.KILOMETRES: Fraction(1000),
    Unit.MILES: Fraction("1609.344"),
    Unit.MINUTES: Fraction(SECONDS_PER_MINUTE),
}
_ONE_MILE = _("%(number)s mile")
_DISTANCES: dict[Unit, Promise] = {Unit.KILOMETRES: _("%(number)s km"), Unit.MILES: _("%(number)s miles")}


def metres_from(amount: Decimal | int | str, unit: Unit) -> Decimal:
    """Return exact metres of a distance as it was typed: "5.5" miles are 8851.392 metres. Raises RunningError."""
    if not unit.is_distance:
        raise RunningError("unit", "must be kilometres or miles, not minutes")
    try:
        number = Decimal(amount)
    except InvalidOperation:
        raise RunningError("distance", f"must be a number such as 5.5, not {amount!r}") from None
    if not number.is_finite() or number < 0:
        raise RunningError("distance", f"must be 0 or more, not {amount!r}")
    return number * unit.size.numerator / unit.size.denominator


def steps_down(amount: Fraction, unit: Unit) -> int:
    """Return how many whole steps of a plan are in *amount* of metres or seconds."""
    return floor(amount / unit.step)


def rounded(amount: Fraction, unit: Unit, *, is_limit: bool = False) -> Fraction:
    """Return metres or seconds as shown, to the hundredth of a unit or the second: amounts up, limits down."""
    grain = unit.size / HUNDREDTHS if unit.is_distance else Fraction(1)
    return grain * (floor(amount / grain) if is_limit else ceil(amount / grain))


def in_unit(amount: Fraction, unit: Unit, *, is_limit: bool = False) -> Decimal:
    """Return metres or seconds in the runner's unit, to the hundredth: an amount rounded up, a limit down."""
    hundredths = amount / unit.size * HUNDREDTHS
    return _plain(Decimal(floor(hundredths) if is_limit else ceil(hundredths)) / HUNDREDTHS)


def amount_words(amount: Fraction, unit: Unit, *, is_limit: bool = False) -> str:
    """Return "8.8 km", "5.5 miles" or "33 minutes", rounded as `rounded` does."""
    shown = rounded(amount, unit, is_limit=is_limit)
    if not unit.is_distance:
        return time_words(int(shown))
    number = in_unit(shown, unit)
    return str(_ONE_MILE if unit is Unit.MILES and number == 1 else _DISTANCES[unit]) % {"number": number}


def _plain(number: Decimal) -> Decimal:
    """Return the number without trailing noughts, and never as 2E+1."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
