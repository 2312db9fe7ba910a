"""A document as a tagged PDF (PDF/UA-1) that carries itself as data. Asks nothing of the database."""

from __future__ import annotations

from datetime import date
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from programmes.handout import fonts, page
from programmes.handout.document import Document, Image
from programmes.handout.job import Job
from programmes.models import Layout, Paper

if TYPE_CHECKING:
    from programmes.handout.engine import Engine


def render(document: Document, layout: str = Layout.STANDARD, paper: str = Paper.A4) -> bytes:
    """Return the PDF: the same bytes for the same document, layout and paper, wherever and whenever it is made."""
    return from_html(page.render(document, layout, paper), document)


def from_html(html: str, document: Document) -> bytes:
    """Return *html* as the PDF of *document*.

    Raises RefusedAddress when it names anything but its own pictures, MissingPicture when one cannot be drawn.
    """
    return _engine().write(
        Job(
            html=html,
            plan=document.as_json(),
            made_on=document.issued,
            language=document.language,
            accent_colour=document.clinic.accent_colour,
            images={image.name: image for image in document.images},
        )
    )


def can_print(picture: Image) -> bool:
    """Return whether *picture* can be drawn, by trying: for one that is new, before it is on anybody's handout."""
    html = f'<html lang="en"><title>-</title><body class=""><img src="{picture.name}" alt="-"></body></html>'
    job = Job(html=html, plan="{}", made_on=date.min, images={picture.name: picture})
    try:
        _engine().write(job)
    except Exception:  # whatever the drawing makes the printer stumble over
        return False
    return True


# `cache` lets two threads make the first engine at once; each would confine the fonts to a folder of its own.
_FIRST = Lock()


def _engine() -> Engine:
    with _FIRST:
        return _the_engine()


@cache
def _the_engine() -> Engine:
    fonts.confine(settings.FONTS_DIR)
    # WeasyPrint loads slowly and looks for fonts as it is imported, so it comes late and after `confine`.
    from programmes.handout.engine import Engine

    return Engine()
