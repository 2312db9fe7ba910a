"""Pictures on the page and in the PDF: in order, with their words, all of them or no handout."""

import logging
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image as PillowImage
from PIL import ImageChops

from programmes import figures
from programmes.handout import gallery, page, pdf
from programmes.handout.document import Clinic, Document, Image, Picture
from programmes.handout.job import MissingPicture, RefusedAddress
from programmes.models import Layout
from tests import pdfua, printed, shipped
from tests.documents import make_card, make_document, make_drawn, make_image, make_part, make_photo

GRADIENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><defs><linearGradient id="g"><stop stop-color="#fff"/>'
    '<stop offset="1" stop-color="#000"/></linearGradient></defs><rect width="40" height="20" fill="url(#g)"/></svg>'
)


def handout(*pictures: Picture, **kwargs: Any) -> Document:
    cards = tuple(make_card(number=number, picture=picture) for number, picture in enumerate(pictures, 1))
    return make_document(parts=(make_part(cards=cards),), **kwargs)


def svg(text: str) -> Image:
    return Image("image/svg+xml", text, "A drawing")


def figures_of(content: bytes) -> list[str]:
    with pikepdf.open(BytesIO(content)) as file:
        return [str(item.Alt) for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]


def forms(content: bytes) -> list[str]:
    """Return the names under which the pages use form objects."""
    with pikepdf.open(BytesIO(content)) as file:
        used = [item for sheet in file.pages for item in sheet.Resources.get("/XObject", {}).items()]
        return [name for name, item in used if item.Subtype == "/Form"]


@pytest.mark.parametrize("layout", Layout.values)
def test_pictures_are_tagged_without_a_fault_in_every_layout(layout: str):
    clinic = Clinic(name="Riverside Physio", logo=make_photo("Riverside Physio"))
    mixed = (make_drawn(), make_drawn(start=None), make_drawn(end=make_photo()), make_drawn(end=svg(GRADIENT)))
    content = pdf.render(handout(*mixed, clinic=clinic), layout)
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0


def test_logo_and_pictures_carry_their_words():
    clinic = Clinic(name="Riverside Physio", logo=make_photo("Riverside Physio"))
    found = figures_of(pdf.render(handout(make_drawn(), clinic=clinic)))
    assert sorted(found) == ["Left knee lifted", "Left knee lifted", "Lying on your right side", "Riverside Physio"]


def test_start_and_end_are_numbered_and_told_before_the_caption():
    html = page.render(handout(make_drawn()))
    card = html[html.index("<article") :]
    words = [
        "<b>1</b> Start",
        "Lying on your right side",
        "<b>2</b> End",
        "Left knee lifted",
        "Pictured: your left leg.",
    ]
    places = [card.index(word) for word in words]
    assert places == sorted(places)
    assert "Pictured: your left leg." in " ".join(printed.pages(pdf.render(handout(make_drawn()))))


@pytest.mark.parametrize(("missing", "told"), [("start", "<b>2</b> End"), ("end", "<b>1</b> Start")])
def test_one_picture_alone_keeps_its_number(missing: str, told: str):
    html = page.render(handout(make_drawn(**{missing: None})))
    assert re.findall(r"<b>\d</b> \w+", html) == [told]
    assert 'class="pictures single"' in html


def test_a_picture_without_a_caption_has_no_line_for_one():
    assert "caption" not in page.render(handout(make_drawn(caption="")))


def test_an_exercise_without_pictures_has_no_place_for_them():
    assert 'class="pictures' not in page.render(handout(Picture()))
    assert "pictured" not in page.render(make_document())


def test_the_plan_shows_the_end_of_each_exercise():
    html = page.render(handout(make_drawn(), make_drawn(end=None)), Layout.ONE_SHEET)
    assert re.findall(r'<img class="small" [^>]*alt="([^"]*)"', html) == [
        "Left knee lifted",
        "Lying on your right side",
    ]


