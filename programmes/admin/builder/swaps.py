"""What could stand in the place of an exercise: easier, harder, or for the same purpose with what is at home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import choices
from programmes.admin.builder.shown import exercise_shown
from programmes.admin.pictures import look_of
from programmes.handout.checks.kit import at_home, swaps_of
from programmes.handout.checks.known import known_of
from programmes.handout.checks.precautions import passing
from programmes.models import Exercise, Programme


def swaps(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return the exercises that may stand in for the one asked about, each with its usual dose.

    Those that draw a warning for this patient say so. Queries a fixed number of times.
    """
    rows = choices(Exercise, request.user).prefetch_related("texts", "pictures", "purposes", "kit_needs__any_of")
    asked = rows.filter(slug=request.GET.get("exercise", "")).first()
    if asked is None:
        return JsonResponse({"swaps": []})
    passes = passing(programme, known_of(programme))
    linked = {row.slug: row for row in rows.filter(slug__in=[*asked.regressions, *asked.progressions])}
    found = [(linked[slug], _("Easier")) for slug in asked.regressions if slug in linked]
    found += [(linked[slug], _("Harder")) for slug in asked.progressions if slug in linked]
    kit = at_home(programme)
    alike = (row for row in swaps_of(asked, programme, kit, passes) if row.category == asked.category)
    same = [row for row in alike if row.slug not in linked]
    found += [(row, _("For the same purpose")) for row in same]
    look = look_of(request)
    return JsonResponse({"swaps": [_swap(row, how, passes(row), look) for row, how in found]})


def _swap(row: Exercise, how: str, is_safe: bool, look: Any) -> dict[str, Any]:
    warning = "" if is_safe else _("Weigh this one: a safety rule speaks up for this patient.")
    return {**exercise_shown(row, row.dosage, row.default_side, look), "how": how, "warning": warning}
