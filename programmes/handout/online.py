"""The link on the sheet: its address, and the square code that a telephone reads.

Made when the sheet is set: the document knows which link it is, and not the token that opens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID

import segno
from django.utils.translation import gettext as _

from programmes import links
from programmes.handout.document import SVG, Document, Image


@dataclass(frozen=True)
class Shown:
    address: str
    code: Image
    until: date

    @property
    def place(self) -> str:
        """Return the address as people type it, up to where a line may break."""
        return self.address.partition("://")[2].removesuffix(self.secret)

    @property
    def secret(self) -> str:
        return self.address.rstrip("/").rpartition("/")[2] + "/"


def shown(document: Document) -> Shown | None:
    """Return what is printed of the link; None without one, or where the site does not know its own address."""
    online = document.online
    address = links.address(links.token(UUID(online.link), online.letters)) if online else ""
    return Shown(address, code(address), online.until) if online and address else None


def code(address: str) -> Image:
    drawn = BytesIO()
    # A fifth of it may be creased or stained.
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", xmldecl=False, border=2, unit="", omitsize=True)
    return Image.of(SVG, drawn.getvalue(), _("Square code that opens this plan on your phone"))
