"""The manifest of a backup file, and how its parts are called."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from programmes.archive.part import Part, Unusable

FORMAT = 1
MANIFEST_HASH = "manifest.sha256"
TABLES = "tables/"
MEDIA = "media/"


@dataclass(frozen=True)
class Manifest:
    """What a file holds, by whom and when it was made. `missing` names pictures that rows asked for in vain."""

    format: int
    version: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    left_out: dict[str, str]
    tables: list[Part]
    media: list[Part]
    missing: list[str]

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Any) -> Manifest:
        """Raises Unusable for what no such file holds."""
        try:
            values = {field.name: plain[field.name] for field in fields(cls)}
            values["migrations"] = [(str(app), str(name)) for app, name in values["migrations"]]
            values |= {name: [Part(**part) for part in values[name]] for name in ("tables", "media")}
            return cls(**values)
        except (KeyError, TypeError, ValueError) as error:
            raise Unusable("Its manifest is none of ours.") from error

    @property
    def rows(self) -> int:
        return sum(part.rows or 0 for part in self.tables)
