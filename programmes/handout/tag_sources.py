"""Notes beside each tag which element of the page it stands for: WeasyPrint 70.0 knows it and does not say it.

Without it, what a line or page breaks in two cannot be told from two things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as tagging

# The role of text that is nothing but blanks, until it is known whether it parts two words.
BLANK = "/Blank"


def told(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return WeasyPrint's building of tags, with `source` on each: the element and, of generated text, which."""

    def build_box_tree(box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, tags: Any) -> Any:
        if isinstance(box, boxes.PageBox):
            _note_blanks(tags)
        drawn = box._box if isinstance(box, AbsolutePlaceholder) else box
        for element in build(box, parent, pdf, page, nums, annotations, tags):
            if not hasattr(element, "source"):  # those of a page's children come by twice
                element.source = (drawn.element, drawn.element_tag)
            yield element

    return build_box_tree


def _note_blanks(tags: Any) -> None:
    for box, tag in tags.items():
        if isinstance(box, boxes.TextBox) and not box.text.strip():
            tag["tag"] = BLANK[1:]


tagging._build_box_tree = told(tagging._build_box_tree)
