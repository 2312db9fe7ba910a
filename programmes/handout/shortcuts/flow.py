"""Whether a box stands in the flow is asked more often than anything else, of five functions: here of one.

For the name of its page a box asks only its first and its last child, not which of all its children are in the flow:
and none where all pages of the document have one name, as those of a handout have.
"""

from typing import Any

from weasyprint import layout
from weasyprint.formatting_structure import boxes

_FLOATS = {"left", "right", "inline-start", "inline-end"}
_NOT_IN_FLOW = {*_FLOATS, "footnote"}


def take() -> None:
    own_values, begin = boxes.Box.page_values, layout.initialize_page_maker
    # The names of the pages of the document that is laid out: one at a time, as Pango takes no two.
    names: set[str] = set()

    def initialize_page_maker(context: Any, root_box: Any) -> None:
        names.clear()
        names.update([box.style["page"] for box in root_box.descendants()])
        begin(context, root_box)

    def page_values(box: Any) -> tuple[Any, Any]:
        if len(names) == 1:
            return own_values(box)  # type: ignore[no-any-return]
        start, end = own_values(box)
        first = next(filter(_is_beside_or_in_flow, box.children), None)
        if first is None:
            return start, end
        last = next(filter(_is_beside_or_in_flow, reversed(box.children)))
        values = first.page_values()
        last_values = values if last is first else last.page_values()
        return values[0] or start, last_values[1] or end

    boxes.Box.is_in_normal_flow = _is_in_flow
    boxes.ParentBox.page_values = page_values
    layout.initialize_page_maker = initialize_page_maker


def _is_in_flow(box: Any) -> bool:
    style = box.style
    position = style["position"]
    return (
        style["float"] not in _NOT_IN_FLOW
        and position not in ("absolute", "fixed")
        and position[0] not in ("running()", "note()")
    )


def _is_beside_or_in_flow(box: Any) -> bool:
    return box.style["float"] in _FLOATS or _is_in_flow(box)
