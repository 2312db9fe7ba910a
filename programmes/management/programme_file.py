"""A programme out of a file: JSON of its own, or a handout's PDF with the plan in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from programmes.handout.attached import MOST_BYTES, NoPlan, document_from, document_in
from programmes.handout.document import Document
from programmes.handout.read_back import left_out, programme_of
from programmes.models import Advice, Clinic


class Unreadable(Exception):
    """There is no programme in the file; the message says why."""


@dataclass(frozen=True)
class Found:
    """A programme as JSON, and a sentence for each thing of the file that it leaves out."""

    plain: Any
    left_out: tuple[str, ...] = ()


def programme_in(path: Path, clinic: Clinic, *, for_patient: bool) -> Found:
    """Return the programme in the file at *path*, for *clinic*. Raises Unreadable."""
    content = _content(path)
    try:
        if b"%PDF-" in content[:1024]:
            return _of_handout(document_in(content), clinic, for_patient)
        plain = _json(content)
        if isinstance(plain, dict) and {"schema_version", "parts"} <= set(plain):
            return _of_handout(document_from(plain), clinic, for_patient)
    except NoPlan as error:
        raise Unreadable(str(error)) from error
    return _without_short_name(plain) if for_patient else Found(plain)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise Unreadable("There is no such file.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(str(error.strerror)) from error
    if len(content) > MOST_BYTES:
        raise Unreadable(f"It is larger than {MOST_BYTES // 1024**2} MB, and no programme is.")
    return content


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, object_pairs_hook=_each_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Unreadable("It is neither a PDF nor JSON.") from error
    except RecursionError as error:
        raise Unreadable("It is nested too deeply for a programme.") from error
    except ValueError as error:
        raise Unreadable(f"It is neither a PDF nor JSON: {error}.") from error


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}” stands twice in one place")
    return plain


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _without_short_name(plain: Any) -> Found:
    if not isinstance(plain, dict) or not plain.get("slug"):
        return Found(plain)
    rest = {name: value for name, value in plain.items() if name != "slug"}
    return Found(rest, (f"The short name {plain['slug']}: only a template has one.",))


def _of_handout(document: Document, clinic: Clinic, for_patient: bool) -> Found:
    plain = programme_of(document, for_patient=for_patient)
    said = (*left_out(document, for_patient=for_patient), *_drop_unknown_advice(plain, clinic))
    return Found(plain, said)


def _drop_unknown_advice(plain: dict[str, Any], clinic: Clinic) -> Iterator[str]:
    """Take out what another clinic advises in its own words: the exercises are of use without it."""
    known = set(Advice.objects.for_clinic(clinic).in_use().values_list("slug", flat=True))
    unknown = dict.fromkeys(slug for phase in plain["phases"] for slug in phase["advice"] if slug not in known)
    for phase in plain["phases"]:
        phase["advice"] = [slug for slug in phase["advice"] if slug in known]
    if unknown:
        yield f"Advice that is not in the library here: {', '.join(unknown)}."
