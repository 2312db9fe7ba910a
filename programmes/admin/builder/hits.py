"""What the search box finds, each with the dose it would be added with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import choices, clinic_of
from programmes.admin.builder.shown import dose_shown, exercise_shown
from programmes.admin.builder.typed import Asked, instead, typed, usual_but
from programmes.admin.pictures import look_of
from programmes.models import Exercise, Programme
from programmes.sides import Side

MOST = 12


def hits(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return the exercises that fit what was typed, the best first, and the text they were found by."""
    text = request.GET.get("q", "")
    asked = typed(text)
    rows = choices(Exercise, request.user).matching(asked.term) if asked.term else choices(Exercise, request.user)
    found = [_hit(row, usual_but(row, asked.changes, asked.side), request) for row in _worded(rows)[:MOST]]
    return JsonResponse({"q": text, "hits": found})


def dose(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return what a dose typed over a line says, and what is wrong with it."""
    row = _exercise(request)
    if row is None:
        return JsonResponse({"faults": [_("This exercise is no longer in the library.")]}, status=404)
    side = request.GET.get("side", "")
    asked = instead(
        row,
        request.GET.get("text", ""),
        request.GET.get("kind", row.dose_kind),
        side if side in Side else row.default_side,
    )
    said = {"dose": asked.dosage.as_plain(), "side": asked.side.value, "faults": list(asked.faults)}
    return JsonResponse({**said, **dose_shown(asked.dosage, row, asked.side)})


def _exercise(request: HttpRequest) -> Exercise | None:
    """Return the exercise that is asked about, retired or not: it may stand on the plan already."""
    clinic = clinic_of(request.user)
    rows = Exercise.objects.for_clinic(clinic).filter(slug=request.GET.get("exercise", ""))
    return rows.prefetch_related("texts").first()


def _worded(rows: QuerySet[Exercise]) -> QuerySet[Exercise]:
    return rows.prefetch_related("texts", "pictures", "kit_needs__any_of")


def _hit(row: Exercise, asked: Asked, request: HttpRequest) -> dict[str, Any]:
    return {
        **exercise_shown(row, asked.dosage, asked.side, look_of(request)),
        "about": _about(row),
        "faults": list(asked.faults),
    }


def _about(row: Exercise) -> str:
    """Return where it works and what it needs, to tell exercises of a similar name apart."""
    needs = [str(need) for need in row.kit_needs.all() if not need.is_optional]
    return " · ".join([", ".join(row.body_regions), ", ".join(needs) or _("no kit"), row.get_start_position_display()])
