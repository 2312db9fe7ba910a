"""The drawn figure of an exercise as an SVG, in the look of the reader's clinic."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.reverse import reverse

from programmes import access, figures
from programmes.api.description import PROBLEMS, TAGGED
from programmes.api.reading import LibraryReading, WhateverIsAccepted
from programmes.models import Exercise, FigureBuild, FigurePalette
from programmes.pictures import SVG, Frame, Look, drawing_of
from programmes.serving import answer
from programmes.sides import Side

BOTH = "both"
SIDES_TO_DRAW = [(side.value, side.label) for side in (Side.LEFT, Side.RIGHT)]
FRAMES = ["start", "end", BOTH]


class FigureParameters(serializers.Serializer):
    side = serializers.ChoiceField(
        SIDES_TO_DRAW,
        required=False,
        help_text="The side at work, where only one works. Unless told, its own; right where sides take turns.",
    )
    frame = serializers.ChoiceField(FRAMES, default=BOTH, help_text="Both stand side by side, the start on the left.")
    palette = serializers.ChoiceField(FigurePalette.choices, required=False, help_text="The clinic's own unless told.")
    build = serializers.ChoiceField(FigureBuild.choices, required=False, help_text="The clinic's own unless told.")


@extend_schema(tags=["Library"])
class FigureViewSet(LibraryReading):
    """The figure of one exercise."""

    model = Exercise
    parameters_class = FigureParameters
    content_negotiation_class = WhateverIsAccepted
    cache_control = {"private": True, "no_cache": True}

    def get_queryset(self) -> QuerySet[Exercise]:
        return super().get_queryset().prefetch_related("pictures")

    @extend_schema(
        operation_id="exercises_figure_retrieve",
        parameters=TAGGED,
        responses={
            **PROBLEMS,
            (200, SVG): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The same picture as that of the ETag sent along."),
        },
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The exercise drawn: its start, its end, or both side by side. No script, no words, nothing from elsewhere."""
        asked = self.asked()
        exercise = self.get_object()
        look = Look.of(access.clinic_of(request.user))
        look = Look(asked.get("palette", look.palette), asked.get("build", look.build))
        drawing = _drawing(exercise, look, Side(asked.get("side", exercise.default_side)))
        frames = {"start": drawing.start, "end": drawing.end, BOTH: drawing.pair}
        return answer(request, Frame(SVG, frames[asked["frame"]].encode()))


def address_of_figure(exercise: Exercise, side: Side, request: Request) -> str | None:
    """Return where the figure is, at work on *side*; None without one. Uses prefetched `pictures`."""
    if not _is_drawn(exercise):
        return None
    address = reverse("api:exercise-figure", args=[exercise.slug], request=request)
    return f"{address}?side={side}" if side in (Side.LEFT, Side.RIGHT) else address


def _is_drawn(exercise: Exercise) -> bool:
    return bool(exercise.figure) and not exercise.pictures.all()


def _drawing(exercise: Exercise, look: Look, side: Side) -> figures.Drawing:
    if exercise.pictures.all():
        raise NotFound("Your clinic shows pictures of its own in place of the drawing.")
    drawing = drawing_of(exercise, look, is_mirrored=side is Side.LEFT and exercise.is_unilateral)
    if drawing is None:
        raise NotFound("This exercise has no figure.")
    return drawing
