"""What a patient is told, as plain values in reading order: made once, rendered many ways, frozen when issued.

Every text is already worded for the patient: side, units and language; what is left in English, or always reads left
to right, stands between marks (see `isolates`). Knows no database, no HTML and no PDF.
An empty text or tuple and ``None`` mean that the part does not apply; a rendering leaves it out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from programmes.handout.document.advice import Advice, ConditionSection
from programmes.handout.document.change import Change, ChangeKind, Earlier
from programmes.handout.document.exercise import ExerciseCard, NextPart, Part, Picture
from programmes.handout.document.image import SVG, Image
from programmes.handout.document.people import Clinic, PatientLine, Practitioner
from programmes.handout.document.running import (
    Cadence,
    Pair,
    PlannedRun,
    Runner,
    RunningLadder,
    RunWeek,
    Stage,
    StageRule,
    WarmUpMove,
)
from programmes.handout.document.safety import PainRow, PainRule, Tone, Urgency, WarningBox
from programmes.handout.plain import UnreadablePlain, read_dataclass, to_plain
from programmes.handout.terms import PlanTerms

__all__ = [
    "LONGEST_WEEKDAY",
    "SCHEMA_VERSION",
    "SVG",
    "Advice",
    "Cadence",
    "Change",
    "ChangeKind",
    "Clinic",
    "ConditionSection",
    "Credits",
    "Diary",
    "Document",
    "Earlier",
    "ExerciseCard",
    "Image",
    "Kind",
    "KitItem",
    "NextPart",
    "Online",
    "PainRow",
    "PainRule",
    "Pair",
    "Part",
    "PatientLine",
    "Picture",
    "PlannedRun",
    "Practitioner",
    "RunWeek",
    "Runner",
    "RunningLadder",
    "Schedule",
    "Stage",
    "StageRule",
    "Title",
    "Tone",
    "Urgency",
    "WarmUpMove",
    "WarningBox",
]

SCHEMA_VERSION = 1
LONGEST_WEEKDAY = 4  # In letters, the full stop counted.


class Kind(StrEnum):
    """What sort of programme it is: the parts of a warm-up are blocks of one session, not phases."""

    CONDITION = "condition"
    WARM_UP = "warm-up"
    RETURN_TO_RUNNING = "return-to-running"


@dataclass(frozen=True)
class Title:
    """What patients call it ("Runner's knee, left"), and the clinical term once, explained."""

    words: str
    explained: str = ""


@dataclass(frozen=True)
class Schedule:
    """When to exercise, in words; for calendars also the first day, the weekdays (Monday is 1) and the minutes.

    ``plan`` is the whole sentence "After ___ I will do these in ___"; without one the handout leaves the blanks.
    """

    days: str
    time_of_day: str = ""
    duration: str = ""
    plan: str = ""
    starts: date | None = None
    weekdays: tuple[int, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True)
class KitItem:
    name: str
    substitute: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Diary:
    """A sheet to fill in: so many weeks of seven days, ``weekdays`` in the order of the language."""

    weeks: int
    weekdays: tuple[str, ...]

    @property
    def week_numbers(self) -> range:
        return range(1, self.weeks + 1)

    @property
    def has_long_names(self) -> bool:
        """Say whether a name, such as "Niedz.", is wider than a column in extra large print."""
        return any(len(name) > LONGEST_WEEKDAY for name in self.weekdays)


@dataclass(frozen=True)
class Credits:
    """Where the content comes from. ``status`` says that it is a draft until a clinician has reviewed it.

    ``reviewers`` are those whom ``status`` names; none for a draft.
    """

    content_version: str
    status: str = ""
    sources: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Online:
    """Where to read it on a screen: the link's id and its clinic's letters, never its token, and until which day."""

    link: str
    letters: str
    until: date


@dataclass(frozen=True)
class Document:
    """The whole handout. ``version`` is None and ``is_preview`` true for whatever has not been issued.

    ``changes``, and the practitioner's reason, tell what is different from the handout given before, ``since``.

    ``stop_rule`` says when to stop any of the exercises; a card says what is particular to it.
    """

    kind: Kind
    language: str
    issued: date
    clinic: Clinic
    title: Title
    programme: str = ""
    version: int | None = None
    is_preview: bool = True
    direction: str = "ltr"
    review: date | None = None
    practised_on: date | None = None
    practitioner: Practitioner | None = None
    patient: PatientLine | None = None
    review_note: tuple[str, ...] = ()
    goal: str = ""
    why: tuple[str, ...] = ()
    schedule: Schedule | None = None
    kit: tuple[KitItem, ...] = ()
    pain_rule: PainRule | None = None
    warnings: tuple[WarningBox, ...] = ()
    since: Earlier | None = None
    changes: tuple[Change, ...] = ()
    change_reason: str = ""
    condition: ConditionSection | None = None
    advice: tuple[Advice, ...] = ()
    stop_rule: str = ""
    parts: tuple[Part, ...] = ()
    ladder: RunningLadder | None = None
    runner: Runner | None = None
    next_part: NextPart | None = None
    running: tuple[str, ...] = ()
    flare_up: tuple[str, ...] = ()
    diary: Diary | None = None
    questions: tuple[str, ...] = ()
    other_formats: str = ""
    online: Online | None = None
    credits: Credits | None = None
    terms: PlanTerms | None = None
    schema_version: int = SCHEMA_VERSION

    @property
    def cards(self) -> tuple[ExerciseCard, ...]:
        return tuple(card for part in self.parts for card in part.cards)

    @property
    def images(self) -> tuple[Image, ...]:
        """Return all that is pictured, in reading order."""
        logo = (self.clinic.logo,) if self.clinic.logo else ()
        cards = (frame for card in self.cards if card.picture for frame in card.picture.frames)
        moves = (move.picture for move in (self.runner.warm_up if self.runner else ()) if move.picture)
        return (*logo, *cards, *moves)

    def as_plain(self) -> dict[str, Any]:
        """Return the document as JSON values; `from_plain` gives back an equal one."""
        return {item: to_plain(value) for item, value in vars(self).items()}

    def as_json(self) -> str:
        return json.dumps(self.as_plain(), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Document:
        """Return the document. Raises UnreadablePlain for another schema or a value that does not fit."""
        if plain.get("schema_version") != SCHEMA_VERSION:
            raise UnreadablePlain(
                f"schema_version: {SCHEMA_VERSION} was expected, not {plain.get('schema_version')!r}."
            )
        return read_dataclass(cls, plain)

    @classmethod
    def from_json(cls, text: str | bytes) -> Document:
        return cls.from_plain(json.loads(text))
