"""How a rule compares what it finds with what it names."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from programmes.precautions.exercise import NUMBER, TAGS, WORD


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """An attribute that is not known is neither more nor less than anything."""
    return lambda found, named: found is not None and compare(found, named)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": lambda found, named: found is not None and named in found,
    "in": lambda found, named: found in named,
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": _ordered(operator.gt),
    "ge": _ordered(operator.ge),
    "lt": _ordered(operator.lt),
    "le": _ordered(operator.le),
}

# Which of them make sense for what an attribute holds.
SUITING = {
    TAGS: ("contains",),
    WORD: ("eq", "ne", "in"),
    NUMBER: ("eq", "ne", "gt", "ge", "lt", "le"),
}


def holds(operator_name: str, found: Any, named: Any) -> bool:
    """Say whether the comparison is true. Raises KeyError for an operator there is not."""
    return OPERATORS[operator_name](found, named)
