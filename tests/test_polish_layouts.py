"""The shipped templates on paper in Polish, which says things at greater length: tagged, and nothing torn apart.

As a patient gets them: with a name, a goal, what changed since the last time, and the mark of a translation that was
not reviewed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programmes.handout import isolates, page
from programmes.handout.document import Change, ChangeKind, Document, Earlier
from programmes.models import Layout, Paper
from tests import aloud, pdfua
from tests.test_layouts import TEMPLATES, pages_with, pieces, printed
from tests.whole_handouts import whole_handouts

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HANDOUTS = [(slug, layout, paper) for slug in TEMPLATES for layout in Layout.values for paper in Paper.values]
# In larger print a card in two languages can be longer than a page.
CARDS_STAY_WHOLE = {"standard", "compact"}


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mapping[str, Document]]:
    """Prepare a patient's handout of each template, with every exercise of the template on it."""
    with whole_handouts(django_db_blocker, "pl") as made:
        yield {slug: _with_everything(document) for slug, document in made.items()}


def _with_everything(document: Document) -> Document:
    first = document.cards[0]
    return replace(
        document,
        since=Earlier(11, date(2026, 10, 28)),
        changes=tuple(Change(kind, f"{first.name}: {first.summary}.") for kind in ChangeKind),
        change_reason="Schody już nie bolą.",
        questions=("Czy mogę jeździć do pracy na rowerze?",),
    )


@pytest.mark.parametrize(("slug", "layout", "paper"), HANDOUTS)
def test_every_template_is_tagged_without_a_fault(
    documents: Mapping[str, Document], slug: str, layout: str, paper: str
):
    content = printed(documents[slug], layout, paper).content
    assert pdfua.failures(content) == []
    assert pdfua.orphans(content) == 0
    assert printed(documents[slug], layout, paper).cut_off == ()
    assert aloud.of_pdf(content) == aloud.of_page(page.render(documents[slug], layout, paper))


@pytest.mark.parametrize(("slug", "layout", "paper"), [row for row in HANDOUTS if row[1] in CARDS_STAY_WHOLE])
def test_a_card_is_never_split(documents: Mapping[str, Document], slug: str, layout: str, paper: str):
    handout = printed(documents[slug], layout, paper)
    for card in documents[slug].cards:
        assert set.intersection(*(pages_with(handout, isolates.without(piece)) for piece in pieces(card))), card.name


@pytest.mark.parametrize("slug", TEMPLATES)
def test_it_says_that_its_translation_was_not_reviewed(documents: Mapping[str, Document], slug: str):
    assert len(documents[slug].review_note) == 2
