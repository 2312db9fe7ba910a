"""What the gate says of a programme: what to finish, what to weigh, and what still keeps it in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from programmes.handout.checks.completeness import Asked
from programmes.handout.checks.gap import Gap
from programmes.handout.checks.signed import Unsigned
from programmes.precautions import Finding, Level

Key = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """The recorded reason to go on in spite of a finding."""

    reason: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Verdict:
    """`findings` has the highest level first; `answers` holds the recorded reasons, by what they answer."""

    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    answers: Mapping[Key, Answer] = field(default_factory=dict)
    percent: int = 100  # Of what must be there.
    asked: tuple[Asked, ...] = ()  # All that must be there, by its CERT item.
    unsigned: tuple[Unsigned, ...] = ()  # Content to take responsibility for, once a programme.

    @property
    def stops(self) -> tuple[Finding, ...]:
        return self.of(Level.STOP)

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """Return what needs a reason and has none."""
        return tuple(each for each in self.findings if each.needs_reason and each.key not in self.answers)

    @property
    def answered(self) -> tuple[tuple[Finding, Answer], ...]:
        return tuple((each, self.answers[each.key]) for each in self.findings if each.key in self.answers)

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """Return the warnings that one confirmation answers, at each issue."""
        return tuple(each for each in self.of(Level.WARN) if not each.needs_reason)

    @property
    def keeps_it(self) -> bool:
        """Say whether it may not be issued as it stands, whoever confirms the warnings."""
        return bool(self.gaps or self.stops or self.unanswered)

    def answered_by(self, answers: Mapping[Key, Answer]) -> Verdict:
        """Return the same with *answers* beside those on record."""
        return replace(self, answers={**self.answers, **answers})

    def of(self, level: Level) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.level == level)
