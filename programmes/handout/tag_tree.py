"""The structure tree of a PDF that is not written yet, in which one thing on the page becomes one thing to hear.

WeasyPrint 70.0 makes an element of each piece: of a list that goes on overleaf, of a sentence's second line. It makes
elements of nothing (boxes to tick), of what styles add (dots between words), and of a table's head on each page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from programmes.handout.tag_sources import BLANK

# They run on within a line: a blank between two of them parts words.
INLINE = {"/Span", "/NonStruct", "/Link"}
# A table needs each of its cells, blank ones too.
CELLS = {"/TD", "/TH"}


class Tree:
    """References are followed in memory."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._objects = pdf.objects
        self._found: dict[bytes, Any] = {}
        self._root = self.object(pdf.catalog["StructTreeRoot"])
        self._parents = self.object(self._root["ParentTree"])["Nums"]

    def object(self, reference: bytes) -> Any:
        found = self._found.get(reference)
        if found is None:
            found = self._found[reference] = self._objects[int(reference.split()[0])]
        return found

    def slots(self, page: int) -> list[Any]:
        """Return the owners of a page's marked content, by content number. The tree lists page, owners, page, ..."""
        return self._parents[2 * page + 1]

    def elements(self, role: str = "", *, within: Any = None) -> Iterator[Any]:
        """Yield the elements in reading order, all or those of a role."""
        waiting = [self._root if within is None else within]
        is_first = True
        while waiting:
            element = waiting.pop()
            if not is_first and role in ("", element["S"]):
                yield element
            is_first = False
            waiting.extend(filter(_is_element, reversed(self._kids(element))))

    def tidy(self) -> None:
        """Make one element of each thing, and none of nothing. Content that is left without one is not to be read."""
        for element in self._kids(self._root):
            self._tidy(element)
        reached = [self._root, *self.elements()]
        for element in reached:
            for kid in filter(_is_element, self._kids(element)):
                kid["P"] = element.reference
                if kid["S"] == BLANK:
                    kid["S"] = "/Span"
        kept = {element.number for element in reached}
        for item in self._objects:
            if isinstance(item, dict) and item.get("Type") == "/StructElem" and item.number not in kept:
                item.free = "f"

    def _tidy(self, element: Any) -> None:
        if all(isinstance(kid, int) for kid in element["K"]):
            return  # content alone: nothing to join
        _hold(element, self._joined(element))
        for kid in filter(_is_element, self._kids(element)):
            self._tidy(kid)
        kids = [kid for kid in self._kids(element) if not _says_nothing(kid)]
        around = zip([None, *kids], kids, [*kids[1:], None], strict=False)
        _hold(element, [kid for before, kid, after in around if not _is_blank(kid) or _parts_words(before, after)])

    def _kids(self, element: Any) -> list[Any]:
        """Return what stands in an element: content numbers, elements, and references to links."""
        return [kid if isinstance(kid, int) else self.object(kid) for kid in element["K"]]

    def _joined(self, element: Any) -> list[Any]:
        """Return what stands in an element, the pieces of each thing put together."""
        kids, firsts = [], {}
        for kid in self._unboxed(element):
            first = firsts.setdefault(_thing(kid), kid)
            if first is kid or _thing(kid) is None:
                kids.append(kid)
            elif kid["S"] != "/THead":
                first["K"] += kid["K"]
        return kids

    def _unboxed(self, element: Any) -> Iterator[Any]:
        """Yield what stands in an element; of boxes that are made for its layout only what is in them."""
        for kid in self._kids(element):
            if (
                _is_element(kid)
                and _thing(kid)
                and kid.source == element.__dict__.get("source")
                and _adds_none(kid, element)
            ):
                yield from self._unboxed(kid)
            else:
                yield kid


def _hold(element: Any, kids: list[Any]) -> None:
    element["K"] = pydyf.Array(kid if isinstance(kid, int) else kid.reference for kid in kids)


def _is_element(kid: Any) -> bool:
    # A reference to a link has no role.
    return not isinstance(kid, int) and "S" in kid


def _thing(kid: Any) -> Any:
    """Return what is alike of two pieces of one thing; None of what is no piece."""
    if not _is_element(kid) or any(isinstance(number, int) for number in kid["K"]):
        return None
    element, name = getattr(kid, "source", (None, None))
    return None if element is None else (id(element), name, kid["S"])


def _adds_none(kid: Any, parent: Any) -> bool:
    return kid["S"] in (parent["S"], "/NonStruct")


def _says_nothing(kid: Any) -> bool:
    if not _is_element(kid):
        return False
    _element, name = getattr(kid, "source", (None, None))
    is_added_by_styles = name is not None and name.endswith(("::before", "::after"))
    return is_added_by_styles or not (kid["K"] or kid["S"] in CELLS)


def _is_blank(kid: Any) -> bool:
    return _is_element(kid) and kid["S"] == BLANK


def _parts_words(before: Any, after: Any) -> bool:
    return all(kid is not None and _is_element(kid) and kid["S"] in INLINE for kid in (before, after))
