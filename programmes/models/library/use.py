"""What a clinic works with: the exercises of its last programmes, and those its people keep at hand. Reads only.

Told by slug: the clinic's own copy goes on where the shared exercise was before it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Max, Value, When

if TYPE_CHECKING:
    from programmes.models.clinic import Clinic, Practitioner

# What a clinic does now, and as quick to read after ten years as after one.
LAST_PROGRAMMES = 100
RECENT_PROGRAMMES = 20


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


def in_order_of_use(exercises: Any, clinic: Clinic | None) -> Case | Value:
    """Return an order: favourites of the clinic's people first, then what is used more. Three queries.

    Use is told in doublings, so that eleven times and twelve times are alike. Without a *clinic* all is alike.
    """
    if clinic is None:
        return Value(0)
    kept = set(exercises.filter(favourites__practitioner__clinic=clinic).values_list("slug", flat=True))
    most = max((counted := uses(exercises, clinic)).values(), default=0).bit_length()
    alike: dict[int, list[str]] = {}
    for slug in {*counted, *kept}:
        alike.setdefault(counted[slug].bit_length() + (most + 1) * (slug in kept), []).append(slug)
    if not alike:
        return Value(0)
    whens = [When(slug__in=slugs, then=Value(-weight)) for weight, slugs in sorted(alike.items(), reverse=True)]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _last(programmes: Any, count: int) -> list[Any]:
    # As a list: not every database can look for rows among the first few of others.
    last = programmes.filter(patient__isnull=False).order_by("-changed_at")
    return list(last.values_list("pk", flat=True)[:count])
