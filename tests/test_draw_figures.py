"""The command that draws the shipped exercises: its files, its options, and its words when it cannot."""

import re
import shutil
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from programmes.content.load import SHIPPED
from tests import shipped

SVG = "{http://www.w3.org/2000/svg}"
LARGEST_BYTES = 20_000
DRAWN = shipped.ids("exercises")


def draw(*slugs: str, output: Path, **options: str) -> list[Path]:
    out = StringIO()
    call_command("draw_figures", *slugs, output=output, stdout=out, **options)
    return [Path(line) for line in out.getvalue().splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every picture of the library."""
    folder = tmp_path_factory.mktemp("figures")
    draw(output=folder)
    return folder


def test_every_exercise_is_drawn_and_each_path_said(tmp_path: Path):
    folder = tmp_path / "new" / "folder"
    assert draw(output=folder) == [folder / f"{slug}.svg" for slug in DRAWN]
    assert {path.name for path in folder.iterdir()} == {f"{slug}.svg" for slug in DRAWN}


def test_only_what_is_named_is_drawn(tmp_path: Path):
    assert draw("clamshell", "bridge", output=tmp_path) == [tmp_path / "clamshell.svg", tmp_path / "bridge.svg"]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("slug", DRAWN)
def test_a_picture_is_small_and_holds_shapes_alone(folder: Path, slug: str):
    body = (folder / f"{slug}.svg").read_bytes()
    assert len(body) <= LARGEST_BYTES
    tree = list(ElementTree.fromstring(body).iter())
    assert {element.tag for element in tree} == {f"{SVG}svg", f"{SVG}g", f"{SVG}path"}
    allowed = {"viewBox", "transform", "d", "fill", "stroke", "stroke-width", "stroke-dasharray"}
    allowed |= {"stroke-linecap", "stroke-linejoin"}
    assert {name for element in tree for name in element.attrib} <= allowed
    assert not re.search(rb"<text|\bid=|href|url\(|https?:(?!//www\.w3\.org/2000/svg\")", body)


@pytest.mark.parametrize("slug", DRAWN)
def test_both_frames_are_in_the_file(folder: Path, slug: str):
    root = ElementTree.fromstring((folder / f"{slug}.svg").read_bytes())
    assert [child.tag for child in root] == [f"{SVG}g", f"{SVG}g"]
    assert all(len(list(frame.iter(f"{SVG}path"))) > 10 for frame in root)


@pytest.mark.parametrize(
    "options",
    [{"palette": "brown"}, {"palette": "outline"}, {"build": "larger"}, {"side": "left"}],
    ids=lambda options: " ".join(*options.items()),
)
def test_each_option_draws_another_picture(tmp_path: Path, options: dict[str, str]):
    (usual,) = draw("clamshell", output=tmp_path / "usual")
    (other,) = draw("clamshell", output=tmp_path / "other", **options)
    assert usual.read_bytes() != other.read_bytes()


def test_right_is_the_side_at_work_unless_told(tmp_path: Path):
    (usual,) = draw("clamshell", output=tmp_path / "usual")
    (right,) = draw("clamshell", output=tmp_path / "right", side="right")
    assert usual.read_bytes() == right.read_bytes()


def test_an_exercise_of_both_sides_together_has_no_left(tmp_path: Path):
    (usual,) = draw("bridge", output=tmp_path / "usual")
    (left,) = draw("bridge", output=tmp_path / "left", side="left")
    assert usual.read_bytes() == left.read_bytes()


def test_an_unknown_exercise_is_named_and_nothing_is_written(tmp_path: Path):
    with pytest.raises(CommandError) as refused:
        draw("clamshell", "clamshel", output=tmp_path / "out")
    assert str(refused.value) == "There is no exercise 'clamshel' in the library. Nothing was drawn."
    assert refused.value.returncode == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("option", "value"), [("palette", "pink"), ("build", "tiny"), ("side", "both")])
def test_an_unknown_option_is_refused(tmp_path: Path, option: str, value: str):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("draw_figures", f"--output={tmp_path}", f"--{option}={value}")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(CommandError, match=f"^{re.escape(str(path))}: File exists$"):
        draw("clamshell", output=path)


def test_a_figure_with_a_slip_is_named_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    content = Path(shutil.copytree(SHIPPED, tmp_path / "en"))
    file = content / "exercises/bridge.yaml"
    file.write_text(file.read_text().replace("turn:", "trun:", 1))
    monkeypatch.setattr("programmes.management.commands.draw_figures.SHIPPED", content)
    with pytest.raises(
        CommandError, match=r"^exercises/bridge\.yaml: figure\.camera\.trun: is an unknown key; did you mean 'turn'"
    ):
        draw("bridge", output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_content_is_left_alone(folder: Path):
    assert not list(SHIPPED.rglob("*.svg"))
