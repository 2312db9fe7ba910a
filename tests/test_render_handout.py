"""The command that prints a preview: its options, its words when it cannot, and its exit codes."""

import io
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from programmes.models import Layout, Programme
from tests.factories import make_language, make_programme, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Programme:
    make_language()
    return make_template(slug="tpl-knee", phases=2)


def render(name: object, path: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("render_handout", str(name), output=path, stdout=out, **options)
    return out.getvalue()


def text(path: Path) -> str:
    from tests.test_shipped_handouts import text_of

    return text_of(path)


def test_a_template_is_printed_and_the_path_said(template: Programme, tmp_path: Path):
    path = tmp_path / "new folder" / "out.pdf"
    assert render("tpl-knee", path).strip() == str(path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_every_page_says_that_it_is_a_preview(template: Programme, tmp_path: Path):
    path = tmp_path / "out.pdf"
    render("tpl-knee", path)
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    assert text(path).count("PREVIEW, not for the patient") >= pages


def test_a_programme_is_found_by_its_uuid(template: Programme, tmp_path: Path):
    programme = make_programme(goal="Walk to the sea")
    render(programme.pk, tmp_path / "out.pdf")
    assert "Walk to the sea" in text(tmp_path / "out.pdf")


@pytest.mark.parametrize("layout", Layout.values)
def test_every_layout_is_printed(template: Programme, tmp_path: Path, layout: str):
    render("tpl-knee", tmp_path / "out.pdf", layout=layout)
    assert (tmp_path / "out.pdf").stat().st_size > 0


@pytest.mark.parametrize(("paper", "width"), [("A4", 595), ("Letter", 612)])
def test_the_paper_is_the_one_asked_for(template: Programme, tmp_path: Path, paper: str, width: int):
    render("tpl-knee", tmp_path / "out.pdf", paper=paper)
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert round(float(pdf.pages[0].mediabox[2])) == width


@pytest.mark.parametrize(("side", "said"), [("left", "Left leg first"), ("right", "Right leg first")])
def test_the_side_is_the_one_asked_for(template: Programme, tmp_path: Path, side: str, said: str):
    render("tpl-knee", tmp_path / "out.pdf", side=side)
    assert said in text(tmp_path / "out.pdf")


def test_without_a_side_the_words_stay_neutral(template: Programme, tmp_path: Path):
    render("tpl-knee", tmp_path / "out.pdf")
    assert "Left leg" not in text(tmp_path / "out.pdf")
    assert "One leg, then the other" in text(tmp_path / "out.pdf")


def test_one_phase_or_all(template: Programme, tmp_path: Path):
    template.phases.filter(position=2).update(plain_name="Get strong")
    render("tpl-knee", tmp_path / "one.pdf", phase="2")
    render("tpl-knee", tmp_path / "all.pdf", phase="all")
    assert "Phase 2: Get strong" in text(tmp_path / "one.pdf")
    assert "Phase 1: Calm it down" not in text(tmp_path / "one.pdf")
    assert {"Phase 1: Calm it down", "Phase 2: Get strong"} <= {
        heading for heading in ("Phase 1: Calm it down", "Phase 2: Get strong") if heading in text(tmp_path / "all.pdf")
    }


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("tpl-elbow", {}, "tpl-knee"),
        (uuid4(), {}, "no programme"),
        ("tpl-knee", {"phase": "9"}, "from 1 to 2"),
        ("tpl-knee", {"phase": "first"}, "from 1 to 2"),
        ("tpl-knee", {"language": "xx"}, "xx"),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_written(
    template: Programme, tmp_path: Path, name: object, options: dict[str, str], reason: str
):
    with pytest.raises(CommandError, match=reason) as caught:
        render(name, tmp_path / "out.pdf", **options)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.pdf").exists()


def test_a_folder_that_cannot_be_written_is_named(template: Programme, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        render("tpl-knee", tmp_path / "file" / "out.pdf")
