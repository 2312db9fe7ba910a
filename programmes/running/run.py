"""One run, planned or done: what a run log holds of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from programmes.running.error import RunningError
from programmes.running.units import Unit

HIGHEST_PAIN = 10


@dataclass(frozen=True)
class Run:
    """A run on a day. None means not known: no distance is no 0 metres."""

    on: date
    metres: Decimal | int | None = None
    seconds: int | None = None  # Of running, walks left out.
    pain: int | None = None  # 0 to 10, the worst during the run.
    shoe: str = ""  # Which pair; empty means not said.
    is_on_ladder: bool = False  # A session of stages 1 to 8: counted, and judged by the ladder alone.
    is_planned: bool = False

    def __post_init__(self) -> None:
        for name in ("metres", "seconds"):
            value = getattr(self, name)
            if value is not None and (isinstance(value, bool | float) or value < 0):
                raise RunningError(f"{self.on.isoformat()}.{name}", f"must be an exact number from 0 on, not {value!r}")
        if self.pain is not None and self.pain not in range(HIGHEST_PAIN + 1):
            raise RunningError(f"{self.on.isoformat()}.pain", f"must be from 0 to 10, not {self.pain!r}")

    def amount(self, unit: Unit) -> Fraction | None:
        """Return metres or seconds, as the unit counts; None when not known."""
        value = self.metres if unit.is_distance else self.seconds
        return None if value is None else Fraction(value)


def with_log(planned: Iterable[Run], logged: Iterable[Run]) -> tuple[Run, ...]:
    """Return what was done and what is still to come: up to the last logged day the log stands for the plan."""
    done = sorted(logged, key=lambda run: run.on)
    last = done[-1].on if done else date.min
    return (*done, *(run for run in sorted(planned, key=lambda run: run.on) if run.on > last))
