"""What one PDF is made of. Plain values, so that it can be prepared without loading the renderer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from programmes.handout.document import Image


class RefusedAddress(Exception):
    """The HTML names an address that is not one of its own images."""


class MissingPicture(Exception):
    """A picture could not be drawn; the message says which, or how many."""


@dataclass(frozen=True)
class Job:
    """``plan`` travels inside the PDF; ``images`` are the only addresses that the HTML may name."""

    html: str
    plan: str
    made_on: date
    language: str = ""
    accent_colour: str = ""
    images: Mapping[str, Image] = field(default_factory=dict)
