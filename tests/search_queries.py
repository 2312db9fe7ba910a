"""The table of what people type, and the exercise they mean: tests/search_queries.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Query:
    typed: str
    right: frozenset[str]
    language: str

    def __str__(self) -> str:
        return self.typed


def queries() -> list[Query]:
    found, language = [], ""
    for line in TABLE.read_text().splitlines():
        if heading := re.fullmatch(r"== .* \((\w+)\)", line):
            language = heading[1]
        elif " -> " in line and not line.startswith("#"):
            typed, right = line.split(" -> ")
            found.append(Query(typed, frozenset(right.split(", ")), language))
    return found
