"""What one PDF is made of. Plain values, so that it can be prepared without loading the renderer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class RefusedAddress(Exception):
    """The HTML names an address that is not one of its own images."""


@dataclass(frozen=True)
class Image:
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Job:
    """``plan`` travels inside the PDF; ``images`` are the only addresses that the HTML may name."""

    html: str
    plan: str
    made_on: date
    accent_colour: str = ""
    images: Mapping[str, Image] = field(default_factory=dict)
