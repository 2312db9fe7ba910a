"""Runs summed up by weeks, as a table beside the chart says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.running.guards import LONGEST_RUN, TWO_WEEKS, Finding, Guard, Verdict, first_day, week_of
from programmes.running.run import Run
from programmes.running.units import Unit, amount_words


@dataclass(frozen=True)
class WeekLine:
    """One week: how many runs, how much in all, the longest, and which guard is broken. Metres or seconds."""

    number: int
    starts_on: date
    unit: Unit
    runs: int
    total: Fraction
    longest: Fraction
    runs_not_known: int  # Without their distance or time: the week holds at least the total.
    is_run_over: bool
    is_fortnight_over: bool

    @property
    def words(self) -> str:
        """Return the week in a sentence or three."""
        amounts = {"total": amount_words(self.total, self.unit), "longest": amount_words(self.longest, self.unit)}
        runs = ngettext("%(count)d run", "%(count)d runs", self.runs) % {"count": self.runs}
        phrase = _("Week %(number)d: %(runs)s, %(total)s in all, the longest %(longest)s.")
        if self.runs_not_known:
            phrase = _("Week %(number)d: %(runs)s, at least %(total)s in all, the longest %(longest)s.")
        if not self.runs:
            phrase = _("Week %(number)d: no run.")
        said = [phrase % {"number": self.number, "runs": runs, **amounts}]
        if self.is_run_over:
            said.append(_("A run is over its limit."))
        if self.is_fortnight_over:
            said.append(_("With the week before, it is over the limit of two weeks."))
        return " ".join(said)


def week_lines(
    runs: Iterable[Run], starts_on: date, unit: Unit, findings: Iterable[Finding] = ()
) -> tuple[WeekLine, ...]:
    """Return every week from the first with a run to the last, those without any between them too."""
    by_week: dict[int, list[Run]] = {}
    for run in runs:
        by_week.setdefault(week_of(run.on, starts_on), []).append(run)
    over = {(each.guard, each.week) for each in findings if each.verdict is Verdict.OVER}
    numbers = range(min(by_week), max(by_week) + 1) if by_week else ()
    return tuple(_line(number, starts_on, unit, by_week.get(number, []), over) for number in numbers)


def _line(number: int, starts_on: date, unit: Unit, runs: Sequence[Run], over: set[tuple[Guard, int]]) -> WeekLine:
    amounts = [amount for run in runs if (amount := run.amount(unit)) is not None]
    return WeekLine(
        number,
        first_day(number, starts_on),
        unit,
        runs=len(runs),
        total=sum(amounts, Fraction(0)),
        longest=max(amounts, default=Fraction(0)),
        runs_not_known=len(runs) - len(amounts),
        is_run_over=(LONGEST_RUN, number) in over,
        is_fortnight_over=(TWO_WEEKS, number) in over,
    )
