"""The page about the figures in docs/: its example is drawn, and its lists and numbers are the ones there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from programmes import figures
from programmes.content.check.figures import LARGEST_BYTES
from programmes.figures import lint
from programmes.figures.muscles import PATCHES
from programmes.figures.pose import Arm, Arrow, Camera, Figure, Leg, Pose, Root
from programmes.figures.props import KINDS

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "figures.md").read_text()
(EXAMPLE,) = re.findall(r"```yaml\nfigure:\n(.*?)```", PAGE, re.DOTALL)
TABLE = dict(re.findall(r"^\| ([^|]+?) \| (.+?) \|$", PAGE, re.MULTILINE))


def listed(start: str) -> set[str]:
    """Return the names of the paragraph that starts so."""
    (paragraph,) = re.findall(rf"^{start}.*?: (.+?)\.$", PAGE.replace("\n`", " `"), re.MULTILINE)
    return set(re.findall(r"`([^`]+)`", paragraph))


def names_in(key: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", TABLE[key]))


def example() -> Any:
    return yaml.safe_load(EXAMPLE)


def test_the_example_is_drawn_without_a_problem():
    figure = figures.read(example())
    assert figures.problems(figure) == []
    assert len(figures.draw(figure).pair) <= LARGEST_BYTES


def test_a_knee_bent_too_far_is_told_as_the_page_says():
    plain = example()
    plain["end"]["right_leg"] = {"hip": [120, 0, 0], "knee": 171}
    (said,) = re.findall(r"figure: (end: right knee .*)$", PAGE, re.MULTILINE)
    assert said in figures.problems(figures.read(plain))


def test_every_prop_and_muscle_is_named():
    assert listed("Props") == set(KINDS)
    assert listed("Muscles") == set(PATCHES)


def test_every_look_is_named():
    (looks,) = re.findall(r"chooses a palette \((.*?)\) and a build \((.*?)\)", PAGE)
    assert [re.findall(r"`(\w+)`", names) for names in looks] == [list(figures.PALETTES), list(figures.BUILDS)]


@pytest.mark.parametrize(
    ("key", "kind"),
    [("`camera`", Camera), ("`arrows`", Arrow), ("a leg", Leg), ("an arm", Arm), ("`start`, `end`", Pose)],
)
def test_every_field_in_the_table_exists(key: str, kind: Any):
    known = {*kind.__dataclass_fields__, *Root.__dataclass_fields__}
    assert names_in(key) <= known


def test_every_key_of_a_figure_is_in_the_table():
    keys = {name for key in TABLE for name in re.findall(r"`(\w+)`", key)}
    assert keys == set(Figure.__dataclass_fields__) - {"end_props"}


def test_the_tolerances_are_those_of_the_check():
    pattern = r"touch by ([\d.]+) units.*?sink ([\d.]+) into.*?hover ([\d.]+) above.*?([\d.]+) degrees outside"
    (told,) = re.findall(pattern, PAGE, re.DOTALL)
    assert [float(number) for number in told] == [lint.TOUCH, lint.SINK, lint.HOVER, lint.SPARE_DEGREES]
    assert f"at most {lint.WIDEST:.0f} wide and {lint.TALLEST:.0f} high" in PAGE
    assert PAGE.count(f"{LARGEST_BYTES:,} bytes") == 2


def test_the_command_on_the_page_draws(tmp_path: Path):
    (command,) = re.findall(r"manage\.py (draw_figures \w+)", PAGE)
    call_command(*command.split(), output=tmp_path)
    assert (tmp_path / "squat.svg").exists()


def test_the_sheet_beside_the_page_is_a_pdf():
    assert (DOCS / "figures.pdf").read_bytes().startswith(b"%PDF-")
