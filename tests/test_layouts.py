"""The shipped templates on paper, in each layout on both papers: tagged, nothing torn apart, few enough sides."""

import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from programmes.handout import pdf
from programmes.handout.document import Document, ExerciseCard
from programmes.models import Layout, Paper
from tests import pdfua, shipped
from tests.whole_handouts import whole_handouts

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TEMPLATES = shipped.ids("templates")
CONDITIONS = [slug for slug in TEMPLATES if shipped.read(f"templates/{slug}.yaml").get("condition")]
HANDOUTS = [
    (slug, layout, paper)
    for slug in TEMPLATES
    for layout in ("standard", "large-print", "extra-large", "compact", "one-sheet")
    for paper in Paper.values
]
POINTS = {"standard": 14, "large-print": 18, "extra-large": 24, "compact": 12, "one-sheet": 14}
SIDES_OF_FOUR = {
    # That of running has stages, warm-up, form cues, step rate and shoes besides.
    ("standard", "A4"): dict.fromkeys(TEMPLATES, 6) | {"tpl-return-to-running": 8},
    ("standard", "Letter"): dict.fromkeys(CONDITIONS, 7) | {"tpl-dynamic-warm-up": 6, "tpl-return-to-running": 8},
    ("compact", "A4"): dict.fromkeys(TEMPLATES, 4) | {"tpl-return-to-running": 5},
    ("compact", "Letter"): dict.fromkeys(TEMPLATES, 4) | {"tpl-return-to-running": 6},
}
# The footer stands below this share of a page.
FOOT = 0.9
# Of a page, but for its last line.
A_QUARTER = 0.23
POINTS_A_PIXEL = 0.75
# No word reaches nearer to the side of a page than this, in points; the margins are wider.
MARGIN = 20
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Printed:
    """A handout, and its words with where each stands, in shares of a page from the top.

    `cut_off` holds those that reach into the margin of a page or over its edge.
    """

    content: bytes
    pages: tuple[tuple[tuple[str, float], ...], ...]
    cut_off: tuple[str, ...]

    def text(self, page: int) -> str:
        return " ".join(word for word, _bottom in self.pages[page])

    @property
    def fill(self) -> list[float]:
        """Return how far down each page is written on, the footer apart."""
        return [max(bottom for _word, bottom in page if bottom < FOOT) for page in self.pages]


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mapping[str, Document]]:
    """Prepare a patient's handout of each template, with every exercise of the template on it."""
    with whole_handouts(django_db_blocker) as made:
        yield made


@cache
def printed(document: Document, layout: str, paper: str) -> Printed:
    content = pdf.render(document, layout, paper)
    command = ["pdftotext", "-enc", "UTF-8", "-bbox", "-", "-"]
    html = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    pages = list(ElementTree.fromstring(html).iter(f"{NAMESPACE}page"))
    cut_off = tuple(word for page in pages for word in _cut_off(page))
    return Printed(content, tuple(_words(page) for page in pages), cut_off)


def _words(page: ElementTree.Element) -> tuple[tuple[str, float], ...]:
    height = float(page.attrib["height"])
    return tuple((word.text or "", float(word.attrib["yMax"]) / height) for word in page.iter(f"{NAMESPACE}word"))


def _cut_off(page: ElementTree.Element) -> Iterator[str]:
    right = float(page.attrib["width"]) - MARGIN
    for word in page.iter(f"{NAMESPACE}word"):
        if float(word.attrib["xMin"]) < MARGIN or float(word.attrib["xMax"]) > right:
            yield word.text or ""


def with_four(document: Document) -> Document:
    """Return the handout of four exercises: those that are no choice come first, as a programme is started."""
    cards = sorted(document.cards, key=lambda card: card.is_optional)[:4]
    kept, numbers = {card.number for card in cards}, count(1)
    parts = [
        replace(part, cards=tuple(replace(card, number=next(numbers)) for card in part.cards if card.number in kept))
        for part in document.parts
    ]
    return replace(document, parts=tuple(part for part in parts if part.cards))


def pages_with(handout: Printed, words: str) -> set[int]:
    return {page for page in range(len(handout.pages)) if words in handout.text(page)}


def pieces(card: ExerciseCard) -> list[str]:
    """Return what must stand on one page: a card's heading, each line of its dose, and when to stop."""
    dose = [f"{line.label}: {line.text}" for line in card.dose]
    return [text for text in (f"{card.number} {card.name}", *dose, card.stop_if) if text]


