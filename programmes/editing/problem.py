"""What is wrong with a programme as JSON: where it stands, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to put right: the path ("phases[0].prescriptions[2].dose.reps", counted from 0) and the reason."""

    path: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.reason) if part)


class Refused(Exception):
    """Nothing was written. Holds every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ChangedMeanwhile(Exception):
    """Somebody else changed the programme since it was last seen; nothing was written."""
