"""When to go on, to be careful and to stop, and what needs help at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    WITHIN_2_WEEKS = "within_2_weeks"


class Tone(StrEnum):
    """How a row of the pain rule is meant. The words say it too; a rendering never shows it by colour alone."""

    FINE = "fine"
    CAREFUL = "careful"
    STOP = "stop"


@dataclass(frozen=True)
class PainRow:
    tone: Tone
    score: str
    meaning: str
    action: str


@dataclass(frozen=True)
class PainRule:
    """The three rows, and a sentence for running where its limit is another one."""

    code: str
    rows: tuple[PainRow, ...]
    running: str = ""


@dataclass(frozen=True)
class WarningBox:
    """The signs of one urgency. The action, with its number, is said once."""

    urgency: Urgency
    heading: str
    action: str
    signs: tuple[str, ...]