@pytest.mark.parametrize(("slug", "layout", "paper"), HANDOUTS)
def test_every_template_is_tagged_without_a_fault(
    documents: Mapping[str, Document], slug: str, layout: str, paper: str
):
    content = printed(documents[slug], layout, paper).content
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0


@pytest.mark.parametrize(("slug", "layout", "paper"), HANDOUTS)
def test_no_word_is_cut_off_at_the_side_of_a_page(
    documents: Mapping[str, Document], slug: str, layout: str, paper: str
):
    assert printed(documents[slug], layout, paper).cut_off == ()
    assert printed(with_four(documents[slug]), layout, paper).cut_off == ()


@pytest.mark.parametrize(("slug", "layout", "paper"), HANDOUTS)
def test_no_page_but_the_last_is_under_a_quarter_full(
    documents: Mapping[str, Document], slug: str, layout: str, paper: str
):
    assert min(printed(documents[slug], layout, paper).fill[:-1], default=1) >= A_QUARTER


@pytest.mark.parametrize(
    ("slug", "layout", "paper"), [row for row in HANDOUTS if row[1] not in ("one-sheet", "extra-large")]
)
def test_a_card_is_never_split(documents: Mapping[str, Document], slug: str, layout: str, paper: str):
    handout = printed(documents[slug], layout, paper)
    for card in documents[slug].cards:
        assert set.intersection(*(pages_with(handout, piece) for piece in pieces(card))), card.name


@pytest.mark.parametrize("slug", TEMPLATES)
def test_in_extra_large_print_a_dose_is_never_split(documents: Mapping[str, Document], slug: str):
    handout = printed(documents[slug], "extra-large", "A4")
    for card in documents[slug].cards:
        dose = " ".join(f"{line.label}: {line.text}" for line in card.dose)
        assert pages_with(handout, dose)


@pytest.mark.parametrize("paper", Paper.values)
def test_in_extra_large_print_a_side_with_a_dose_names_the_exercise(documents: Mapping[str, Document], paper: str):
    document = documents["tpl-patellofemoral-pain"]
    handout = printed(document, "extra-large", paper)
    for card in document.cards:
        # A side of its own says whose dose it is, however loose the sheets.
        dose = f"{card.dose[0].label}: {card.dose[0].text}"
        assert pages_with(handout, f"{card.number} {card.name}") & pages_with(handout, dose), card.name


def test_the_list_of_kit_breaks_only_where_a_line_is_full(documents: Mapping[str, Document]):
    words = printed(documents["tpl-return-to-running"], "extra-large", "Letter").pages[1]
    places = [place for place, (word, _bottom) in enumerate(words) if word == "worktop,"]
    (_one, line), (wall, next_line) = words[places[0] + 1 : places[0] + 3]
    assert wall == "wall"
    assert line == next_line


@pytest.mark.parametrize(("shape", "most"), SIDES_OF_FOUR.items(), ids=lambda value: " ".join(value))
def test_four_exercises_with_their_diary_take_so_many_sides_at_most(
    documents: Mapping[str, Document], shape: tuple[str, str], most: dict[str, int]
):
    sides = {slug: len(printed(with_four(documents[slug]), *shape).pages) for slug in TEMPLATES}
    assert {slug: taken for slug, taken in sides.items() if taken > most[slug]} == {}


@pytest.mark.parametrize("paper", Paper.values)
@pytest.mark.parametrize("slug", TEMPLATES)
def test_your_plan_is_two_sides(documents: Mapping[str, Document], slug: str, paper: str):
    assert len(printed(documents[slug], "one-sheet", paper).pages) == 2


@pytest.mark.parametrize("layout", Layout.values)
def test_all_words_have_the_size_of_the_layout_but_headings_and_credits(documents: Mapping[str, Document], layout: str):
    sizes = printed_sizes(documents["tpl-patellofemoral-pain"], layout)
    body = POINTS[layout]
    small = {round(body * 0.86, 1)} if layout != "one-sheet" else set()
    assert {size for size in sizes if size < body} == small
    assert max(sizes, key=lambda size: sizes[size]) == body


def printed_sizes(document: Document, layout: str) -> Counter[float]:
    """Return how many pieces of text there are of each size in points."""
    sizes: Counter[float] = Counter()
    with pikepdf.open(BytesIO(printed(document, layout, "A4").content)) as file:
        for page in file.pages:
            scale, size = 1.0, 0.0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) == "Tm":
                    scale = abs(float(operands[3]))
                elif str(operator) == "TJ":
                    sizes[round(scale * size * POINTS_A_PIXEL, 1)] += 1
    return sizes
