"""What every resource is made with: values without blanks, texts, references and whole resources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Plain = dict[str, Any]
URI = "urn:ietf:rfc:3986"
# A string of FHIR is not empty, and neither is a list or an object; 0 and False are values.
BLANKS: tuple[Any, ...] = (None, "", [], {}, ())


def filled(**values: Any) -> Plain:
    """Return what is known of *values*. `class_` is written "class"."""
    return {name.removesuffix("_"): value for name, value in values.items() if value not in BLANKS}


def concept(text: str, *codings: Mapping[str, Any]) -> Plain:
    return filled(coding=[dict(coding) for coding in codings], text=text)


def coding(system: str, code: str) -> Plain:
    return {"system": system, "code": code}


def reference(url: str, display: str = "") -> Plain:
    return filled(reference=url, display=display)


def known_by(url: str, display: str = "") -> Plain:
    """Return a reference to what is not in the bundle."""
    return filled(identifier={"system": URI, "value": url}, display=display)


def lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def notes(texts: Iterable[str]) -> list[Plain]:
    return [{"text": text} for text in texts if text]


def labelled(label: str, text: str) -> str:
    """Return "Start: Lie down." of a label with or without its colon; "" for no text."""
    return f"{re.sub(':$', '', label)}: {text}" if text else ""
