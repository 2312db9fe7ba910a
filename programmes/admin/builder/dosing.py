"""A dose typed over a line: what it says, in words, and what is wrong with it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import clinic_of
from programmes.admin.builder.shown import dose_shown
from programmes.admin.builder.typed import instead
from programmes.admin.pictures import look_of, picture_address
from programmes.dosage import Kind
from programmes.models import Exercise, Programme
from programmes.sides import Side


def dose(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return the dose that the text says whole; how it is counted and the side stay unless the text names them."""
    row = _exercise(request)
    if row is None:
        return JsonResponse({"faults": [_("This exercise is no longer in the library.")]}, status=404)
    asked = instead(row, request.GET.get("text", ""), _one_of(Kind, "kind", request), _one_of(Side, "side", request))
    return JsonResponse(
        {
            "dose": asked.dosage.as_plain(),
            "side": asked.side.value,
            "faults": list(asked.faults),
            "picture": picture_address(row, look_of(request), asked.side),
            **dose_shown(asked.dosage, row, asked.side),
        }
    )


def _exercise(request: HttpRequest) -> Exercise | None:
    """Return the exercise that is asked about, retired or not: it may stand on the plan already."""
    rows = Exercise.objects.for_clinic(clinic_of(request.user)).filter(slug=request.GET.get("exercise", ""))
    return rows.prefetch_related("texts", "pictures").first()


def _one_of(choices: type[Kind] | type[Side], name: str, request: HttpRequest) -> str:
    """Return the choice that was sent; the first for one that is none, as the screen never sends."""
    value = request.GET.get(name, "")
    return value if value in [each.value for each in choices] else next(iter(choices)).value
