"""The conditions side by side, as the library words them. Nothing is ticked, counted or ranked: that would diagnose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programmes.models import Condition, PatientFlag, RedFlag
from programmes.models.folding import fold, without_plural
from programmes.screening import questions_of_each

Asked = RedFlag | PatientFlag


@dataclass(frozen=True)
class Entry:
    """One line of a cell. `note` says how soon a warning sign needs help, "" for all else."""

    words: str
    note: str = ""
    is_found: bool = False


@dataclass(frozen=True)
class Cell:
    """What one row says of one condition. `place` is its anchor on the page."""

    place: str
    column: str
    entries: tuple[Entry, ...]

    @property
    def is_found(self) -> bool:
        return any(entry.is_found for entry in self.entries)


@dataclass(frozen=True)
class Row:
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Comparison:
    """What differs stands in `rows`; what is the same for all of `conditions` in `shared`, said once."""

    conditions: tuple[Condition, ...]
    rows: tuple[Row, ...]
    shared: tuple[Row, ...]
    term: str

    @property
    def found(self) -> list[tuple[str, Cell]]:
        """Return each place where the term stands, with its row's title, in the order of the page."""
        return [
            (row.title, cell) for row in (*self.rows, *self.shared) for cell in row.cells if self.term and cell.is_found
        ]


def comparison(clinic: Any, term: str) -> Comparison:
    """Return what *clinic* works with, its own copies in place of shared ones. Queries three times."""
    conditions = tuple(Condition.objects.for_clinic(clinic).in_use().order_by("name"))
    asked = [[next(iter(each.values())) for each in asked] for asked in questions_of_each(conditions, clinic)]
    everywhere = [row for row in asked[0] if all(row in rows for rows in asked)] if len(asked) > 1 else []
    apart = [[row for row in rows if row not in everywhere] for rows in asked]
    words = _Words([without_plural(word) for word in fold(term).split()])
    return Comparison(
        conditions=conditions,
        rows=tuple(words.rows(conditions, apart)),
        shared=tuple(words.shared(everywhere)),
        term=term.strip() if words.sought else "",
    )


@dataclass(frozen=True)
class _Words:
    """Lines with what was sought marked: those that hold every word of it, or the beginnings."""

    sought: list[str]

    def rows(self, conditions: tuple[Condition, ...], asked: list[list[Asked]]) -> Iterator[Row]:
        columns = [
            (_("Also called"), [[each.plain_name, *each.aliases] for each in conditions]),
            (_("Symptoms"), [each.symptoms for each in conditions]),
            (_("What makes it worse"), [each.worse_with for each in conditions]),
        ]
        for name, lists in columns:
            yield self.row(name, conditions, [[self.entry(line) for line in lines] for lines in lists])
        yield self.row(_("Warning signs"), conditions, [self.signs(rows) for rows in asked])
        yield self.row(_("What to ask"), conditions, [self.questions(rows) for rows in asked])
        summaries = [each.summary_practitioner for each in conditions]
        yield self.row(_("In short"), conditions, [[self.entry(line)] if line else [] for line in summaries])

    def shared(self, asked: list[Asked]) -> Iterator[Row]:
        for name, place, entries in (
            (_("Warning signs"), "all-signs", self.signs(asked)),
            (_("What to ask"), "all-questions", self.questions(asked)),
        ):
            if entries:
                yield Row(name, (Cell(place, _("All of them"), tuple(entries)),))

    def row(self, title: str, conditions: tuple[Condition, ...], lists: list[list[Entry]]) -> Row:
        number = fold(title).replace(" ", "-")
        pairs = zip(conditions, lists, strict=True)
        return Row(title, tuple(Cell(f"{number}-{each.slug}", each.name, tuple(entries)) for each, entries in pairs))

    def signs(self, asked: list[Asked]) -> list[Entry]:
        return [self.entry(row.title, row.get_urgency_display()) for row in asked if isinstance(row, RedFlag)]

    def questions(self, asked: list[Asked]) -> list[Entry]:
        return [
            self.entry(row.screening_question if isinstance(row, RedFlag) else row.intake_question) for row in asked
        ]

    def entry(self, words: str, note: str = "") -> Entry:
        there = [without_plural(word) for word in fold(words).split()]
        is_found = bool(self.sought) and all(any(word.startswith(each) for word in there) for each in self.sought)
        return Entry(words, note, is_found)
