"""What a patient is told, as plain values in reading order: made once, rendered many ways, frozen when issued.

Every text is already worded for the patient: side, units and language; what is left in English, or always reads left
to right, stands between marks (see `isolates`). Knows no database, no HTML and no PDF.
An empty text or tuple and ``None`` mean that the part does not apply; a rendering leaves it out.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.dosage import Dosage, DoseLine
from programmes.handout.plain import UnreadablePlain, read_dataclass, to_plain
from programmes.handout.terms import LineTerms, MoveTerms, PartTerms, PlanTerms, StageTerms

SCHEMA_VERSION = 1
SVG = "image/svg+xml"
LONGEST_WEEKDAY = 4  # In letters, the full stop counted.


class Kind(StrEnum):
    """What sort of programme it is: the parts of a warm-up are blocks of one session, not phases."""

    CONDITION = "condition"
    WARM_UP = "warm-up"
    RETURN_TO_RUNNING = "return-to-running"


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
class Image:
    """A picture inside the document, so that an issued one never changes. ``body`` is SVG as text, others in base64."""

    media_type: str
    body: str
    alt: str

    @classmethod
    def of(cls, media_type: str, content: bytes, alt: str) -> Image:
        body = content.decode() if media_type == SVG else b64encode(content).decode()
        return cls(media_type, body, alt)

    @property
    def content(self) -> bytes:
        return self.body.encode() if self.media_type == SVG else b64decode(self.body)

    @property
    def url(self) -> str:
        """Return the address that is the picture itself, for a browser."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode()}"

    @property
    def name(self) -> str:
        """Return the short address under which the PDF is handed the picture."""
        return f"picture:{sha256(f'{self.media_type},{self.body}'.encode()).hexdigest()}"


@dataclass(frozen=True)
class Clinic:
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    accent_colour: str = ""
    logo: Image | None = None


@dataclass(frozen=True)
class Practitioner:
    """Who leads the programme. ``registration`` is worded: a number, or that there is none."""

    name: str
    profession: str = ""
    qualifications: str = ""
    registration: str = ""


@dataclass(frozen=True)
class PatientLine:
    """Who the sheet is for: a name, or initials alone. A sheet with no name at all has no PatientLine."""

    name: str
    initials: str


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


class ChangeKind(StrEnum):
    """What a change means to the patient. The label says it; a rendering never shows it by colour alone."""

    NEW = "new"
    HARDER = "harder"
    EASIER = "easier"
    CHANGED = "changed"
    STOPPED = "stopped"

    @property
    def label(self) -> Promise:
        return _CHANGE_LABELS[self]


_CHANGE_LABELS: dict[ChangeKind, Promise] = {
    ChangeKind.NEW: _("New"),
    ChangeKind.HARDER: _("Harder"),
    ChangeKind.EASIER: _("Easier"),
    ChangeKind.CHANGED: _("Changed"),
    ChangeKind.STOPPED: _("Stopped"),
}


@dataclass(frozen=True)
class Change:
    """One thing that is different from the handout given last, in whole sentences."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True)
class Earlier:
    """The handout that this one takes the place of, by what stands on its pages."""

    version: int | None
    issued: date


@dataclass(frozen=True)
class ConditionSection:
    heading: str
    summary: str
    symptoms: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    time_course: str = ""


@dataclass(frozen=True)
class Advice:
    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Picture:
    """How an exercise starts and ends; a clinic's own pictures may show only one. ``caption`` says whose leg it is."""

    start: Image | None = None
    end: Image | None = None
    caption: str = ""

    @property
    def frames(self) -> tuple[Image, ...]:
        return tuple(frame for frame in (self.start, self.end) if frame)

    @property
    def small(self) -> Image | None:
        """Return the frame that says most, for where there is room for one."""
        return self.end or self.start


