"""What a clinic works with: the exercises of its last programmes, and those its people keep at hand. Reads only.

Told by slug: the clinic's own copy goes on where the shared exercise was before it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Max

if TYPE_CHECKING:
    from programmes.models.clinic import Clinic, Practitioner

# What a clinic does now, and as quick to read after ten years as after one.
LAST_PROGRAMMES = 100
RECENT_PROGRAMMES = 20
# Of so many exercises, an order of use is told: the rest is used about as seldom.
MOST_USED = 50


def uses(exercises: Any, clinic: Clinic) -> Counter[str]:
    """Return how many of the clinic's last programmes for patients hold each of *exercises*. Two queries."""
    programmes = _last(clinic.programmes, LAST_PROGRAMMES)
    pairs = exercises.filter(prescriptions__phase__programme__in=programmes).order_by().distinct()
    return Counter(slug for slug, _programme in pairs.values_list("slug", "prescriptions__phase__programme"))


def recent(exercises: Any, maker: Clinic | Practitioner) -> list[str]:
    """Return the slugs in the last programmes of a clinic or a practitioner, the last first. Two queries."""
    programmes = _last(maker.programmes, RECENT_PROGRAMMES)
    rows = exercises.filter(prescriptions__phase__programme__in=programmes).values_list("slug").order_by()
    dated = rows.annotate(last=Max("prescriptions__phase__programme__changed_at"))
    return [slug for slug, _last_time in sorted(dated, key=lambda row: (row[1], row[0]), reverse=True)]


def weights(exercises: Any, clinic: Clinic | None) -> dict[str, int]:
    """Return how much an exercise is used, in doublings: eleven times and twelve times are alike.

    What its people keep at hand weighs more than what they do not. Three queries; empty without a *clinic*.
    """
    if clinic is None:
        return {}
    kept = set(exercises.filter(favourites__practitioner__clinic=clinic).values_list("slug", flat=True))
    counted = dict(uses(exercises, clinic).most_common(MOST_USED))
    most = max(counted.values(), default=0).bit_length()
    return {slug: counted.get(slug, 0).bit_length() + (most + 1 if slug in kept else 0) for slug in {*counted, *kept}}


def _last(programmes: Any, count: int) -> list[Any]:
    # As a list: not every database can look for rows among the first few of others.
    last = programmes.filter(patient__isnull=False).order_by("-changed_at")
    return list(last.values_list("pk", flat=True)[:count])
