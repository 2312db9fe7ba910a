"""SVG path data as PDF operators: lines, cubic curves and arcs of circles. Pure; knows no elements and no PDF file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import atan2, ceil, cos, hypot, pi, sin, sqrt, tan

Point = tuple[float, float]

_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+))"
_FLAG = "([01])"
_NUMBERS = re.compile(_NUMBER)
# The two flags of an arc are single digits, and nothing need stand between them and the next number.
_ARC = re.compile(r"[\s,]*".join([_NUMBER] * 3 + [_FLAG] * 2 + [_NUMBER] * 2))
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


class Unsupported(ValueError):
    """There is more in the SVG than plain paths."""


def number(value: float) -> str:
    """Return the number with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def operators(data: str) -> str:
    """Return the path, ready to be painted. Raises Unsupported."""
    pen = _Pen()
    for letter, values in _steps(data):
        pen.go(letter, values)
    return " ".join(pen.written)


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with the numbers of one step; what follows a move without a letter is a line."""
    if _COMMAND.sub("", data).strip():
        raise Unsupported("a path that starts with no command")
    for letter, rest in _COMMAND.findall(data):
        takes = _TAKES.get(letter.upper())
        if takes is None:
            raise Unsupported(f"the path command {letter}")
        values = _values(letter, rest)
        if takes == 0 and not values:
            yield letter, []
        elif not takes or not values or len(values) % takes:
            raise Unsupported(f"the numbers of the path command {letter}")
        for start in range(0, len(values), takes or 1):
            yield letter, values[start : start + takes]
            letter = {"M": "L", "m": "l"}.get(letter, letter)


def _values(letter: str, text: str) -> list[float]:
    pattern = _ARC if letter in "aA" else _NUMBERS
    if pattern.sub("", text).strip(" ,\t\n\r"):
        raise Unsupported(f"the numbers of the path command {letter}")
    found = pattern.findall(text)
    return [float(value) for step in found for value in (step if isinstance(step, tuple) else (step,))]


class _Pen:
    """Where the path has come to, and the operators written so far."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._here: Point = (0.0, 0.0)
        self._began: Point = (0.0, 0.0)

    def go(self, letter: str, values: list[float]) -> None:
        if letter in "zZ":
            self.written.append("h")
            self._here = self._began
            return
        x, y = self._here if letter.islower() else (0.0, 0.0)
        match letter.upper():
            case "H":
                self._line((x + values[0], self._here[1]))
            case "V":
                self._line((self._here[0], y + values[0]))
            case "A":
                self._arc(values, (x + values[5], y + values[6]))
            case "C":
                self._curve(*((x + values[i], y + values[i + 1]) for i in (0, 2, 4)))
            case "L":
                self._line((x + values[0], y + values[1]))
            case "M":
                self._began = (x + values[0], y + values[1])
                self._write("m", self._began)

    def _write(self, operator: str, *points: Point) -> None:
        self._here = points[-1]
        self.written.append(" ".join([number(value) for point in points for value in point] + [operator]))

    def _line(self, point: Point) -> None:
        self._write("l", point)

    def _curve(self, one: Point, two: Point, point: Point) -> None:
        self._write("c", one, two, point)

    def _arc(self, values: list[float], point: Point) -> None:
        radius, other, _turn, is_large, is_clockwise = values[:5]
        if abs(radius) != abs(other):
            raise Unsupported("an arc of an ellipse")
        if point == self._here:
            return
        if not radius:
            self._line(point)
            return
        for curve in _curves(self._here, point, abs(radius), bool(is_large), bool(is_clockwise)):
            self._curve(*curve)


def _curves(
    start: Point, end: Point, radius: float, is_large: bool, is_clockwise: bool
) -> Iterator[tuple[Point, Point, Point]]:
    """Yield Bézier curves, a quarter of a circle at most each. A radius too small to reach is made to reach."""
    middle, radius = _middle(start, end, radius, is_large is not is_clockwise)
    begin, stop = (atan2(y - middle[1], x - middle[0]) for x, y in (start, end))
    turn = (stop - begin) % (2 * pi) if is_clockwise else -((begin - stop) % (2 * pi))
    count = max(1, ceil(abs(turn) / (pi / 2) - 1e-9))
    step = turn / count
    reach = 4 / 3 * tan(step / 4) * radius
    for index in range(count):
        one, two = begin + index * step, begin + (index + 1) * step
        here, there = _on(middle, radius, one), _on(middle, radius, two)
        yield (
            (here[0] - reach * sin(one), here[1] + reach * cos(one)),
            (there[0] + reach * sin(two), there[1] - reach * cos(two)),
            end if index == count - 1 else there,
        )


def _middle(start: Point, end: Point, radius: float, is_right: bool) -> tuple[Point, float]:
    """Return the middle of the circle, on the right of the way from start to end or on the left; and its radius."""
    across, down = end[0] - start[0], end[1] - start[1]
    apart = hypot(across, down)
    radius = max(radius, apart / 2)
    off = sqrt(max(0.0, radius**2 - apart**2 / 4)) / apart * (1 if is_right else -1)
    return ((start[0] + end[0]) / 2 - down * off, (start[1] + end[1]) / 2 + across * off), radius


def _on(middle: Point, radius: float, angle: float) -> Point:
    return middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)
