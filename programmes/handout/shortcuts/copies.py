"""A style that is copied to change a value or two works out all others again: here it takes them from the original."""

from typing import Any

from weasyprint import css

# These follow from one another, and a copy may have changed one.
_FROM_ONE_ANOTHER = {"display", "float", "position"}


class _Copy(css.ComputedStyle):
    def __missing__(self, name: str) -> Any:
        if name in _FROM_ONE_ANOTHER:
            return super().__missing__(name)
        value = self[name] = self.original[name]
        return value


def take() -> None:
    css.ComputedStyle.copy = _copy


def _copy(style: Any) -> _Copy:
    copy = _Copy(
        style.parent_style,
        style.cascaded,
        style.pseudo_type,
        style.root_style,
        style.base_url,
        style.font_config,
        style.initial_page_sizes,
    )
    copy.update(style)
    copy.specified = style.specified.copy()
    copy.original = style
    return copy
