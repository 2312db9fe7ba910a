"""A new document beside the handout that the patient holds: what is different is told in it."""

from __future__ import annotations

from programmes.handout.changes import since
from programmes.handout.document import Document
from programmes.models import Handout, Programme


def beside_last_given(document: Document, programme: Programme) -> Document:
    """Return *document* with what changed; as it is where nothing was given, or all of it withdrawn. One query."""
    last = programme.handouts.last_given()
    before = _document_of(last) if last is not None else None
    return document if before is None else since(before, document, programme.change_note)


def _document_of(handout: Handout) -> Document | None:
    try:
        return Document.from_plain(handout.document)
    except ValueError:
        # Frozen in a shape of its own time. It must not keep the patient from the new handout.
        return None
