"""What a spreadsheet does to a cell on the way out and back. Knows texts only."""

from __future__ import annotations

import re
import unicodedata

# A cell that begins so is run as a formula by whoever opens the file, and may send what stands beside it elsewhere.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_RUNS_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
# No-break spaces, which Excel and web pages put where a space was.
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"(?:\d{{1,2}}[-/. ](?:{_MONTH})[a-z]*(?:[-/. ]\d{{2,4}})?|(?:{_MONTH})[a-z]*[-/. ]\d{{1,4}}"
    r"|\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}:\d{2}:\d{2})",
    re.IGNORECASE,
)


class Dated(str):
    """A cell that the spreadsheet itself calls a date or a time."""


def escaped(text: str) -> str:
    """Return *text* so that no spreadsheet runs it: `unescaped` gives it back."""
    return f"'{text}" if _RUNS.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _RUNS_ESCAPED.match(text) else text


def folded(text: str) -> str:
    """Return *text* without what a spreadsheet may change of it by itself: line ends, blanks, signs nobody sees."""
    lines = re.split(r"\r\n|\r|\n", _SPACES.sub(" ", without_strange_signs(text)))
    return "\n".join(line.strip() for line in lines).strip()


def is_date(text: str) -> bool:
    """Say whether *text* is what a spreadsheet makes of "3-5" or "1:30"."""
    return isinstance(text, Dated) or _DATE.fullmatch(text.strip()) is not None


def strange_sign(text: str) -> str:
    """Return the first sign that no keyboard has and no database takes; "" for none."""
    return next((sign for sign in text if _is_strange(sign)), "")


def without_strange_signs(text: str) -> str:
    return "".join(sign for sign in text if not _is_strange(sign)) if strange_sign(text) else text


def _is_strange(sign: str) -> bool:
    return sign not in "\n\r\t" and unicodedata.category(sign) in ("Cc", "Cs")
