"""What a screen reader meets: each heading, paragraph, list, cell and picture with its words, in reading order.

Of a PDF as its tags say it, and of the page it was made of, to be compared. Blanks are left out: where a line ends, a
PDF has none.
"""

import re
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pikepdf

from tests import pdfua

HEARD = {"P", "H1", "H2", "H3", "L", "LI", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure"}
LISTS = {"ul": "L", "ol": "L", "img": "Figure", "thead": "THead", "tbody": "TBody", "table": "Table"}


def of_pdf(content: bytes) -> list[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        return ["".join(words) for _element, words in _said(pdf)]


def headers(content: bytes) -> list[list[str]]:
    """Return the words of the headers of each cell."""
    with pikepdf.open(BytesIO(content)) as pdf:
        cells = [(element, "".join(words).partition(" ")[2]) for element, words in _said(pdf)]
        names = {bytes(element.data.ID): words for element, words in cells if element.role == "TH"}
        named = [pdfua.attribute(element.data, "/Headers", []) for element, _words in cells if element.role == "TD"]
        return [[names[bytes(name)] for name in cell] for cell in named]


def _said(pdf: pikepdf.Pdf) -> list[tuple[pdfua.Element, list[str]]]:
    words = {page.obj.objgen: _words(page) for page in pdf.pages}
    said: list[tuple[pdfua.Element, list[str]]] = []
    for element in pdfua.read(pdf).elements:
        if element.role in HEARD:
            said.append((element, [element.role, " ", str(element.data.get("/Alt", ""))]))
        if said and element.role != "Figure" and "Lbl" not in (element.role, *element.inside):
            said[-1][1].extend(words[element.data.Pg.objgen][kid] for kid in element.kids if isinstance(kid, int))
    return said


def of_page(html: str) -> list[str]:
    return _Reader(html).said


def _words(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each piece of marked content."""
    said: dict[int, str] = {}
    marks: list[int | None] = []
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in ("BMC", "BDC"):
            number = operands[1].get("/MCID") if word == "BDC" else None
            marks.append(marks[-1] if number is None and marks else number)
            said.setdefault(int(number), "") if number is not None else None
        elif word == "EMC":
            marks.pop()
        elif word == "Tf":
            letters = _letters(page.Resources.Font[operands[0]])
        elif word == "TJ" and marks and marks[-1] is not None:
            codes = b"".join(bytes(item) for item in operands[0] if isinstance(item, pikepdf.String))
            pairs = zip(codes[::2], codes[1::2], strict=True)
            said[int(marks[-1])] += "".join(letters[high * 256 + low] for high, low in pairs).replace(" ", "")
    return said


def _letters(font: Any) -> dict[int, str]:
    lines = re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in lines}


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(html[html.index("<main>") : html.index("</main>")])

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        role = LISTS.get(tag, tag.upper())
        if role in HEARD:
            self.said.append(f"{role} {dict(attributes).get('alt', '')}")

    def handle_data(self, data: str) -> None:
        if self.said:
            self.said[-1] += "".join(data.split())
