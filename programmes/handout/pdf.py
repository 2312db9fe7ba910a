"""A document as a tagged PDF (PDF/UA-1) that carries itself as data. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from programmes.handout import fonts, page
from programmes.handout.compiled import compiled
from programmes.handout.document import Document, Image
from programmes.handout.job import Busy, Job, MissingPicture
from programmes.handout.size import refuse_too_large
from programmes.handout.workers import site_workers
from programmes.models import Layout, Paper

if TYPE_CHECKING:
    from programmes.handout.engine import Engine


def render(document: Document, layout: str = Layout.STANDARD, paper: str = Paper.A4) -> bytes:
    """Return the PDF: the same bytes for the same document, layout and paper, wherever and whenever it is made.

    Raises NotPrinted, whose `words` say why and what to do.
    """
    refuse_too_large(document)
    return from_html(page.render(document, layout, paper), document)


def from_html(html: str, document: Document) -> bytes:
    """Return *html* as the PDF of *document*.

    Raises RefusedAddress when it names anything but its own pictures, MissingPicture when one cannot be drawn.
    """
    job = Job(
        html=html,
        plan=document.as_json(),
        made_on=document.issued,
        language=document.language,
        accent_colour=document.clinic.accent_colour,
        images={image.name: image for image in document.images},
    )
    try:
        return _printer().write(job)
    except MissingPicture as error:
        raise _named(error, document) from error


def can_print(picture: Image) -> bool:
    """Return whether *picture* can be drawn, by trying: for one that is new, before it is on anybody's handout.

    Raises Busy when there was no time to try.
    """
    html = f'<html lang="en"><title>-</title><body class=""><img src="{picture.name}" alt="-"></body></html>'
    job = Job(html=html, plan="{}", made_on=date.min, images={picture.name: picture})
    try:
        _printer().write(job)
    except Busy:
        raise
    except Exception:  # whatever the drawing makes the printer stumble over
        return False
    return True


def compile_ahead(drawings: Iterable[str]) -> None:
    """Compile drawings that handouts are likely to show, in time that nobody waits for."""
    if settings.HANDOUT_WORKERS:
        _printer().compile(drawings)
    else:
        for drawing in drawings:
            compiled(drawing)


# `cache` lets two threads make the first of a thing at once; each would confine the fonts to a folder of its own.
_FIRST = Lock()


def _printer() -> Any:
    """Return what sets pages: processes of their own or, where settings ask for none, an engine in this one."""
    with _FIRST:
        fonts.confine(settings.FONTS_DIR)
        return site_workers() if settings.HANDOUT_WORKERS else _engine()


@cache
def _engine() -> Engine:
    # WeasyPrint loads slowly and looks for fonts as it is imported, so it comes late and after `confine`.
    from programmes.handout.engine import Engine

    return Engine()


def _named(error: MissingPicture, document: Document) -> MissingPicture:
    """Return *error*, saying which picture it is in words that its owner knows it by."""
    logo = document.clinic.logo
    missing = next((image for image in document.images if image.name in str(error)), None)
    if missing is not None and missing == logo:
        error.words = _("The clinic's logo cannot be printed. Send it again, on the clinic's page.")
    elif missing is not None:
        words = _("The picture “%(alt)s” cannot be printed. Send it again, on the page of its exercise.")
        error.words = words % {"alt": missing.alt}
    return error
