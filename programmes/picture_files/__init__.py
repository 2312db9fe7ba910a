"""What somebody sends as a picture, checked and made anew, so that nothing but the picture is kept. Knows no exercise.

A photo loses where and when it was taken; a drawing keeps plain shapes alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.picture_files.drawing import clean_drawing
from programmes.picture_files.logo import clean_logo
from programmes.picture_files.photo import clean_photo, is_bare

__all__ = ["MOST_BYTES", "PictureFile", "as_it_may_be_kept", "clean_logo", "clean_photo", "clean_picture"]

MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class PictureFile:
    """A picture as it may be stored. `suffix` says what it is, whatever its name said."""

    suffix: str
    body: bytes


def clean_picture(body: bytes) -> PictureFile:
    """Return the picture made anew. Raises ValidationError for what is no PNG, JPEG or SVG, or is too large."""
    if len(body) > MOST_BYTES:
        raise ValidationError(_("Too large: send a picture of at most 10 MB."), code="large")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return PictureFile(".svg", clean_drawing(body))
    return PictureFile(*clean_photo(body))


def as_it_may_be_kept(body: bytes, *, is_logo: bool = False) -> PictureFile:
    """Return a picture that comes from another installation: itself where it was cleaned there, else made anew.

    Raises ValidationError for what would not be taken from somebody who sends it. To make a photo anew each time it
    moves would wear it away.
    """
    cleaned = PictureFile(*clean_logo(body)) if is_logo else clean_picture(body)
    if cleaned.body == body or (cleaned.suffix == ".jpg" and is_bare(body)):
        return PictureFile(cleaned.suffix, body)
    return cleaned
