"""Make the handout's Noto faces for scripts beside the Latin one: python docs/make_fonts.py [FOLDER].

FOLDER holds the Noto TTFs as Debian's fonts-noto-core 20201225 installs them. Cuts each to its letters, drops hints and
gives it a family name of its own. The same input gives the same bytes. Needs the packages of requirements-dev.txt.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

INSTALLED = Path("/usr/share/fonts/truetype/noto")
FONTS = Path(__file__).resolve().parent.parent / "programmes" / "static" / "programmes" / "fonts"
# In the seconds of the TrueType clock: the date would change the bytes.
MADE_AT = 3814959848
# Blanks, and the marks that join, part and turn letters.
_COMMON = "20 A0 200B-200F 2010 2011 25CC"


@dataclass(frozen=True)
class Face:
    """A family to make; ``parts`` are Noto families with the code points to take from each."""

    name: str
    parts: tuple[tuple[str, str], ...]
    weights: tuple[str, ...] = ("Regular", "Bold")


FACES = (
    Face("Arabic", (("NotoSansArabic", f"{_COMMON} AB BB 600-61C 61E-6FF 750-77F FDF2 FDFA FDFC"),)),
    Face("Hebrew", (("NotoSansHebrew", f"{_COMMON} 591-5C7 5D0-5EA 5F0-5F4 20AA"),)),
    Face("Devanagari", (("NotoSansDevanagari", f"{_COMMON} 900-97F 1CD0-1CF9 20B9 A830-A839 A8E0-A8FF"),)),
    Face(
        "Signs",
        (
            ("NotoSansMath", "20 2190-2199 21D0-21D5 2212 221A 221E 2248 2260 2264 2265"),
            ("NotoSansSymbols2", "20 25A0 25A1 25B2 25B3 25B6 25BC 25BD 25C0 25CB 25CF 2605 2606 2610-2612 2713-2718"),
        ),
        weights=("Regular",),
    ),
)


def make(face: Face, weight: str, source: Path) -> bytes:
    """Return the TTF of one face in one weight."""
    cuts = [_cut(source / f"{name}-{weight}.ttf", _numbers(ranges)) for name, ranges in face.parts]
    font = cuts[0] if len(cuts) == 1 else _merged(cuts)
    _rename(font, f"Handout Noto {face.name}", weight)
    font["head"].created = font["head"].modified = MADE_AT
    return _bytes(font)


def _numbers(ranges: str) -> set[int]:
    """Return the code points of "20 2190-2199"."""
    numbers: set[int] = set()
    for part in ranges.split():
        first, _dash, last = part.partition("-")
        numbers |= set(range(int(first, 16), int(last or first, 16) + 1))
    return numbers


def _cut(path: Path, numbers: set[int]) -> TTFont:
    font = TTFont(path, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=["*"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=numbers)
    cutter.subset(font)
    return font


def _merged(fonts: list[TTFont]) -> TTFont:
    files = [BytesIO(_bytes(font)) for font in fonts]
    merged = Merger().merge(files)
    merged.recalcTimestamp = False
    return merged


def _rename(font: TTFont, family: str, weight: str) -> None:
    short = f"{family.replace(' ', '')}-{weight}"
    names = {1: family, 2: weight, 3: short, 4: f"{family} {weight}", 6: short}
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22):
            font["name"].names.remove(record)
        elif record.nameID in names:
            record.string = names[record.nameID]


def _bytes(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def main(source: Path) -> None:
    for face in FACES:
        for weight in face.weights:
            path = FONTS / f"HandoutNoto{face.name}-{weight}.ttf"
            path.write_bytes(make(face, weight, source))
            print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else INSTALLED)
