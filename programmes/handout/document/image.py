"""A picture that a document carries in itself."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

SVG = "image/svg+xml"


@dataclass(frozen=True)
class Image:
    """A picture inside the document, so that an issued one never changes. ``body`` is SVG as text, others in base64."""

    media_type: str
    body: str
    alt: str

    @classmethod
    def of(cls, media_type: str, content: bytes, alt: str) -> Image:
        body = content.decode() if media_type == SVG else b64encode(content).decode()
        return cls(media_type, body, alt)

    @property
    def content(self) -> bytes:
        return self.body.encode() if self.media_type == SVG else b64decode(self.body)

    @property
    def url(self) -> str:
        """Return the address that is the picture itself, for a browser."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"

    @property
    def name(self) -> str:
        """Return the short address under which the PDF is handed the picture."""
        return f"picture:{sha256(f'{self.media_type},{self.body}'.encode()).hexdigest()}"
