"""What a file would change, as a page shows it; and the changed rows under the site's seal, for the second step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from programmes.admin.exercise_sheet.reading import Row, Table
from programmes.admin.exercise_sheet.sheet import Change, Entry

SEAL = "exercise-sheet"
SECONDS_TO_LOOK = 60 * 60
# Each is written by itself, with its history: more at once would keep the site busy for minutes.
MOST_CHANGED = 500
# A form may send 2.5 MB.
MOST_SEALED = 2_000_000


class Spoilt(Exception):
    """What was sealed is too old, or not what was shown; the message says what to do."""


@dataclass(frozen=True)
class Refusal:
    """``heading`` is "" for what is wrong with the whole row."""

    number: int
    slug: str
    heading: str
    reason: str


@dataclass(frozen=True)
class Shown:
    """A row that is new or changes. ``becomes`` says whose it will be."""

    number: int
    slug: str
    name: str
    becomes: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Compared:
    new: tuple[Shown, ...]
    changed: tuple[Shown, ...]
    unchanged: int
    refused: tuple[Refusal, ...]
    entries: tuple[Entry, ...]
    numbers: frozenset[int]

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.refused)

    @property
    def too_many(self) -> bool:
        return len(self.entries) > MOST_CHANGED

    @property
    def digest(self) -> str:
        """Return what is the same only while every row that changes still is as it was looked at."""
        told = [
            (each.slug, each.stored and (str(each.stored.pk), each.stored.version), each.changes)
            for each in self.entries
        ]
        return sha256(repr(told).encode()).hexdigest()


def compared(results: Sequence[Any], table: Table) -> Compared:
    """Return what the row *results* of *table* say."""
    new, changed, refused, entries, numbers = [], [], [], [], set()
    unchanged = 0
    for row, result in zip(table.rows, results, strict=True):
        if result.validation_error is not None:
            refused.extend(_refusals(row, table, result.validation_error))
        elif result.is_skip():
            unchanged += 1
        else:
            entry: Entry = result.instance
            entries.append(entry)
            numbers.add(row.number)
            (new if entry.stored is None else changed).append(_shown(row.number, entry))
    return Compared(tuple(new), tuple(changed), unchanged, tuple(refused), tuple(entries), frozenset(numbers))


def sealed(table: Table, found: Compared, user: Any, clinic: Any) -> str:
    """Return the rows that change, and what they change now, so that nobody can alter either on the way."""
    rows = [(row.number, row.cells) for row in table.rows if row.number in found.numbers]
    whole = {"user": user.pk, "clinic": str(clinic.pk), "headers": table.headers, "rows": rows, "seen": found.digest}
    return signing.dumps(whole, salt=SEAL, compress=True)


def unsealed(text: str, user: Any, clinic: Any) -> tuple[Table, str]:
    """Return the rows that were looked at, and the digest of what they changed then. Raises Spoilt."""
    try:
        whole = signing.loads(text, salt=SEAL, max_age=SECONDS_TO_LOOK)
    except signing.SignatureExpired as error:
        raise Spoilt(_("You looked at it more than an hour ago. Choose the file again.")) from error
    except signing.BadSignature as error:
        raise Spoilt(_("These are not the rows that were shown. Choose the file again.")) from error
    if (whole["user"], whole["clinic"]) != (user.pk, str(clinic.pk)):
        raise Spoilt(_("Somebody else looked at these rows. Choose the file again."))
    rows = tuple(Row(number, tuple(cells)) for number, cells in whole["rows"])
    return Table(tuple(whole["headers"]), rows), whole["seen"]


def _refusals(row: Row, table: Table, error: Any) -> Iterator[Refusal]:
    slug = dict(zip(table.headers, row.cells, strict=True)).get("short name", "")
    for heading, messages in error.message_dict.items():
        for message in messages:
            yield Refusal(row.number, slug, heading, message)


def _shown(number: int, entry: Entry) -> Shown:
    if entry.stored is None:
        becomes = _("new, our own")
    elif entry.stored.is_shared:
        becomes = _("becomes our own copy of the shared exercise")
    else:
        becomes = _("our own")
    return Shown(number, entry.slug, str(entry), becomes, tuple(entry.changes))
