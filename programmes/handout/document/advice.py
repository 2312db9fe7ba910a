"""What is told of a condition and what helps, beside the exercises."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    code: str
    title: str
    text: str


@dataclass(frozen=True)
class ConditionSection:
    heading: str
    summary: str
    symptoms: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    time_course: str = ""