def test_a_browser_gets_the_pictures_in_the_page_and_the_pdf_short_names():
    shown = handout(make_drawn(start=make_photo()))
    addresses = re.findall(r'src="([^"]*)"', page.render(shown, for_web=True))
    assert {address.partition(",")[0] for address in addresses} == {
        "data:image/png;base64",
        "data:image/svg+xml;base64",
    }
    assert set(re.findall(r'src="([^"]*)"', page.render(shown))) == {image.name for image in shown.images}


def test_a_page_uses_a_compiled_picture_as_often_as_it_likes_and_the_file_holds_it_once():
    content = pdf.render(handout(*[make_drawn(start=make_image(), end=make_image())] * 5))
    assert len(set(forms(content))) == 1
    with pikepdf.open(BytesIO(content)) as file:
        streams = [item for item in file.objects if isinstance(item, pikepdf.Stream)]
        assert sum(item.get("/Subtype") == pikepdf.Name.Form for item in streams) == 1


def test_a_drawing_that_is_more_than_paths_is_drawn_all_the_same():
    content = pdf.render(handout(Picture(end=svg(GRADIENT))))
    assert forms(content) == []
    with pikepdf.open(BytesIO(content)) as file:
        assert all(sheet.Resources.Pattern.keys() for sheet in file.pages)


def drawings() -> list[Picture]:
    """Return some shipped figures, every other one turned round."""
    with_figures = [item["figure"] for item in shipped.items("exercises") if "figure" in item]
    drawn = [
        figures.draw(figures.read(figure), is_mirrored=bool(index % 2))
        for index, figure in enumerate(with_figures[::13])
    ]
    return [make_drawn(start=svg(one.start), end=svg(one.end)) for one in drawn]


def rasters(content: bytes, folder: Path) -> list[PillowImage.Image]:
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-", str(folder / "page")], input=content, check=True)
    return [PillowImage.open(path).convert("L") for path in sorted(folder.iterdir())]


def test_compiled_pictures_look_like_weasyprints_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shown = handout(*drawings())
    compiled = rasters(pdf.render(shown), tmp_path / "compiled")
    monkeypatch.setattr(gallery, "compiled", lambda svg: None)
    own = rasters(pdf.render(shown), tmp_path / "own")
    assert len(compiled) == len(own)
    for one, other in zip(compiled, own, strict=True):
        counts = ImageChops.difference(one, other).histogram()
        assert sum(counts[48:]) <= one.width * one.height / 20_000


@pytest.mark.parametrize(
    ("media_type", "body"),
    [("image/svg+xml", "<svg"), ("image/png", "AAAA"), ("image/svg+xml", "no drawing at all")],
)
def test_a_picture_that_cannot_be_read_stops_the_handout(media_type: str, body: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logging.getLogger("weasyprint"), "disabled", True)
    with pytest.raises(MissingPicture, match="picture:"):
        pdf.render(handout(Picture(end=Image(media_type, body, "A picture"))))


def test_a_drawing_that_breaks_off_stops_the_handout(monkeypatch: pytest.MonkeyPatch):
    def fail(*_arguments: Any) -> None:
        raise ValueError

    monkeypatch.setattr("weasyprint.svg.SVG.draw", fail)
    with pytest.raises(MissingPicture, match="ValueError"):
        pdf.render(handout(Picture(end=svg(GRADIENT))))


def test_a_picture_that_is_nowhere_to_be_seen_stops_the_handout():
    shown = handout(make_drawn())
    html = page.render(shown).replace('<img class="small"', '<img hidden class="small"')
    with pytest.raises(MissingPicture, match="3 pictures were asked for, 2 drawn"):
        pdf.from_html(html, shown)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_a_drawing_that_names_an_address_is_refused(address: str):
    inner = f'<image href="{address}" width="9" height="9"/>'
    drawing = svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{inner}</svg>')
    with pytest.raises((RefusedAddress, MissingPicture)):
        pdf.render(handout(Picture(end=drawing)))
