"""What stands on a clinician's copy, as words: kept as it is when a handout is issued, and laid out as it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from programmes.handout.plain import to_plain


@dataclass(frozen=True)
class Cited:
    citation: str
    certainty: str
    seen: str


@dataclass(frozen=True)
class Evidence:
    """What the template rests on, as the library words it. ``template`` is "" for a programme made from scratch."""

    template: str
    version: str
    certainty: str
    statement: str
    seen: str
    reviewed: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class Weighed:
    """Findings that say the same of several places, and how they were answered.

    ``reason`` is "" for a warning that was weighed without one.

    ``who`` is "" for what nobody answered; ``asks`` says whether somebody has to before issue.
    """

    code: str
    is_of_rule: bool
    level: str
    is_stop: bool
    says: str
    because: tuple[str, ...]
    sources: tuple[str, ...]
    asks: bool
    about: str = ""
    reason: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class CertRow:
    """An item of CERT, the field that fills it and what stands there. ``missing`` is empty when it is filled."""

    item: str
    name: str
    field: str
    held: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Minutes:
    title: str
    said: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the template. ``reason`` is "" where none was given."""

    phase: str
    said: str
    reason: str = ""


@dataclass(frozen=True)
class Unsigned:
    kind: str
    name: str
    state: str


@dataclass(frozen=True)
class Prompt:
    """What to ask the patient, and what is to be seen or heard, from the programme's own words."""

    ask: str
    expect: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """``version`` is "" for a programme as it stands, which was not issued."""

    patient: str
    programme: str
    clinic: str
    practitioner: str
    made: str
    version: str
    percent: int
    evidence: Evidence
    findings: tuple[Weighed, ...]
    cert: tuple[CertRow, ...]
    minutes: tuple[Minutes, ...]
    differences: tuple[Difference, ...]
    unsigned: tuple[Unsigned, ...]
    teach_back: tuple[Prompt, ...]

    def as_plain(self) -> dict[str, Any]:
        return {name: to_plain(value) for name, value in vars(self).items()}