@dataclass(frozen=True)
class ExerciseCard:
    """One exercise as prescribed.

    ``summary`` is the dose in one line for the overview, with one box to tick for each of ``ticks`` days a week.
    ``easier`` and ``harder`` name the exercise to change to, once the practitioner agrees.
    ``same_as`` is the number of the card that already tells how to do it; ``replaces`` the code of the exercise
    that was done before.
    ``review_note`` says that the translation was not reviewed: in the handout's language, then in English.
    """

    number: int
    code: str
    name: str
    side: str
    side_words: str
    dosage: Dosage
    dose: tuple[DoseLine, ...]
    summary: str = ""
    days: str = ""
    ticks: int = 0
    why: str = ""
    start: str = ""
    steps: tuple[str, ...] = ()
    feel: str = ""
    mistakes: tuple[str, ...] = ()
    easier: str = ""
    harder: str = ""
    stop_if: str = ""
    care: tuple[str, ...] = ()
    note: str = ""
    is_optional: bool = False
    instead_of: str = ""
    picture: Picture | None = None
    same_as: int | None = None
    review_note: tuple[str, ...] = ()
    replaces: str = ""
    terms: LineTerms | None = None

    @property
    def tick_boxes(self) -> range:
        return range(self.ticks)


@dataclass(frozen=True)
class Part:
    """A phase, or a block of a warm-up, in full. ``heading`` is made of ``number`` and ``name``."""

    code: str
    heading: str
    goal: str
    cards: tuple[ExerciseCard, ...]
    when: str = ""
    pain: str = ""
    move_on_when: tuple[str, ...] = ()
    go_back_if: tuple[str, ...] = ()
    is_first: bool = False
    number: int | None = None
    name: str = ""
    terms: PartTerms | None = None


@dataclass(frozen=True)
class NextPart:
    """The phase to come: what it is for, and what must be true first."""

    heading: str
    goal: str
    start_when: tuple[str, ...]


@dataclass(frozen=True)
class PlannedRun:
    """A run on its day, a box to tick. ``amount`` is empty where the stage says it."""

    on: date
    amount: str = ""


@dataclass(frozen=True)
class RunWeek:
    """A week from stage 9 on."""

    starts_on: date
    stage: int
    runs: tuple[PlannedRun, ...]


@dataclass(frozen=True)
class Stage:
    """A rung of the walk-run ladder. ``sessions`` is how many runs, each a box to tick, come before moving on.

    ``runs`` are those that have a day: the earliest, if all goes well. ``is_now`` marks where a person has put the
    runner, and ``is_done`` what is below it.
    """

    number: int
    name: str
    what: str
    minutes: str
    effort: str
    sessions: int
    note: str = ""
    runs: tuple[PlannedRun, ...] = ()
    is_now: bool = False
    is_done: bool = False
    terms: StageTerms | None = None

    @property
    def tick_boxes(self) -> range:
        return range(self.sessions)


@dataclass(frozen=True)
class StageRule:
    when: str
    then: str


@dataclass(frozen=True)
class RunningLadder:
    every_session: tuple[str, ...]
    entry: tuple[str, ...]
    stages: tuple[Stage, ...]
    rules: tuple[StageRule, ...]
    pain_rule: str = ""
    weeks: tuple[RunWeek, ...] = ()
    pain: str = ""

    @property
    def has_days(self) -> bool:
        return bool(self.weeks) or any(stage.runs for stage in self.stages)


@dataclass(frozen=True)
class Cadence:
    """How quick the steps are to be. ``count`` says how to find out, ``beats`` what to set a metronome to."""

    count: str
    own: int | None
    aim: str
    beats: str


@dataclass(frozen=True)
class WarmUpMove:
    """An exercise of the warm-up card. How it is done stands in few words."""

    name: str
    summary: str
    how: str
    picture: Image | None = None
    terms: MoveTerms | None = None


@dataclass(frozen=True)
class Pair:
    """A pair of shoes: worn since, and how far until the sheet was made."""

    name: str
    worn_from: date
    distance: str


@dataclass(frozen=True)
class Runner:
    """What stands beside the stages: the warm-up, form cues to try one at a time, step rate, shoes, other advice."""

    warm_up: tuple[WarmUpMove, ...] = ()
    cues: tuple[Advice, ...] = ()
    cadence: Cadence | None = None
    pairs: tuple[Pair, ...] = ()
    shoes: str = ""
    advice: tuple[Advice, ...] = ()


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
