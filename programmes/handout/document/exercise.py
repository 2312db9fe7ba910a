"""The exercises as prescribed, and the phases or blocks that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.dosage import Dosage, DoseLine
from programmes.handout.document.image import Image
from programmes.handout.terms import LineTerms, PartTerms


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
