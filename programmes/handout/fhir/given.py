"""What is known of a handout besides its document: who gave it when, its file, and what became of it. Queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from programmes.handout.document import Document
from programmes.handout.fhir.codes import codings
from programmes.handout.fhir.names import Names
from programmes.models import Condition, Handout, Rendition


@dataclass(frozen=True)
class Given:
    """A handout as a receiver needs to know it. ``earlier`` is the id of the one it took the place of, "" for none."""

    programme: str
    handout: str
    issued_at: datetime
    issued_by: str
    pdf: bytes
    sha256: str
    earlier: str = ""
    is_withdrawn: bool = False
    is_replaced: bool = False
    codes: tuple[Mapping[str, str], ...] = ()

    @classmethod
    def of(cls, row: Handout, document: Document, rendition: Rendition) -> Given:
        versions = row.programme.handouts
        since = document.since.version if document.since else None
        earlier = versions.filter(version=since).values_list("pk", flat=True).first() if since else None
        return cls(
            programme=str(row.programme_id),
            handout=str(row.pk),
            issued_at=row.issued_at,
            issued_by=row.issued_by_name,
            pdf=bytes(rendition.pdf),
            sha256=rendition.sha256,
            earlier=str(earlier or ""),
            is_withdrawn=row.is_withdrawn,
            is_replaced=versions.live().filter(version__gt=row.version).exists(),
            codes=codes_of(document.terms.condition if document.terms else "", row.programme.clinic),
        )

    @property
    def names(self) -> Names:
        return Names(self.programme, self.handout)

    def request_status(self) -> str:
        """Return the status of plan and exercises: a sheet is withdrawn when it was a mistake to give it."""
        if self.is_withdrawn:
            return "entered-in-error"
        return "revoked" if self.is_replaced else "active"

    def document_status(self) -> str:
        if self.is_withdrawn:
            return "entered-in-error"
        return "superseded" if self.is_replaced else "current"

    def goal_status(self, when_in_use: str) -> str:
        return "entered-in-error" if self.is_withdrawn else when_in_use


def codes_of(condition: str, clinic: Any) -> tuple[Mapping[str, str], ...]:
    """Return the codes that the clinic's library has for a condition now: a document holds none."""
    row = Condition.objects.for_clinic(clinic).filter(slug=condition).first() if condition else None
    return codings(row.codes) if row else ()
