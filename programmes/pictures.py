"""The pictures of an exercise as a clinic shows them: drawn from its figure, or the clinic's own in its place.

A drawing is made once a process for each figure, look and side. Reads files, writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageOps

from programmes import figures
from programmes.models import Clinic, Exercise, ExercisePicture
from programmes.sides import Side

SVG = "image/svg+xml"
MEDIA_TYPES = {".svg": SVG, ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


# What Pillow and the parser come to raise for a file that is broken.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    AttributeError,
    RecursionError,
    Image.DecompressionBombError,
)
# Far more than cleaning leaves of anything: a larger file was put there by somebody else.
MOST_PIXELS = 40_000_000


class UnreadablePicture(Exception):
    """The file of a clinic's own picture is gone or broken."""


@dataclass(frozen=True)
class Look:
    """How a clinic has its figures drawn."""

    palette: str = "teal"
    build: str = "standard"

    @classmethod
    def of(cls, clinic: Clinic | None) -> Look:
        return cls() if clinic is None else cls(clinic.figure_palette, clinic.figure_build)


@dataclass(frozen=True)
class Frame:
    """One picture, ready to be shown."""

    media_type: str
    body: bytes


@dataclass(frozen=True)
class Pictures:
    """Start and end; either may be missing where the clinic shows its own. `is_left` says which leg works."""

    start: Frame | None
    end: Frame | None
    is_left: bool = False
    is_drawn: bool = True
    marks_leg: bool = False  # the working leg is drawn lighter


def frames_of(exercise: Exercise) -> list[str]:
    """Return the names of the frames there is a picture of. Uses prefetched `pictures`."""
    own = {picture.frame for picture in exercise.pictures.all()}
    return [frame for frame in ExercisePicture.Frame.values if (frame in own if own else exercise.figure)]


def mark_of(exercise: Exercise, look: Look) -> str:
    """Return a short text that is another whenever the pictures are, without drawing. Uses prefetched `pictures`."""
    own = [(picture.file.name, picture.may_be_mirrored) for picture in exercise.pictures.all()]
    made_of = own or [exercise.figure, look.palette, look.build, _hand()]
    return sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _hand() -> str:
    """Return what is another whenever the code that draws is: a new release may draw the same figure better."""
    room = Path(figures.__file__).parent
    files = sorted([*room.glob("*.py"), *(room / "props").glob("*.py")])  # editing draws nothing
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def pictures_of(exercise: Exercise, side: Side, look: Look) -> Pictures | None:
    """Return the pictures for the working *side*; None for an exercise that has none.

    Figures show the right side at work; for the left one they are mirrored. Uses prefetched `pictures`.
    Raises UnreadablePicture.
    """
    own = {picture.frame: picture for picture in exercise.pictures.all()}
    wants_left = side is Side.LEFT and exercise.is_unilateral
    if own:
        return _own(own, wants_left=wants_left)
    drawing = drawing_of(exercise, look, is_mirrored=wants_left)
    if drawing is None:
        return None
    return Pictures(
        start=Frame(SVG, drawing.start.encode()),
        end=Frame(SVG, drawing.end.encode()),
        is_left=wants_left,
        marks_leg="right leg" in exercise.figure.get("working", ()),
    )


def drawing_of(exercise: Exercise, look: Look, *, is_mirrored: bool = False) -> figures.Drawing | None:
    """Return the exercise's figure drawn; None for one that has no figure."""
    if not exercise.figure:
        return None
    return _drawing(json.dumps(exercise.figure, sort_keys=True), look, is_mirrored)


@lru_cache(maxsize=2048)
def _drawing(plain: str, look: Look, is_mirrored: bool) -> figures.Drawing:
    figure = figures.read(json.loads(plain))
    return figures.draw(figure, palette=look.palette, build=look.build, is_mirrored=is_mirrored)


def _own(own: dict[str, ExercisePicture], *, wants_left: bool) -> Pictures:
    """Return the clinic's own pictures, turned round for the left where all of them may be."""
    turns = wants_left and all(picture.may_be_mirrored for picture in own.values())
    start, end = (_frame(own.get(frame), turns) for frame in ("start", "end"))
    return Pictures(start=start, end=end, is_left=turns, is_drawn=False)


def _frame(picture: ExercisePicture | None, turns: bool) -> Frame | None:
    if picture is None:
        return None
    try:
        media_type = MEDIA_TYPES[PurePath(picture.file.name).suffix]
        with picture.file.open("rb") as file:
            body = file.read()
        return Frame(media_type, mirrored(media_type, body) if turns else body)
    except _UNREADABLE as error:
        raise UnreadablePicture(f"{picture.file.name}: {error!r}") from error


@lru_cache(maxsize=64)
def mirrored(media_type: str, body: bytes) -> bytes:
    """Return the picture with left and right changed."""
    if media_type == SVG:
        return _mirrored_svg(body)
    picture = Image.open(BytesIO(body))
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(f"{picture.width} x {picture.height} pixels")
    turned = BytesIO()
    ImageOps.mirror(picture).save(turned, picture.format, **({"quality": 88} if picture.format == "JPEG" else {}))
    return turned.getvalue()


def _mirrored_svg(body: bytes) -> bytes:
    """Wrap what a cleaned SVG holds in a group that turns it round. Cleaning has given it a viewBox."""
    root: Any = ElementTree.fromstring(body)
    left, _top, width, _height = (float(number) for number in root.get("viewBox").replace(",", " ").split())
    group = ElementTree.Element("{http://www.w3.org/2000/svg}g")
    group.set("transform", f"matrix(-1 0 0 1 {2 * left + width:g} 0)")
    group.extend(list(root))
    for child in list(root):
        root.remove(child)
    root.append(group)
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    return ElementTree.tostring(root, encoding="utf-8")
