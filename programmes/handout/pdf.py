"""A document as a tagged PDF (PDF/UA-1) that carries itself as data. Asks nothing of the database."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from programmes.handout import fonts, page
from programmes.handout.document import Document
from programmes.handout.job import Image, Job
from programmes.models import Layout, Paper

if TYPE_CHECKING:
    from programmes.handout.engine import Engine


def render(document: Document, layout: str = Layout.STANDARD, paper: str = Paper.A4) -> bytes:
    """Return the PDF: the same bytes for the same document, layout and paper, wherever and whenever it is made."""
    return from_html(page.render(document, layout, paper), document)


def from_html(html: str, document: Document) -> bytes:
    """Return *html* as the PDF of *document*. Raises RefusedAddress when it names anything but its own pictures."""
    return _engine().write(
        Job(
            html=html,
            plan=document.as_json(),
            made_on=document.issued,
            accent_colour=document.clinic.accent_colour,
            images=dict(_images(document)),
        )
    )


# `cache` lets two threads make the first engine at once; each would confine the fonts to a folder of its own.
_FIRST = Lock()


def _engine() -> Engine:
    with _FIRST:
        return _the_engine()


@cache
def _the_engine() -> Engine:
    fonts.confine()
    # WeasyPrint loads slowly and looks for fonts as it is imported, so it comes late and after `confine`.
    from programmes.handout.engine import Engine

    return Engine()


def _images(document: Document) -> Iterator[tuple[str, Image]]:
    if logo := document.clinic.logo:
        yield logo.url, Image(logo.media_type, b64decode(logo.base64))
    for card in document.cards:
        if card.picture and card.picture.is_drawn:
            yield card.picture.start_url, Image("image/svg+xml", (card.picture.start_svg or "").encode())
            yield card.picture.end_url, Image("image/svg+xml", (card.picture.end_svg or "").encode())
