"""The PDF files of a handout: one for each layout and paper, kept as it was first made."""

from __future__ import annotations

import logging
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from programmes import links
from programmes.handout import pdf
from programmes.handout.document import Document
from programmes.handout.job import Printed
from programmes.models import Handout, Rendition

logger = logging.getLogger(__name__)


class Withdrawn(Exception):
    """The handout is not to be used: no more sheets are made of it."""


class Damaged(Exception):
    """The stored PDF is not what was issued. It is neither handed out nor made anew."""


def pdf_of(handout: Handout, layout: str | None = None, paper: str | None = None) -> Rendition:
    """Return the PDF in a layout and paper (those issued, unless others are named).

    One that was never asked for is made from the frozen document, without a link that is closed by now, and kept.
    Raises Withdrawn instead of making one, and Damaged for one whose bytes changed since they were stored.
    """
    layout, paper = layout or handout.layout, paper or handout.paper
    kept = handout.renditions.filter(layout=layout, paper=paper).first()
    if kept is not None:
        return sound(kept)
    _refuse_if_withdrawn(handout)
    printed = pdf.printed(with_open_link(Document.from_plain(handout.document)), layout, paper)
    with transaction.atomic():
        # Asked again: somebody may have withdrawn it while the pages were set.
        _refuse_if_withdrawn(Handout.objects.select_for_update().defer("document").get(pk=handout.pk))
        return sound(keep(handout, layout, paper, printed))


def sound(rendition: Rendition) -> Rendition:
    """Return the rendition. Raises Damaged when its bytes are not those that were stored."""
    if sha256(rendition.pdf).hexdigest() == rendition.sha256:
        return rendition
    logger.error("The stored PDF %s of handout %s does not have its SHA-256", rendition.pk, rendition.handout_id)
    raise Damaged(
        _(
            "The stored sheet was damaged and is not what the patient was given, so it is not handed out. Ask whoever "
            "runs the site to restore it from a backup. To give the patient a sheet now, issue the programme again."
        )
    )


def keep(handout: Handout, layout: str, paper: str, printed: Printed) -> Rendition:
    """Keep the pages. Of two people who ask at once the first wins, and both get the same bytes."""
    digest = sha256(printed.pages).hexdigest()
    rendition, _made = Rendition.objects.get_or_create(
        handout=handout,
        layout=layout,
        paper=paper,
        defaults={"pdf": printed.pages, "sha256": digest, "renderer_version": printed.renderer},
    )
    return rendition


def with_open_link(document: Document) -> Document:
    """Return the document without a link that was revoked or has run out since: nobody is sent to a closed door."""
    is_open = document.online is None or links.still_opens(UUID(document.online.link))
    return document if is_open else replace(document, online=None)


def _refuse_if_withdrawn(handout: Handout) -> None:
    if handout.is_withdrawn:
        raise Withdrawn(_("This handout was withdrawn. It is there as it was given, and in no other layout."))
