"""SVG as PDF operators: the same strokes, or None for what is more than plain paths."""

import re
import zlib
from math import hypot

import pytest

from programmes import figures
from programmes.figures import BUILDS, PALETTES
from programmes.handout.compiled import CompiledImage, compiled
from programmes.handout.path_data import Unsupported, operators
from tests import shipped
from tests.figures import plain_figure

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"{}>{}</svg>'


def drawn(inner: str, attributes: str = "") -> CompiledImage | None:
    return compiled(SVG.format(attributes, inner))


def written(inner: str) -> str:
    image = drawn(inner)
    assert image is not None
    return zlib.decompress(image.get_x_object(False, 1).stream[0]).decode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M1 2L3 4", "1 2 m 3 4 l"),
        ("M1 2l3 4z", "1 2 m 4 6 l h"),
        ("m1 2 3 4-1-1", "1 2 m 4 6 l 3 5 l"),
        ("M1,2H5V6h-1v-.5", "1 2 m 5 2 l 5 6 l 4 6 l 4 5.5 l"),
        ("M0 0c1 1 2 2 3 3", "0 0 m 1 1 2 2 3 3 c"),
        ("M1 1C1 1 2 2 3 3c1 1 1 1 1 1", "1 1 m 1 1 2 2 3 3 c 4 4 4 4 4 4 c"),
        ("M1 1l2 0zm5 5l1 0", "1 1 m 3 1 l h 6 6 m 7 6 l"),
        ("M1 1a0 0 0 0 1 3 3", "1 1 m 4 4 l"),
        ("M1 1a5 5 0 0 1 0 0", "1 1 m"),
        ("M.5.25l-.004 0", "0.5 0.25 m 0.5 0.25 l"),
        ("", ""),
    ],
)
def test_path_data_becomes_operators(data: str, expected: str):
    assert operators(data) == expected


@pytest.mark.parametrize(
    ("flags", "middle"), [("0 1", (0, 0)), ("1 0", (0, 0)), ("0 0", (4, 4)), ("1 1", (4, 4))], ids=str
)
def test_an_arc_runs_along_its_circle(flags: str, middle: tuple[int, int]):
    """Two circles of this size go through both points; the flags choose one, and the way round."""
    points = [float(value) for value in re.findall(r"-?[\d.]+", operators(f"M4 0A4 4 0 {flags} 0 4"))]
    ends = list(zip(points[6::6], points[7::6], strict=True))
    assert ends[-1] == (0, 4)
    assert all(abs(hypot(x - middle[0], y - middle[1]) - 4) < 0.01 for x, y in ends)
    assert len(ends) == (3 if flags.startswith("1") else 1)


def test_an_arc_too_small_for_its_way_is_made_to_reach():
    assert operators("M0 0A1 1 0 0 1 10 0").endswith(" 10 0 c")


def test_what_follows_the_flags_of_an_arc_need_not_be_parted():
    assert operators("M0 0a5 5 0 0110 0") == operators("M0 0a5 5 0 0 1 10 0")


@pytest.mark.parametrize(
    "data", ["1 2", "M1", "M1 2L3", "M1 2Q3 4 5 6", "M1 2z3", "M1 2Lx", "M0 0a1 2 0 0 1 3 3", "M0 0a1 1 0 2 1 3 3"]
)
def test_path_data_of_another_kind_is_refused(data: str):
    with pytest.raises(Unsupported):
        operators(data)


def test_fill_line_and_state_are_told_once():
    path = '<path d="M0 0h1" fill="#ff0000" stroke="#000000" stroke-width=".5"/>'
    assert written(f'<g stroke-linecap="round">{path}{path}</g>').split("\n") == [
        "4 M",
        "1 0 0 rg",
        "0 0 0 RG",
        "0.5 w",
        "1 J",
        "0 j",
        "[] 0 d",
        "0 0 m 1 0 l B",
        "0 0 m 1 0 l B",
    ]


def test_what_a_group_sets_ends_with_it():
    path = '<path d="M0 0h1" fill="#00ff00"/>'
    lines = written(f'<g transform="translate(3)">{path}</g>{path}').split("\n")
    assert lines == ["4 M", "q 1 0 0 1 3 0 cm", "0 1 0 rg", "0 0 m 1 0 l f", "Q", "0 1 0 rg", "0 0 m 1 0 l f"]


def test_a_mirrored_group_and_dashes_are_kept():
    path = '<path d="M0 0h9" fill="none" stroke="#000000" stroke-dasharray="2 3"/>'
    text = written(f'<g transform="matrix(-1 0 0 1 40 0)">{path}</g>')
    assert "q -1 0 0 1 40 0 cm" in text
    assert "[2 3] 0 d" in text
    assert text.count(" S") == 1


def test_a_path_that_shows_nothing_is_left_out():
    assert written('<path d="M0 0h1" fill="none"/>') == "4 M"


@pytest.mark.parametrize(
    "inner",
    [
        '<circle r="3"/>',
        '<path d="M0 0h1" opacity=".5"/>',
        '<path d="M0 0h1" fill="url(#g)"/>',
        '<path d="M0 0h1" fill="red"/>',
        '<path d="M0 0h1" style="fill:#ff0000"/>',
        '<path d="M0 0h1" class="a"/>',
        '<path d="M0 0h1"><title>A</title></path>',
        '<path d="M0 0h1" stroke="#000000" stroke-width="1px"/>',
        '<path d="M0 0h1" stroke="#000000" stroke-linecap="odd"/>',
        '<g transform="rotate(3)"/>',
        '<g transform="matrix(9 0 0 9 0 0)"/>',
        '<g transform="matrix(1 0)"/>',
        '<image href="file:///etc/passwd"/>',
        "<text>A</text>",
        "words",
        "<g>words</g>",
        "<defs/>",
    ],
)
def test_what_is_more_than_plain_paths_is_left_to_weasyprint(inner: str):
    assert drawn(inner) is None


@pytest.mark.parametrize("text", ["<svg", '<svg viewBox="0 0 40 20"/>', SVG.replace("40 20", "1 1").format("", "")])
def test_what_is_no_picture_for_us_is_left_to_weasyprint(text: str):
    assert compiled(text) is None


def test_a_size_of_its_own_is_left_to_weasyprint():
    assert drawn("", ' width="40"') is None


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("build", BUILDS)
def test_a_figure_is_compiled_in_every_look(palette: str, build: str):
    for is_mirrored in (False, True):
        drawing = figures.draw(figures.read(plain_figure()), palette=palette, build=build, is_mirrored=is_mirrored)
        assert all(compiled(frame) for frame in (drawing.start, drawing.end))


@pytest.mark.parametrize("slug", shipped.ids("exercises"))
def test_every_shipped_figure_is_plain_paths(slug: str):
    drawing = figures.draw(figures.read(shipped.read(f"exercises/{slug}.yaml")["figure"]))
    assert all(compiled(frame) for frame in (drawing.start, drawing.end))


def test_the_name_follows_from_the_picture():
    one, same, other = drawn(""), drawn(""), drawn('<path d="M0 0h1"/>')
    assert one is not None
    assert other is not None
    assert one is same
    assert one.id != other.id
