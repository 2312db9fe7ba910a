"""What decides the bytes of a PDF beside its document: the versions of the product and of the libraries that set it.

Import only where pages are set: it loads WeasyPrint.
"""

from __future__ import annotations

import platform
import tomllib
import zlib
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from weasyprint.text.ffi import harfbuzz, pango

ROOT = Path(__file__).resolve().parents[2]
# The product's own part: what lays out, words and draws a handout.
_OWN = (
    "programmes/dosage/**/*.py",
    "programmes/handout/**/*.py",
    "programmes/locale/**/*.mo",
    "programmes/static/programmes/handout.css",
    "programmes/static/programmes/fonts/*.ttf",
    "templates/handout/**/*.html",
)


@cache
def renderer() -> str:
    """Return all versions on one line; equal lines mean equal bytes for equal documents."""
    libraries = {
        "WeasyPrint": version("weasyprint"),
        "pydyf": version("pydyf"),
        "Pango": _pango(),
        "HarfBuzz": highest(harfbuzz.hb_version_atleast),
        "fontTools": version("fonttools"),
        "Pillow": version("pillow"),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "Python": platform.python_version(),
    }
    return ", ".join(f"{name} {number}" for name, number in {"rehab": _own(), **libraries}.items())


def highest(is_at_least: Callable[[int, int, int], object]) -> str:
    """Return the version of a library that only tells whether it is at least this one."""
    found: list[int] = []
    for zeros in ((0, 0), (0,), ()):
        number = 0
        while is_at_least(*found, number + 1, *zeros):
            number += 1
        found.append(number)
    return ".".join(map(str, found))


def _pango() -> str:
    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _own() -> str:
    """Return the product's version and, as that may stand still while people work on it, what its files add up to."""
    whole = sha256()
    for path in sorted(path for pattern in _OWN for path in ROOT.glob(pattern)):
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    released = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return f"{released}+{whole.hexdigest()[:8]}"
