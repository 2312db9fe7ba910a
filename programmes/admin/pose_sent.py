"""What the script of the pose editor sends, read with care. Raises FigureError for what is no figure at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from programmes.figures.reading import FigureError

LONGEST = 80_000
MOST_EDITS = 50


@dataclass(frozen=True)
class Sent:
    """`figure` is whatever was sent as one."""

    figure: Any
    version: str
    frame: str
    edits: list[dict[str, Any]]


def sent(request: HttpRequest) -> Sent:
    plain = _read(request.body)
    frame = "end" if plain.get("frame") == "end" else "start"
    return Sent(plain.get("figure"), str(plain.get("version", "")), frame, _edits(plain.get("edits", [])))


def _read(body: bytes) -> dict[str, Any]:
    if len(body) > LONGEST:
        raise FigureError("", _("is too long for a figure"))
    try:
        plain = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FigureError("", _("is not JSON")) from error
    if not isinstance(plain, dict):
        raise FigureError("", _("is no figure"))
    return plain


def _edits(edits: Any) -> list[dict[str, Any]]:
    if not isinstance(edits, list) or len(edits) > MOST_EDITS or not all(isinstance(edit, dict) for edit in edits):
        raise FigureError("edits", _("must be a short list of edits"))
    return edits
