"""What one PDF is made of, and why it may not come of it. Plain values, prepared without loading the renderer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from programmes.handout.document import Image


class NotPrinted(Exception):
    """There is no PDF, and nothing was stored. `words` are for the person who asked.

    `str` is for the log, which many read: it never holds what stands on the pages.
    """

    words: Any = _("These pages cannot be printed. The site's log says why.")


class RefusedAddress(NotPrinted):
    """The HTML names an address that is not one of its own images."""


class MissingPicture(NotPrinted):
    """A picture could not be drawn; the message says which, or how many."""

    words = _(
        "A picture on these pages cannot be printed: the clinic's logo, or an exercise's own picture. Send it again."
    )


class TooLarge(NotPrinted):
    """More than is ever read, or more than the renderer may have memory for."""

    words = _(
        "These pages are too large to print. Shorten the notes, take exercises off the plan, or use smaller pictures."
    )

    def __init__(self, reason: str, words: Any = None) -> None:
        super().__init__(reason)
        self.words = words or self.words


class TookTooLong(NotPrinted):
    words = _(
        "These pages took too long to set. Try again; if that does not help, shorten the notes or take exercises off "
        "the plan."
    )


class Busy(NotPrinted):
    words = _("Other pages are being set just now, and yours did not get their turn. Try again in a minute.")


class Stopped(NotPrinted):
    """The process that sets the pages ended before it was done."""

    words = _(
        "Something stopped the printing before it was done. Try again; if it happens twice, the site's log says why."
    )


@dataclass(frozen=True)
class Job:
    """``plan`` travels inside the PDF; ``images`` are the only addresses that the HTML may name."""

    html: str
    plan: str
    made_on: date
    language: str = ""
    accent_colour: str = ""
    images: Mapping[str, Image] = field(default_factory=dict)


class Printed(NamedTuple):
    """A PDF, and the versions of all that decided its bytes."""

    pages: bytes
    renderer: str
