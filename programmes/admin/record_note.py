"""The note for the record on a handout's page: in full and in short, with all letters or with plain ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from programmes.handout.document import Document
from programmes.handout.on_record import record_of
from programmes.handout.plain import UnreadablePlain
from programmes.handout.text import ascii_only, note, short_note
from programmes.models import Handout

MOST_ROWS = 16


def notes_shown(request: HttpRequest, row: Handout) -> dict[str, Any]:
    """Return what the page shows; nothing for a document that this version cannot read. Queries three times."""
    try:
        document = Document.from_plain(row.document)
    except UnreadablePlain:
        return {"notes": []}
    record = record_of(row)
    is_ascii = request.GET.get("letters") == "ascii"
    texts = (("long", _("In full"), note(document, record)), ("short", _("On one line"), short_note(document, record)))
    return {
        "is_ascii": is_ascii,
        "note_language": document.language,
        "note_direction": document.direction,
        "notes": [
            {"name": name, "label": label, "text": ascii_only(text) if is_ascii else text, "rows": _rows(text)}
            for name, label, text in texts
        ],
    }


def _rows(text: str) -> int:
    return min(MOST_ROWS, 3 + text.count("\n"))
