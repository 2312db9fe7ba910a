"""Remake docs/figures.pdf, every figure of the library on a few sheets: `make pictures`. Needs no database."""

import sys
from base64 import b64encode
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from programmes import figures  # noqa: E402
from programmes.content.read import SHIPPED, read  # noqa: E402
from programmes.handout import fonts  # noqa: E402

SHEET = ROOT / "docs" / "figures.pdf"
STYLES = """
@page { margin: 12mm 12mm 14mm; size: A4 }
@page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "Handout Atkinson" } }
body { color: #1f2c38; font: 9pt "Handout Atkinson"; margin: 0 }
h1 { font-size: 16pt; margin: 0 0 2mm }
p { margin: 0 0 4mm }
h2 { border-bottom: 0.4pt solid #7d8b98; break-after: avoid; font-size: 11pt; margin: 3mm 0 1mm }
ul { list-style: none; margin: 0; padding: 0 }
li { box-sizing: border-box; display: inline-block; padding: 1mm 1.5mm 2mm; text-align: center; width: 33.3% }
img { height: 31mm; object-fit: contain; width: 100% }
"""


def main() -> None:
    fonts.confine()
    # WeasyPrint looks for fonts as it is imported.
    from weasyprint import HTML

    exercises = _exercises()
    HTML(string=_page(exercises)).write_pdf(SHEET, pdf_variant="pdf/ua-1", pdf_identifier="figures")
    print(f"{SHEET}: {len(exercises)} figures")


def _exercises() -> list[dict[str, Any]]:
    shelf, problems = read(SHIPPED)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    order = list(shelf.file("vocabulary.yaml")["category"])
    exercises = (item.data for item in shelf.of("exercises"))
    return sorted(exercises, key=lambda exercise: (order.index(exercise["category"]), exercise["name"]))


def _page(exercises: list[dict[str, Any]]) -> str:
    groups = groupby(exercises, key=lambda exercise: exercise["category"])
    parts = "".join(f"<h2>{_titled(category)}</h2><ul>{''.join(map(_shown, group))}</ul>" for category, group in groups)
    return (
        f'<html lang="en"><title>Figures of the library</title><style>{STYLES}</style><h1>Figures of the library</h1>'
        f"<p>{len(exercises)} exercises: the start on the left, the end on the right. What works is drawn lighter, "
        f"the working muscle in amber. Where one leg works, it is the right one.</p>{parts}</html>"
    )


def _titled(category: str) -> str:
    return category.replace("-", " ").capitalize()


def _shown(exercise: dict[str, Any]) -> str:
    drawing = b64encode(figures.draw(figures.read(exercise["figure"])).pair.encode()).decode()
    name = exercise["name"]
    return f'<li><img src="data:image/svg+xml;base64,{drawing}" alt="{name}: start and end"><br>{name}</li>'


if __name__ == "__main__":
    main()
