"""The weeks as a picture: a row each, so that it reads on a telephone and on paper.

One colour, the text's own: an outlined bar is the week, the filled one in it the longest run, a dot is a run. A broken
guard is a shape: a triangle for a run, a diamond for two weeks. No style, no ids, no addresses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from django.utils.translation import gettext as _

from programmes.figures.outline import number as short
from programmes.running.units import Unit, in_unit
from programmes.running.weeks import WeekLine

WIDTH = 400
ROW = 24
HEAD = 22
FOOT = 16
HEAD_AT, WEEK_AT, DOTS_AT, BAR_AT, BAR_LENGTH, MARKS_AT, TOTAL_AT, LONGEST_AT = 2, 30, 52, 112, 144, 262, 330, 398
DOT_STEP = 8
TEXT_SIZE = 12
DROP = 4  # From the middle of a row to the base of its text.
TRIANGLE = "M{left} {base}L{middle} {top}L{right} {base}Z"
DIAMOND = "M{left} {centre}L{middle} {top}L{right} {centre}L{middle} {base}Z"


def draw_weeks(lines: Sequence[WeekLine]) -> str:
    """Return the weeks as SVG with their sentences as its label; nothing for no week."""
    if not lines:
        return ""
    legend = list(_legend(lines))
    height = HEAD + ROW * len(lines) + FOOT * len(legend) + DROP
    most = max(line.total for line in lines) or Fraction(1)
    rows = "".join(_row(line, HEAD + ROW * place + ROW / 2, most) for place, line in enumerate(lines))
    foot = HEAD + ROW * len(lines) + FOOT / 2
    keys = "".join(_key(path, said, foot + FOOT * place) for place, (path, said) in enumerate(legend))
    label = escape(" ".join(line.words for line in lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'
        f'<g fill="currentColor" font-size="{TEXT_SIZE}">{_head(lines[0].unit)}{rows}{keys}</g></svg>'
    )


def _head(unit: Unit) -> str:
    middle = HEAD / 2
    total = _("In all, %(unit)s") % {"unit": unit.value}
    return (
        f"{_text(HEAD_AT, middle, _('Week'), is_start=True)}{_text(DOTS_AT, middle, _('Runs'), is_start=True)}"
        f"{_text(TOTAL_AT, middle, total)}{_text(LONGEST_AT, middle, _('Longest'))}"
    )


def _row(line: WeekLine, middle: float, most: Fraction) -> str:
    dots = "".join(
        f'<circle cx="{DOTS_AT + 3 + DOT_STEP * place}" cy="{short(middle)}" r="3"/>'
        for place in range(min(line.runs, 7))
    )
    total = _number(line.total, line.unit) + ("+" if line.runs_not_known else "")
    marks = (DIAMOND, line.is_fortnight_over), (TRIANGLE, line.is_run_over)
    broken = [path for path, is_over in marks if is_over]
    shapes = "".join(_mark(path, MARKS_AT + 14 * place, middle) for place, path in enumerate(broken))
    return (
        f"{_text(WEEK_AT, middle, str(line.number))}{dots}{_bars(line, middle, most)}{shapes}"
        f"{_text(TOTAL_AT, middle, total)}{_text(LONGEST_AT, middle, _number(line.longest, line.unit))}"
    )


def _bars(line: WeekLine, middle: float, most: Fraction) -> str:
    week, longest = (short(float(amount / most * BAR_LENGTH)) for amount in (line.total, line.longest))
    return (
        f'<rect x="{BAR_AT}" y="{short(middle - 7)}" width="{week}" height="14" fill="none" stroke="currentColor"/>'
        f'<rect x="{BAR_AT}" y="{short(middle - 3)}" width="{longest}" height="6"/>'
    )


def _legend(lines: Sequence[WeekLine]) -> Iterator[tuple[str, str]]:
    """Yield what needs a key: the bars always, a shape where it occurs."""
    yield "", _("Outlined: the whole week. Filled: its longest run.")
    if any(line.is_run_over for line in lines):
        yield TRIANGLE, _("A run is over its limit.")
    if any(line.is_fortnight_over for line in lines):
        yield DIAMOND, _("Two weeks are over their limit.")


def _key(path: str, said: str, middle: float) -> str:
    shape = _mark(path, WEEK_AT - 11, middle) if path else ""
    return f"{shape}{_text(DOTS_AT, middle, said, is_start=True)}"


def _mark(path: str, left: float, middle: float) -> str:
    places = {"left": left, "middle": left + 5.5, "right": left + 11}
    heights = {"top": middle - 6, "centre": middle, "base": middle + 5.5}
    return f'<path d="{path.format(**{name: short(value) for name, value in (places | heights).items()})}"/>'


def _text(x: float, middle: float, said: str, *, is_start: bool = False) -> str:
    anchor = "start" if is_start else "end"
    return f'<text x="{x}" y="{short(middle + DROP)}" text-anchor="{anchor}">{escape(said)}</text>'


def _number(amount: Fraction, unit: Unit) -> str:
    return str(in_unit(amount, unit))
