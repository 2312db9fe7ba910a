"""Which of a clinic's current handouts hold an exercise, and in which versions: read off the frozen documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from programmes.models import Clinic, Handout

# Documents are large: pictures are inside them.
AT_A_TIME = 20


@dataclass(frozen=True)
class Holder:
    """A current handout that holds the exercise, in one version or, with several lines, in more."""

    handout: UUID
    programme: UUID
    patient: UUID
    versions: frozenset[str]


def holders(clinic: Clinic, slug: str) -> list[Holder]:
    """Return the current handouts of *clinic* that hold the exercise. Queries once."""
    # The database can tell quickly which documents name it at all; only those are read.
    rows = Handout.objects.current().filter(programme__clinic=clinic)
    rows = rows.annotate(text=Cast("document", TextField())).filter(text__contains=f'"code": "{slug}"')
    values = rows.order_by("pk").values_list("pk", "programme_id", "programme__patient_id", "document")
    found = (Holder(*keys, versions_in(plain, slug)) for *keys, plain in values.iterator(AT_A_TIME))
    return [each for each in found if each.versions]


def versions_in(plain: Mapping[str, Any], slug: str) -> frozenset[str]:
    """Return the versions in which a stored document prints the exercise; none where it does not.

    "" stands for a sheet that does not say which.
    """
    return frozenset(_versions(plain, slug))


def by_version(found: Iterable[Holder]) -> list[tuple[str, int]]:
    """Return of how many handouts each version is on, the commonest first."""
    return Counter(version for each in found for version in each.versions).most_common()


def _versions(plain: Mapping[str, Any], slug: str) -> Iterator[str]:
    for part in plain.get("parts") or ():
        for card in part["cards"]:
            if card["code"] == slug:
                yield (card.get("terms") or {}).get("version", "")
    for move in (plain.get("runner") or {}).get("warm_up") or ():
        terms = move.get("terms") or {}
        if terms.get("code") == slug:
            yield terms["version"]
