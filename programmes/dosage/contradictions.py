"""Where a note says another dose than the one it stands beside: "3 x 8" with the note "45 seconds".

Reads plain English and figures. A sentence about another time or case ("build to 4 sets of 15", "when 30 minutes are
easy") is no claim about the dose, and is passed over: an alarm that is often false is soon not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction

from programmes.dosage.dose import Dosage

_Match = re.Match[str]

# A point between two digits ends no sentence.
_SENTENCE = re.compile(r"(?:[^.!?;\n]|(?<=\d)\.(?=\d))+")
_ANOTHER_CASE = re.compile(
    r"\b(?:weeks?|stages?|phases?|build|move|progress|later|then|until|when|once you|if|before|after|from|or"
    r"|towards|up to|at least|at most|more|less|add|increase|out of|under|over|within|in all)\b",
    re.IGNORECASE,
)
_FIGURES = {
    **{word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six"), start=1)},
    **{word: number for number, word in enumerate(("seven", "eight", "nine", "ten", "eleven", "twelve"), start=7)},
    **{"fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90},
    **{"once a": "1 times a", "twice a": "2 times a"},
}
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(_FIGURES, key=len, reverse=True))})\b", re.IGNORECASE)

_FIGURE = r"\d+(?:\.\d+)?"
_NUMBER = rf"(?P<low>{_FIGURE})(?:\s*(?:-|–|to)\s*(?P<high>{_FIGURE}))?"
_SECONDS = r"(?:s|secs?|seconds?)\b"
# Of "1 minute and 30 seconds rest" the seconds are a claim of their own.
_AND = rf"\s*(?:\band\s+(?!\d+\s*{_SECONDS}\s*(?:of\s+)?rest\b))?"
_UNIT = rf"(?P<unit>{_SECONDS}|(?:mins?|minutes?)\b(?:{_AND}(?P<seconds>\d+)\s*{_SECONDS})?)"
# Hours alone are no claim: most notes mean by them how long it hurts.
_HOURS = r"(?:(?P<hours>\d+)\s*(?:h|hrs?|hours?)\b\s*(?:and\s+)?)?"
_A = r"\s*(?:a|per|each|every)\s*"


def contradictions(note: str, dosage: Dosage) -> tuple[str, ...]:
    """Return what *note* says that is another amount than *dosage*, with its numbers in figures, each once."""
    return tuple(dict.fromkeys(claim for part in _SENTENCE.findall(note) for claim in _against(part, dosage)))


def _against(sentence: str, dosage: Dosage) -> Iterator[str]:
    if _ANOTHER_CASE.search(re.sub(rf"{_A}week\b", " weekly", sentence, flags=re.IGNORECASE)):
        return
    left = _IN_WORDS.sub(lambda match: str(_FIGURES[match.group(0).casefold()]), sentence)
    # What one claim has used up is not read again: the 12 of "3 sets of 12" is no 12 seconds.
    for pattern, agrees in _CLAIMS:
        for match in pattern.finditer(left):
            if not agrees(match, dosage):
                yield match.group(0).strip()
        left = pattern.sub(";", left)


def _amount(match: _Match, dosage: Dosage) -> bool:
    wanted = _times(dosage) if match["unit"] else {*_times(dosage), dosage.reps, dosage.distance_metres}
    return int(match["sets"]) == (dosage.sets or 1) and _holds(match, wanted)


def _rest(match: _Match, dosage: Dosage) -> bool:
    """A rest that the dose leaves open is no contradiction."""
    return dosage.rest_seconds is None or _holds(match, {dosage.rest_seconds})


def _time(match: _Match, dosage: Dosage) -> bool:
    return _holds(match, {*_times(dosage), dosage.rest_seconds})


def _repetitions(match: _Match, dosage: Dosage) -> bool:
    return _holds(match, {dosage.reps})


def _goes(match: _Match, dosage: Dosage) -> bool:
    return _holds(match, {dosage.sets, dosage.reps, dosage.times_per_day})


def _sets(match: _Match, dosage: Dosage) -> bool:
    return _holds(match, {dosage.sets or 1})


def _times_a_day(match: _Match, dosage: Dosage) -> bool:
    return _holds(match, {dosage.times_per_day or 1})


def _days_a_week(match: _Match, dosage: Dosage) -> bool:
    return dosage.days_per_week is None or _holds(match, {dosage.days_per_week})


def _on_days(*days: int) -> Callable[[_Match, Dosage], bool]:
    return lambda match, dosage: dosage.days_per_week in (None, *days)


def _times(dosage: Dosage) -> set[int | None]:
    """Return every stretch of time the dose speaks of, in seconds."""
    tempo = dosage.tempo
    parts = (tempo.lower_seconds, tempo.pause_seconds, tempo.lift_seconds) if tempo else ()
    return {dosage.hold_seconds, dosage.duration_seconds, dosage.easy_seconds, *parts}


def _holds(match: _Match, wanted: Collection[int | None]) -> bool:
    """Say whether the number, or the range, names one of the wanted ones."""
    said = match.groupdict()
    factor = 60 if (said.get("unit") or "").casefold().startswith("m") else 1
    beside = int(said.get("hours") or 0) * 3600 + int(said.get("seconds") or 0)
    low, high = (Fraction(number) * factor + beside for number in (said["low"], said["high"] or said["low"]))
    return any(low <= number <= high for number in wanted if number is not None)


def _claim(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The longest first: each takes its words away from those below.
_CLAIMS: tuple[tuple[re.Pattern[str], Callable[[_Match, Dosage], bool]], ...] = (
    (_claim(rf"\b(?P<sets>\d+)\s*(?:x|×|sets?\s+of)\s*{_NUMBER}\b(?:\s*{_UNIT})?"), _amount),
    (_claim(rf"\b{_NUMBER}\s*(?:times?|x){_A}day\b"), _times_a_day),
    (_claim(rf"\b{_NUMBER}\s*(?:days?|times?|x){_A}week\b"), _days_a_week),
    (_claim(rf"\brest(?:ing)?\s+(?:for\s+)?{_NUMBER}\s*{_UNIT}"), _rest),
    (_claim(rf"\b{_NUMBER}\s*{_UNIT}\s*(?:of\s+)?rest\b"), _rest),
    (_claim(rf"\b{_HOURS}{_NUMBER}\s*{_UNIT}"), _time),
    (_claim(rf"\b{_NUMBER}\s*(?:reps?|repetitions?)\b"), _repetitions),
    (_claim(rf"\b{_NUMBER}\s*sets?\b"), _sets),
    (_claim(rf"\b{_NUMBER}\s*times\b"), _goes),
    (_claim(r"\bevery\s+(?:other|second)\s+day\b"), _on_days(3, 4)),
    (_claim(r"\bevery\s+third\s+day\b"), _on_days(2, 3)),
    (_claim(r"\b(?:every|each)\s+day\b|\bdaily\b"), _on_days(7)),
)
