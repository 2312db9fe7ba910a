"""A PNG or JPEG from anywhere, made anew from its pixels: no place, no camera, no name comes along."""

from __future__ import annotations

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from programmes.handout.whole_pictures import whole_pictures_only

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1200  # sharp at the size it is printed in
FEW_COLOURS = 4096  # fewer is a drawing, which JPEG would smudge
QUALITY = 88
_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def clean_photo(body: bytes) -> tuple[str, bytes]:
    """Return its suffix and the picture made anew. Raises ValidationError."""
    try:
        with Image.open(BytesIO(body), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            # One at a time, too: a large picture takes half a gigabyte while it is looked at.
            with whole_pictures_only():
                return _made_anew(picture)
    except _TOO_LARGE as error:
        raise _too_many_pixels() from error
    # Pillow raises SyntaxError and ValueError, too, for a file that breaks off or lies.
    except (OSError, SyntaxError, ValueError) as error:
        message = _("This is no PNG, JPEG or SVG that can be read, whatever its name says.")
        raise ValidationError(message, code="format") from error


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("Too large: send a picture of at most 40 million pixels."), code="large")


def _made_anew(picture: Image.Image) -> tuple[str, bytes]:
    """Return the pixels alone, upright and no larger than they are printed."""
    picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a large JPEG is not even decoded in full
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    upright = _in_common_colours(picture)
    is_clear = upright.has_transparency_data
    mode = "RGBA" if is_clear else "RGB"
    pixels = upright if upright.mode == mode else upright.convert(mode)
    is_drawing = picture.format == "PNG" and (is_clear or pixels.getcolors(FEW_COLOURS) is not None)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    made = BytesIO()
    if is_drawing:
        bare.save(made, "PNG", optimize=True)
        return ".png", made.getvalue()
    bare.save(made, "JPEG", quality=QUALITY, optimize=True)
    return ".jpg", made.getvalue()


def _in_common_colours(picture: Image.Image) -> Image.Image:
    """Return the picture with its own colour profile applied: phones use wide ones, and no profile is kept."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture  # a broken profile, or one for another kind of picture
    return converted or picture


# The start of a file, its tables, frame and restart interval: what a JPEG made by `clean_photo` consists of.
_JFIF, _BARE = 0xE0, {0xDB, 0xC0, 0xC2, 0xC4, 0xDD}
_START, _SCAN, _END = b"\xff\xd8", 0xDA, b"\xff\xd9"


def is_bare(body: bytes) -> bool:
    """Say whether a JPEG that can be read holds nothing but its pixels, and no more of these than are printed."""
    with Image.open(BytesIO(body), formats=("JPEG",)) as picture:
        if picture.mode != "RGB" or max(picture.size) > LONGEST_SIDE:
            return False
    at = len(_START)
    while body[at + 1 : at + 2] != bytes([_SCAN]):
        marker, length = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        # The first table of all says how large a dot is; it has no room for a thumbnail.
        is_ours = marker in _BARE or (marker == _JFIF and at == len(_START) and length == 16)
        if body[at] != 0xFF or not is_ours or length < 2 or at + length >= len(body):
            return False
        at += 2 + length
    return body.find(_END, at) == len(body) - len(_END)
