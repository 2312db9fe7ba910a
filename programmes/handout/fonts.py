"""Keeps the PDF to the packaged fonts, and those a clinic added: the same bytes on every machine, whatever it has."""

import atexit
import os
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parent.parent / "static" / "programmes" / "fonts"

_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def confine(added: Path | None = None) -> None:
    """Show fontconfig the packaged folder only, and *added*. Call before WeasyPrint is imported: it reads fonts then.

    The settings and the private cache last as long as this process.
    """
    home = Path(mkdtemp(prefix="handout-fonts-"))
    atexit.register(_remove, home, os.getpid())
    settings = home / "fonts.conf"
    # Fontconfig takes a relative folder for one beside its settings.
    folders = "".join(f"<dir>{escape(str(folder.resolve()))}</dir>" for folder in (FOLDER, added) if folder)
    settings.write_text(_SETTINGS.format(folders=folders, cache=escape(str(home))), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(settings)
    # What fontTools makes of a variable font or one with coloured signs is dated: by this, not by the clock.
    os.environ["SOURCE_DATE_EPOCH"] = "0"


def _remove(home: Path, maker: int) -> None:
    """A fork of the process ends sooner, and leaves the folder to the one that made it."""
    if os.getpid() == maker:
        rmtree(home, ignore_errors=True)
