"""A document as a tagged PDF (PDF/UA-1) that carries itself as data. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from programmes.handout import fonts, page
from programmes.handout.compiled import compiled
from programmes.handout.document import Document, Image
from programmes.handout.job import Busy, Job, MissingPicture, Printed
from programmes.handout.online import shown
from programmes.handout.size import refuse_too_large
from programmes.handout.workers import site_workers
from programmes.models import Layout, Paper

if TYPE_CHECKING:
    from programmes.handout.engine import Engine


def render(document: Document, layout: str = Layout.STANDARD, paper: str = Paper.A4) -> bytes:
    """Return the PDF: the same bytes for the same document, layout and paper, wherever and whenever it is made.

    Raises NotPrinted, whose `words` say why and what to do.
    """
    return printed(document, layout, paper).pages


def printed(document: Document, layout: str, paper: str) -> Printed:
    """Return the PDF and the versions of what made it: where they are equal, so are the bytes. Raises NotPrinted."""
    refuse_too_large(document)
    return _printed(page.render(document, layout, paper), document)


def from_html(html: str, document: Document) -> bytes:
    """Return *html* as the PDF of *document*.

    Raises RefusedAddress when it names anything but its own pictures, MissingPicture when one cannot be drawn.
    """
    return _printed(html, document).pages


def _printed(html: str, document: Document) -> Printed:
    job = Job(
        html=html,
        plan=document.as_json(),
        made_on=document.issued,
        language=document.language,
        accent_colour=document.clinic.accent_colour,
        images={image.name: image for image in _images(document)},
    )
    try:
        return _print(job)
    except MissingPicture as error:
        raise _named(error, document) from error


def _images(document: Document) -> list[Image]:
    with translation.override(document.language):
        link = shown(document)
    return [*document.images, *([link.code] if link else [])]


def can_print(picture: Image) -> bool:
    """Return whether *picture* can be drawn, by trying: for one that is new, before it is on anybody's handout.

    Raises Busy when there was no time to try.
    """
    html = f'<html lang="en"><title>-</title><body class=""><img src="{picture.name}" alt="-"></body></html>'
    job = Job(html=html, plan="{}", made_on=date.min, images={picture.name: picture})
    try:
        _print(job)
    except Busy:
        raise
    except Exception:  # whatever the drawing makes the printer stumble over
        return False
    return True


def compile_ahead(drawings: Iterable[str]) -> None:
    """Compile drawings that handouts are likely to show, in time that nobody waits for."""
    if settings.HANDOUT_WORKERS:
        site_workers().compile(drawings)
    else:
        for drawing in drawings:
            compiled(drawing)


def _print(job: Job) -> Printed:
    """Have the pages set: by a process of their own or, where settings ask for none, by an engine in this one."""
    if settings.HANDOUT_WORKERS:
        return site_workers().write(job)
    with _FIRST:
        engine = _engine()
    from programmes.handout import versions

    return Printed(engine.write(job), versions.renderer())


# `cache` lets two threads make the first of a thing at once; each would confine the fonts to a folder of its own.
_FIRST = Lock()


@cache
def _engine() -> Engine:
    fonts.confine(settings.FONTS_DIR)
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
