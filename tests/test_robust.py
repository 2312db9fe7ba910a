"""What strangers may send, through the real process that sets pages: a good PDF or a clear message; the site runs on.

Most tests of the project set pages in the test process; here they are set as in real use, with small limits.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from programmes.handout import pdf
from programmes.handout.document import Clinic, Document, Image
from programmes.handout.job import (
    MissingPicture,
    NotPrinted,
    RefusedAddress,
    TookTooLong,
    TooLarge,
)
from programmes.handout.workers import Workers
from tests import pdfua, printed
from tests.documents import make_card, make_document, make_drawn, make_part, make_photo
from tests.photos import jpeg, png
from tests.workers import LIMITS, SVG_HEAD, svg, use_bomb, with_limits


@pytest.fixture(scope="module")
def shared() -> Iterator[Workers]:
    made = Workers(1, LIMITS)
    yield made
    made.close()


@pytest.fixture
def site(shared: Workers, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Workers:
    """Have this test's pages set by a process of their own."""
    settings.HANDOUT_WORKERS = 1
    monkeypatch.setattr(pdf, "site_workers", lambda: shared)
    return shared


def with_picture(image: Image) -> Document:
    card = make_card(picture=make_drawn(start=image, end=None))
    return make_document(parts=(make_part(cards=(card,)),))


def with_logo(content: bytes, media_type: str = "image/png") -> Document:
    return make_document(clinic=Clinic(name="Riverside Physio", logo=Image.of(media_type, content, "Riverside Physio")))


def with_note(note: str) -> Document:
    return make_document(parts=(make_part(cards=(make_card(note=note),)),))


def with_cards(count: int, **kwargs: Any) -> Document:
    cards = tuple(make_card(number=number, **kwargs) for number in range(1, count + 1))
    return make_document(parts=(make_part(cards=cards),))


def entity_bomb() -> Image:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{entities}]>{SVG_HEAD}<text>&a9;</text></svg>'
    return Image("image/svg+xml", body, "A drawing")


MARKUP = (
    "</li></ul></section><script>alert(1)</script><style>* { display: none }</style>{{ 7|add:1 }}"
    '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">&amp;<!--'
)
PRINTED = {
    "sixty exercises": with_cards(60),
    "a note of 5,000 words": with_note("word " * 4999 + "over"),
    "a word of 5,000 letters": with_note("w" * 5000),
    "a name of 5,000 letters": make_document(clinic=Clinic(name="C" * 5000)),
    "a logo of 40 million pixels": with_logo(png(8000, 5000, "L")),
    "5,000 accents on one letter": with_note("e" + "\u0301" * 5000),
    "line breaks and page breaks": with_note("a\n" * 500 + "\x0c\x0b" * 50 + "\u2028\u2029" * 50),
    "signs that none of the fonts has": with_note("\U0001f44d\U0001f3fd \U0001f3c3 \u1234 \ue000"),
    "300 lines in a list": make_document(flare_up=("Line.",) * 300),
}
REFUSED: dict[str, tuple[Document, type[NotPrinted]]] = {
    "sixty-one exercises": (with_cards(61), TooLarge),
    "a note of a million letters": (with_note("a" * 1_000_000), TooLarge),
    "ten thousand lines": (make_document(flare_up=("a",) * 10_000), TooLarge),
    "pictures of 40 MB": (with_logo(b"\x89PNG" + bytes(30_000_000)), TooLarge),
    "a logo of 169 million pixels": (with_logo(png(13_000, 13_000, "1")), MissingPicture),
    "a logo that is none": (with_logo(b"hello"), MissingPicture),
    "an empty logo": (with_logo(b""), MissingPicture),
    "a logo that is another thing": (with_logo(b"%PDF-1.7"), MissingPicture),
    "a corrupt logo": (with_logo(png(60, 30)[:40] + b"rubbish"), MissingPicture),
    "a logo that breaks off": (with_logo(make_photo().content[:80]), MissingPicture),
    "a photo that breaks off": (with_picture(Image.of("image/jpeg", jpeg()[:-2000], "Standing")), MissingPicture),
    "entities in entities": (with_picture(entity_bomb()), MissingPicture),
    "a drawing that points outside": (
        with_picture(svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>')),
        NotPrinted,
    ),
    "3,000 groups in each other": (with_picture(svg("<g>" * 3000 + "</g>" * 3000)), NotPrinted),
}


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_large_or_strange_is_printed(site: Workers, name: str):
    content = pdf.render(PRINTED[name])
    assert pdfua.failures(content) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_printed_is_refused_with_words(site: Workers, name: str):
    document, reason = REFUSED[name]
    with pytest.raises(reason) as caught:
        pdf.render(document)
    assert str(caught.value.words).endswith(".")
    assert pdf.render(make_document()).startswith(b"%PDF")


def test_the_words_name_the_picture(site: Workers):
    with pytest.raises(MissingPicture) as caught:
        pdf.render(with_logo(b"hello"))
    assert "logo" in str(caught.value.words)
    with pytest.raises(MissingPicture) as caught:
        pdf.render(with_picture(Image.of("image/png", b"hello", "Standing tall")))
    assert "“Standing tall”" in str(caught.value.words)


def test_ten_million_rectangles_are_given_up(monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any):
    settings.HANDOUT_WORKERS = 1
    made = with_limits(monkeypatch, request, seconds=1)
    pdf.render(make_document())
    first = made.pids
    with pytest.raises(TookTooLong) as caught:
        pdf.render(with_picture(use_bomb()))
    assert "took too long" in str(caught.value.words)
    assert pdf.render(make_document()).startswith(b"%PDF")
    assert made.pids != first


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any):
    settings.HANDOUT_WORKERS = 1
    made = with_limits(monkeypatch, request, megabytes=420)
    with pytest.raises((TooLarge, MissingPicture)):
        pdf.render(with_logo(png(8000, 5000)))
    assert pdf.render(make_document()).startswith(b"%PDF")
    assert len(made.pids) == 1


