"""Keeps the PDF to the packaged fonts: the same bytes on every machine, whatever fonts it has."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parent.parent / "static" / "programmes" / "fonts"

_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def confine() -> TemporaryDirectory[str]:
    """Show fontconfig the packaged folder only. Call before WeasyPrint is imported: it reads the fonts then.

    The settings and the private cache last as long as the returned folder, which is the process's life.
    """
    home = TemporaryDirectory(prefix="handout-fonts-")
    settings = Path(home.name) / "fonts.conf"
    settings.write_text(_SETTINGS.format(folder=escape(str(FOLDER)), cache=escape(home.name)))
    os.environ["FONTCONFIG_FILE"] = str(settings)
    return home
