"""The words for whom to ring, filled into the texts of warning signs: "Call {emergency}" reads "Call 999"."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{([^{}]*)\}")


def fill_services(text: str, words: Mapping[str, str]) -> str:
    """Return *text* with each name in braces filled in; a name without words loses its braces."""
    return _NAME.sub(lambda found: words.get(found[1], found[1]), text)
