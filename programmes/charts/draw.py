"""A chart as SVG. Colours are the page's own (`currentColor`), so that it is at home in light, dark and print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from xml.sax.saxutils import escape

from programmes.charts.plan import Chart, Mark, Series, Shape

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 34, 16, 34, 58
LEGEND = 14
SIZE = 4.5
# Dates stand no nearer to each other than they can be read.
LEAST_BETWEEN_DATES = 74


def draw(chart: Chart, write_day: Callable[[date], str]) -> str:
    """Return the SVG; its dates as *write_day* writes them. Of nothing, "" ."""
    if not chart.days:
        return ""
    body = "".join(_parts(chart, write_day))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="chart" '
        f'fill="none" stroke="currentColor" font-size="12"><title>{escape(chart.title)}</title>{body}</svg>'
    )


def _parts(chart: Chart, write_day: Callable[[date], str]) -> Iterator[str]:
    yield from _scale(chart)
    yield from _dates(chart, write_day)
    if chart.limit is not None:
        yield _limit(chart)
    for number, series in enumerate(chart.series):
        yield _line(chart, series)
        yield from (_point(_x(chart, each.on), _y(chart, each.score), series.shape) for each in series.points)
        yield _legend(number, series)
    yield from (_mark(chart, mark) for mark in chart.marks)


def _scale(chart: Chart) -> Iterator[str]:
    for step in range(0, 11, 2):
        score = chart.low + (chart.high - chart.low) * step / 10
        y = _y(chart, score)
        yield f'<path d="M{LEFT} {y:g}H{WIDTH - RIGHT}" stroke-opacity="0.2"/>'
        yield _text(LEFT - 6, y + 4, f"{score:g}", "end")


def _dates(chart: Chart, write_day: Callable[[date], str]) -> Iterator[str]:
    last = float(-LEAST_BETWEEN_DATES)
    for day in chart.days:
        x = _x(chart, day)
        if x - last >= LEAST_BETWEEN_DATES:
            yield _text(x, HEIGHT - 6, write_day(day), "middle" if LEFT + 30 < x < WIDTH - RIGHT - 30 else _side(x))
            last = x


def _side(x: float) -> str:
    return "start" if x < WIDTH / 2 else "end"


def _limit(chart: Chart) -> str:
    """Return the line, and its name beside those of the series: at the line, a point could stand on it."""
    y, x = _y(chart, chart.limit or 0), _legend_at(len(chart.series))
    dots = 'stroke-dasharray="1 4" stroke-width="2" stroke-linecap="round"'
    lines = f'<path d="M{LEFT} {y:g}H{WIDTH - RIGHT}" {dots}/><path d="M{x} {LEGEND}h28" {dots}/>'
    return lines + _text(x + 36, LEGEND + 4, chart.limit_name, "start")


def _line(chart: Chart, series: Series) -> str:
    if len(series.points) < 2:
        return ""
    path = "L".join(f"{_x(chart, each.on):g} {_y(chart, each.score):g}" for each in series.points)
    dashes = ' stroke-dasharray="6 4"' if series.is_dashed else ""
    return f'<path d="M{path}" stroke-width="2"{dashes}/>'


def _point(x: float, y: float, shape: Shape) -> str:
    if shape == Shape.DOT:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{SIZE}" fill="currentColor"/>'
    if shape == Shape.DIAMOND:
        return f'<path d="M{x:g} {y - 6:g}l6 6l-6 6l-6 -6z" fill="currentColor"/>'
    return (
        f'<rect x="{x - SIZE:g}" y="{y - SIZE:g}" width="{2 * SIZE}" height="{2 * SIZE}" class="ground" '
        'stroke-width="2"/>'
    )


def _legend(number: int, series: Series) -> str:
    x, y = _legend_at(number), LEGEND
    dashes = ' stroke-dasharray="6 4"' if series.is_dashed else ""
    line = f'<path d="M{x} {y}h28" stroke-width="2"{dashes}/>'
    return line + _point(x + 14, y, series.shape) + _text(x + 36, y + 4, series.name, "start")


def _legend_at(number: int) -> int:
    return LEFT + number * 150


def _mark(chart: Chart, mark: Mark) -> str:
    x, y = _x(chart, mark.on), HEIGHT - BOTTOM + 20
    said = f"<title>{escape(mark.word)}</title>"
    if mark.is_loud:
        sign = f'<path d="M{x:g} {TOP - 8}l7 12h-14z" fill="currentColor"/>'
        return f"<g>{said}{sign}</g>"
    box = f'<rect x="{x - 5:g}" y="{y - 5}" width="10" height="10" class="ground" stroke-width="1.5"/>'
    return f"<g>{said}{box}{_filled(x, y, mark.fill)}</g>"


def _filled(x: float, y: float, fill: float) -> str:
    height = 10 * fill
    place = f'x="{x - 5:g}" y="{y + 5 - height:g}" width="10" height="{height:g}"'
    return f'<rect {place} fill="currentColor"/>' if fill else ""


def _text(x: float, y: float, words: str, anchor: str) -> str:
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return f'<text {place} fill="currentColor" stroke="none">{escape(words)}</text>'


def _x(chart: Chart, day: date) -> float:
    first, last = chart.days[0], chart.days[-1]
    span = (last - first).days
    share = (day - first).days / span if span else 0.5
    return round(LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24), 1)


def _y(chart: Chart, score: float) -> float:
    share = (min(max(score, chart.low), chart.high) - chart.low) / (chart.high - chart.low)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)
