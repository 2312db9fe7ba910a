"""A style works out each property when it is first asked for, most of them to find what stands in its parent or in CSS.

Here a new style starts with all that is inherited or initial; what its rules say is worked out as before.
"""

from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

# These depend on more than one value.
_SPECIAL = {"position", "float", "display", "page"} | {name for name in INITIAL_VALUES if "text_decoration" in name}
_INHERITED = sorted(set(INHERITED) - _SPECIAL)
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and name not in _SPECIAL
}
# For a style with rules such as margin-inline-end, which decides over the margin of one side or the other.
_WITHOUT_SIDES = {name: value for name, value in _INITIAL.items() if name not in PHYSICAL_FUNCTIONS}
_LOGICAL = {
    function(block="ttb", inline=direction) for function in PHYSICAL_FUNCTIONS.values() for direction in ("ltr", "rtl")
}
_ANONYMOUS = {name: INITIAL_VALUES[name] for name in ("position", "float")} | _INITIAL


def take() -> None:
    begin, begin_anonymous = css.ComputedStyle.__init__, css.AnonymousStyle.__init__

    def computed(style: Any, parent_style: Any, cascaded: dict[str, Any], *more: Any) -> None:
        begin(style, parent_style, cascaded, *more)
        style.update(_INITIAL if _LOGICAL.isdisjoint(cascaded) else _WITHOUT_SIDES)
        if parent_style is not None:
            style.update({name: parent_style[name] for name in _INHERITED})
        for name in cascaded:
            style.pop(name, None)

    def anonymous(style: Any, parent_style: Any) -> None:
        begin_anonymous(style, parent_style)
        style.update(_ANONYMOUS)
        style.update({name: parent_style[name] for name in _INHERITED})

    css.ComputedStyle.__init__ = computed
    css.AnonymousStyle.__init__ = anonymous
