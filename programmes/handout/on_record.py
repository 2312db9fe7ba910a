"""What the clinic keeps of an issued handout beside its document, for the note that goes into the patient's record."""

from __future__ import annotations

from collections.abc import Iterator

from programmes.handout.text import Answered, Record
from programmes.models import ClinicianCopy, Handout, Rendition


def record_of(handout: Handout) -> Record:
    """Return the record of *handout*: who issued it, what was answered, and the hash of its PDF. Queries twice."""
    given = Rendition.objects.filter(handout=handout, layout=handout.layout, paper=handout.paper)
    return Record(
        handout=str(handout.pk),
        sha256=given.values_list("sha256", flat=True).first() or "",
        issued_by=handout.issued_by_name,
        answered=tuple(_answered(handout)),
        withdrawn=handout.withdrawn_reason,
    )


def _answered(handout: Handout) -> Iterator[Answered]:
    kept = ClinicianCopy.objects.filter(handout=handout).values_list("contents", flat=True).first()
    for found in (kept or {}).get("findings", ()):
        if found["reason"]:
            yield Answered(says=found["says"], reason=found["reason"], who=found["who"], about=found["about"])
