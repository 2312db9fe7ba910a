"""Repairs what WeasyPrint 70.0 leaves wrong in a tagged PDF, on pydyf's objects just before they are written.

Text that belongs to no element, as in page margins, becomes an artifact, which assistive technology skips. A figure's
bounding box is in CSS pixels from the top left: it becomes PDF points from the bottom left. A figure says its language.
"""

from __future__ import annotations

from typing import Any

import pydyf

from programmes.handout.tag_tables import name_headers
from programmes.handout.tag_tree import Tree

POINTS_A_PIXEL = 0.75


def repair(rendering: Any, pdf: pydyf.PDF) -> None:
    """Mend the tags of *pdf*, the file made of *rendering*: WeasyPrint's `finisher`."""
    tree = Tree(pdf)
    tree.tidy()
    name_headers(tree)
    page_numbers = {reference: number for number, reference in enumerate(pdf.page_references)}
    owned: list[set[int]] = [set() for _ in page_numbers]
    for element in tree.elements():
        page = page_numbers.get(element.get("Pg"))
        if page is None:
            continue
        owned[page].update(kid for kid in element["K"] if isinstance(kid, int))
        if element["S"] == "/Figure":
            _move_box(element, rendering.pages[page].height)
            _say_language(element)
    for page, reference in enumerate(page_numbers):
        _disown(tree.object(tree.object(reference)["Contents"]), owned[page], tree.slots(page))


def _move_box(figure: Any, page_height: float) -> None:
    left, top, right, bottom = figure["A"]["BBox"]
    corners = (left, page_height - bottom, right, page_height - top)
    figure["A"]["BBox"] = pydyf.Array(corner * POINTS_A_PIXEL for corner in corners)


def _say_language(figure: Any) -> None:
    """Say the language of a picture's words where it is not the document's. Of other text see `spans`."""
    image, _tag = figure.source
    if language := image.get("lang"):
        figure["Lang"] = pydyf.String(language)


def _disown(content: Any, owned: set[int], slots: list[Any]) -> None:
    """Turn marked content that no element owns into artifacts. pydyf keeps '/Tag', {'MCID': n}, b'BDC' in a row."""
    for index, item in enumerate(content.stream):
        if isinstance(item, dict) and "MCID" in item and item["MCID"] not in owned:
            content.stream[index - 1 : index + 2] = ["/Artifact", b"", b"BMC"]
            slots[item["MCID"]] = "null"
