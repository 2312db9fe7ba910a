"""Takes out of a document what is no writing: characters that steer machines, or turn a line's direction round.

They are pasted along unseen. On paper they show as boxes or not at all, and a PDF's description may not hold them.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from programmes.handout.document import Image

Value = TypeVar("Value")

# Controls but for the line break and the tab; halves of characters; what Unicode says is none; directions that are
# turned for the rest of the line (a name can make the words after it read backwards).
_NO_WRITING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e]")


def printable(value: Value) -> Value:
    """Return *value*, a document or a part of one, with nothing but writing in its texts."""
    made: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        made = _NO_WRITING.sub("", value)
    elif isinstance(value, tuple):
        made = tuple(printable(item) for item in value)
    elif is_dataclass(value) and not isinstance(value, type | Image):
        made = replace(value, **{field.name: printable(getattr(value, field.name)) for field in fields(value)})
    return made
