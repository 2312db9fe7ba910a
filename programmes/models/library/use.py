"""What a clinic works with: the exercises of its last programmes, and those its people keep at hand. Reads only.

Told by slug: the clinic's own copy goes on where the shared exercise was before it.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.cache import caches
from django.db.models import Count, Max

if TYPE_CHECKING:
    from programmes.models.clinic import Clinic, Practitioner

# What a clinic does now, and as quick to read after ten years as after one. A search reads it at each letter.
PROGRAMMES_FOR_A_LIST = 200
PROGRAMMES_FOR_A_SEARCH = 30
RECENT_PROGRAMMES = 20
# The rest is used about as seldom.
MOST_USED = 50


def uses(exercises: Any, clinic: Clinic, last: int) -> dict[str, int]:
    """Return how many of the clinic's *last* programmes for patients hold an exercise, the most used first.

    Of the few that are used most. Two queries, one while none of those programmes is changed.
    """
    programmes = _last(clinic.programmes, last)
    # A change of any part of a programme is told by its `changed_at`, so that what is kept is never out of date.
    known = f"uses:{sha256(repr(programmes).encode()).hexdigest()}"
    kept = caches["memory"]
    counted: dict[str, int] | None = kept.get(known)
    if counted is None:
        counted = _counted(exercises, [key for key, _changed_at in programmes])
        kept.set(known, counted)
    return counted


def _counted(exercises: Any, programmes: list[UUID]) -> dict[str, int]:
    rows = exercises.filter(prescriptions__phase__programme__in=programmes).values_list("slug")
    counted = rows.annotate(programmes=Count("prescriptions__phase__programme", distinct=True))
    return dict(counted.order_by("-programmes", "slug")[:MOST_USED])


def recent(exercises: Any, maker: Clinic | Practitioner) -> list[str]:
    """Return the slugs in the last programmes of a clinic or a practitioner, the last first. Two queries."""
    programmes = [key for key, _changed_at in _last(maker.programmes, RECENT_PROGRAMMES)]
    rows = exercises.filter(prescriptions__phase__programme__in=programmes).values_list("slug").order_by()
    dated = rows.annotate(last=Max("prescriptions__phase__programme__changed_at"))
    return [slug for slug, _last_time in sorted(dated, key=lambda row: (row[1], row[0]), reverse=True)]


def weights(exercises: Any, clinic: Clinic | None) -> dict[str, int]:
    """Return how much an exercise is used, in doublings: eleven times and twelve times are alike.

    What its people keep at hand weighs more than what they do not. At most three queries; empty without a *clinic*.
    """
    if clinic is None:
        return {}
    kept = set(exercises.filter(favourites__practitioner__clinic=clinic).values_list("slug", flat=True))
    counted = uses(exercises, clinic, PROGRAMMES_FOR_A_SEARCH)
    most = max(counted.values(), default=0).bit_length()
    return {slug: counted.get(slug, 0).bit_length() + (most + 1 if slug in kept else 0) for slug in {*counted, *kept}}


def _last(programmes: Any, count: int) -> list[tuple[UUID, datetime]]:
    """Return keys of the last programmes for patients, with when each was changed."""
    # As a list: not every database can look for rows among the first few of others.
    last = programmes.filter(patient__isnull=False).order_by("-changed_at")
    return list(last.values_list("pk", "changed_at")[:count])
