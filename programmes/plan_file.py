"""A programme out of a file: JSON of its own, or a handout's PDF with the plan in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

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


def programme_in(content: bytes, clinic: Clinic, *, for_patient: bool) -> Found:
    """Return the programme in the *content* of a file, for *clinic*. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("It is larger than %(most)d MB, and no programme is.") % {"most": MOST_BYTES // 1024**2})
    try:
        if b"%PDF-" in content[:1024]:
            return _of_handout(document_in(content), clinic, for_patient)
        plain = _json(content)
        if isinstance(plain, dict) and {"schema_version", "parts"} <= set(plain):
            return _of_handout(document_from(plain), clinic, for_patient)
    except NoPlan as error:
        raise Unreadable(str(error)) from error
    return _without_short_name(plain) if for_patient else Found(plain)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content, object_pairs_hook=_each_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Unreadable(_("It is neither a PDF nor JSON.")) from error
    except RecursionError as error:
        raise Unreadable(_("It is nested too deeply for a programme.")) from error
    except ValueError as error:
        raise Unreadable(_("It is neither a PDF nor JSON: %(reason)s.") % {"reason": error}) from error


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
    return Found(rest, (_("The short name %(slug)s: only a template has one.") % {"slug": plain["slug"]},))


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
        yield _("Advice that is not in the library here: %(advice)s.") % {"advice": ", ".join(unknown)}
