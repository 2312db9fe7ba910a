"""A clinic's logo: a PNG or JPEG that is quick to print, as it travels in every handout."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from programmes.picture_files.photo import clean_photo

MOST_BYTES = 1_000_000
# A logo is printed at most 20 mm high: this is sharp for the widest.
MOST_PIXELS = 2000


def clean_logo(body: bytes) -> tuple[str, bytes]:
    """Return its suffix and the picture made anew from its pixels. Raises ValidationError."""
    if len(body) > MOST_BYTES or max(_size(body)) > MOST_PIXELS:
        raise ValidationError(_("Too large: send a picture of at most 2000 pixels a side and 1 MB."), code="large")
    return clean_photo(body)


def _size(body: bytes) -> tuple[int, int]:
    """Return width and height; nothing of what `clean_photo` refuses by itself."""
    try:
        with Image.open(BytesIO(body), formats=("PNG", "JPEG")) as picture:
            return picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return (0, 0)
