"""Outlines as SVG path data."""

import re
from math import hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from programmes.figures.outline import circle, hull, number, numbers, polygon, smooth


def corners(path: str) -> list[tuple[float, float]]:
    """Return the points that path data of moves, lines, arcs and curves leads to."""
    points, x, y = [], 0.0, 0.0
    for command, rest in re.findall(r"([Mlac])([^Mlacz]*)", path):
        values = [float(value) for value in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command == "M":
            x, y = values
        else:
            x, y = x + values[-2], y + values[-1]
        points.append((x, y))
    return points


discs = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 9)), min_size=1, max_size=5)


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (-0.04, "0"), (0.5, ".5"), (-0.5, "-.5"), (12.34, "12.3")])
def test_numbers_are_as_short_as_they_can_be(value: float, text: str):
    assert number(value) == text


def test_a_number_below_zero_needs_no_space_before_it():
    assert numbers(1.5, -2, 3) == "1.5-2 3"


def straight_lines(path: str) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    points = corners(path)
    commands = re.findall(r"[Mla]", path)
    pairs = [(points[index - 1], points[index]) for index, command in enumerate(commands) if command == "l"]
    return [*pairs, (points[-1], points[0])]


@given(discs)
def test_no_disc_sticks_out_of_the_straight_lines_of_its_hull(round_things: list[tuple[float, float, float]]):
    for (ax, ay), (bx, by) in straight_lines(hull(round_things)):
        long = hypot(bx - ax, by - ay)
        if long < 3:  # rounding to tenths turns a short line too much
            continue
        nx, ny = (by - ay) / long, (ax - bx) / long
        for x, y, radius in round_things:
            assert (x - ax) * nx + (y - ay) * ny + radius < 0.1 + 0.1 * hypot(x - ax, y - ay) / long * 2


@given(discs)
def test_a_hull_ends_where_it_began(round_things: list[tuple[float, float, float]]):
    path = hull(round_things)
    assert path.startswith("M")
    assert path.endswith("z")
    assert path.count("M") == 1


def test_a_limb_between_two_discs_is_two_lines_and_two_arcs():
    path = hull([(0, 0, 5), (20, 0, 3)])
    assert re.sub(r"[^Mlaz]", "", path) == "Mlalaz" or re.sub(r"[^Mlaz]", "", path) == "Malaz"


def test_a_disc_inside_another_changes_nothing():
    assert hull([(0, 0, 5), (1, 0, 2)]) == circle(0, 0, 5)


@given(st.lists(st.tuples(st.floats(-99, 99), st.floats(-99, 99)), min_size=2, max_size=40))
def test_steps_from_point_to_point_do_not_drift(points: list[tuple[float, float]]):
    assume(all(hypot(a[0] - b[0], a[1] - b[1]) > 0.2 for a, b in zip(points, points[1:], strict=False)))
    for path in (polygon(points), smooth(points)):
        last = corners(path)[-1]
        assert last == pytest.approx(points[-1], abs=0.051)
