"""A chart of scores: everything in it, nothing outside it, and readable without colour."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from programmes.charts import Chart, Mark, Point, Series, Shape, draw
from programmes.charts.draw import HEIGHT, WIDTH

DAYS = some.dates(date(2025, 1, 1), date(2027, 12, 31))
POINTS = some.lists(some.builds(Point, DAYS, some.floats(-5, 15)), max_size=30).map(
    lambda points: tuple(sorted(points, key=lambda point: point.on))
)


def write_day(day: date) -> str:
    return f"{day:%d %b}"


def drawn(**kwargs) -> str:
    return draw(Chart(**{"title": "Pain & effort", "series": (), **kwargs}), write_day)


def test_a_chart_of_nothing_is_nothing():
    assert drawn() == ""


@given(POINTS, POINTS, some.lists(some.builds(Mark, DAYS, some.text(max_size=20)), max_size=5))
def test_whatever_is_drawn_stays_inside(pain, effort, marks):
    series = (Series("pain", pain), Series("effort", effort, Shape.SQUARE, is_dashed=True))
    svg = drawn(series=series, marks=tuple(marks), limit=3, limit_name="rule")
    for axis, most in (("cx", WIDTH), ("x", WIDTH), ("cy", HEIGHT), ("y", HEIGHT)):
        assert all(-1 <= float(value) <= most for value in re.findall(rf' {axis}="(-?[\d.]+)"', svg))


def test_words_are_escaped_and_the_drawing_is_xml():
    day = date(2026, 1, 1)
    svg = drawn(series=(Series("<pain>", (Point(day, 2),)),), marks=(Mark(day, 'a "b" <c>'),))
    assert ET.fromstring(svg).tag.endswith("svg")
    assert "<pain>" not in svg


def test_series_are_told_apart_by_shape_and_line_and_no_colour_is_named():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(3)]
    points = tuple(Point(day, 5) for day in days)
    svg = drawn(series=(Series("pain", points), Series("effort", points, Shape.SQUARE, is_dashed=True)))
    assert svg.count("<circle") == 4
    assert svg.count("<rect") == 4
    assert svg.count("stroke-dasharray") == 2
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) == {"none", "currentColor"}
    assert "style=" not in svg


def test_dates_stand_no_nearer_than_they_can_be_read():
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(60)]
    svg = drawn(series=(Series("pain", tuple(Point(day, 5) for day in days)),))
    assert 3 <= len(re.findall(r">\d\d \w{3}<", svg)) <= 9


def test_no_point_stands_on_the_name_of_the_limit():
    day = date(2026, 1, 1)
    svg = drawn(
        series=(Series("pain", (Point(day, 3), Point(day + timedelta(days=9), 4))),), limit=3, limit_name="rule"
    )
    [(x, y)] = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>rule<', svg)
    points = [(float(cx), float(cy)) for cx, cy in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]
    assert not [each for each in points if abs(each[1] - float(y)) < 12 and float(x) - 60 < each[0] < float(x) + 60]
