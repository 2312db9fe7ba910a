"""Keeps the PDF to the packaged fonts, and those a clinic added: the same bytes on every machine, whatever it has."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

FOLDER = Path(__file__).resolve().parent.parent / "static" / "programmes" / "fonts"

_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def confine(added: Path | None = None) -> TemporaryDirectory[str]:
    """Show fontconfig the packaged folder only, and *added*. Call before WeasyPrint is imported: it reads fonts then.

    The settings and the private cache last as long as the returned folder, which is the process's life.
    """
    home = TemporaryDirectory(prefix="handout-fonts-")
    settings = Path(home.name) / "fonts.conf"
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in (FOLDER, added) if folder)
    settings.write_text(_SETTINGS.format(folders=folders, cache=escape(home.name)))
    os.environ["FONTCONFIG_FILE"] = str(settings)
    return home
