"""Exercises that a practitioner keeps at hand: kept and let go with one press."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from programmes.access import choices, practitioner_of
from programmes.admin.builder.saving import sent
from programmes.models import Exercise, Favourite, Programme


def favourite(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Keep an exercise, or let go of it whichever of the clinic's and the shared one was kept."""
    data = sent(request, "exercise", "is_favourite")
    practitioner = practitioner_of(request.user)
    row = choices(Exercise, request.user).filter(slug=str(data["exercise"])).first()
    if practitioner is None or row is None:
        return JsonResponse({}, status=404)
    if data["is_favourite"]:
        Favourite.objects.get_or_create(practitioner=practitioner, exercise=row)
    else:
        Favourite.objects.filter(practitioner=practitioner, exercise__slug=row.slug).delete()
    return JsonResponse({})