def test_the_kernel_knows_the_limit(site: Workers):
    pdf.render(make_document())
    assert str(LIMITS.megabytes * 1024 * 1024) in Path(f"/proc/{site.pids[0]}/limits").read_text()


@pytest.mark.parametrize("layout", ["standard", "one-sheet"])
def test_the_bytes_are_those_of_a_rendering_in_this_process(site: Workers, settings: Any, layout: str):
    cards = (make_card(picture=make_drawn()), make_card(number=2, picture=make_drawn(end=make_photo())))
    document = make_document(parts=(make_part(cards=cards),), clinic=Clinic("Riverside", logo=make_photo("Riverside")))
    apart = pdf.render(document, layout)
    settings.HANDOUT_WORKERS = 0
    assert apart == pdf.render(document, layout)


def test_markup_is_printed_as_it_was_typed_in_every_text(site: Workers):
    """Each text of a whole handout gets markup in front of what it says."""
    plain = make_document().as_plain()
    content = pdf.render(Document.from_plain(marked(plain)))
    text = "".join("".join(printed.pages(content)).split())
    assert text.count("".join(MARKUP.split())) > 50
    with pikepdf.open(BytesIO(content)) as file:
        assert list(file.attachments) == ["plan.json"]


KEPT = {"kind", "language", "direction", "tone", "urgency", "side", "media_type", "body", "accent_colour", "load"}


def marked(value: Any, name: str = "") -> Any:
    """Return plain data with markup in each text but for those that name one of a few choices."""
    if isinstance(value, dict):
        return {key: item if key in KEPT or key == "dosage" else marked(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [marked(item, name) for item in value]
    is_date = name in {"issued", "review", "practised_on", "starts"}
    return f"{MARKUP}{value}" if isinstance(value, str) and not is_date else value


def test_an_address_in_the_page_is_refused(site: Workers):
    html = '<html lang="en"><title>-</title><body class=""><img src="file:///etc/passwd" alt=""></body></html>'
    with pytest.raises(RefusedAddress):
        pdf.from_html(html, make_document())


def test_tables_of_a_million_columns_and_deep_nests_cost_one_job(
    monkeypatch: pytest.MonkeyPatch, request: Any, settings: Any
):
    settings.HANDOUT_WORKERS = 1
    with_limits(monkeypatch, request, seconds=1)
    for inside in ("<div>" * 3000, '<table><tr><td colspan="1000000">x</td></tr></table>'):
        with pytest.raises(NotPrinted):
            pdf.from_html(f'<html lang="en"><title>-</title><body class="">{inside}</body></html>', make_document())
    assert pdf.render(make_document()).startswith(b"%PDF")
