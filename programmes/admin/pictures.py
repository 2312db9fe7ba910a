"""Pictures of exercises in the workbench: their address, a small one beside a name, both frames on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of
from programmes.models import Clinic, Exercise, ExercisePicture, Language
from programmes.pictures import Look, UnreadablePicture, frames_of, mark_of, pictures_of
from programmes.serving import answer
from programmes.sides import Side, SideWordError, fill

Frame = ExercisePicture.Frame


@dataclass(frozen=True)
class Shown:
    """One picture on a page, with what it shows in words."""

    title: Any
    url: str
    alt: str


class PicturePages(admin.ModelAdmin):
    """The page of exercises also answers with their pictures: to whoever may look at the exercise, and nobody else."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.picture, cacheable=True)
        address = "<path:object_id>/picture/<str:frame>/"
        return [path(address, view, name="programmes_exercise_picture"), *super().get_urls()]

    def picture(self, request: HttpRequest, object_id: str, frame: str) -> HttpResponseBase:
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        look = look_of(request)
        side = Side.LEFT if request.GET.get("side") == Side.LEFT else Side.RIGHT
        try:
            found = getattr(pictures_of(row, side, look), frame, None) if frame in Frame.values else None
        except UnreadablePicture as error:
            raise Http404(str(error)) from error
        if found is None:
            raise Http404
        return answer(request, found, is_lasting=request.GET.get("v") == mark_of(row, look))


def look_of(request: HttpRequest) -> Look:
    return Look.of(clinic_of(request.user))


def small_picture_of(exercise: Exercise, look: Look, side: str = Side.RIGHT) -> Any:
    """Return the picture that tells most, beside the exercise's name, which says what it shows; "" without one."""
    url = picture_address(exercise, look, side)
    return format_html('<img class="figure small" src="{}" alt="" loading="lazy">', url) if url else ""


def picture_address(exercise: Exercise, look: Look, side: str) -> str:
    """Return the address of the picture that tells most; "" without one. Uses prefetched `pictures`."""
    frames = frames_of(exercise)
    return _address(exercise, frames[-1], look, side) if frames else ""


def picture_column(request: HttpRequest) -> Any:
    """Return the column of a list that shows each exercise in the look of the reader's clinic."""
    look = look_of(request)

    @admin.display(description=_("picture"))
    def picture(row: Exercise) -> Any:
        return small_picture_of(row, look, row.default_side)

    return picture


def pictures_shown(exercise: Exercise, request: HttpRequest, side: str) -> list[Shown]:
    """Return the frames of an exercise at work on *side*. Queries the words for the side."""
    alts = _alts(exercise, clinic_of(request.user), Side(side))
    look = look_of(request)
    return [
        Shown(Frame(frame).label, _address(exercise, frame, look, side), alts[frame]) for frame in frames_of(exercise)
    ]


def _address(exercise: Exercise, frame: str, look: Look, side: str) -> str:
    page = reverse("admin:programmes_exercise_picture", args=[exercise.pk, frame])
    turned = "&side=left" if side == Side.LEFT and exercise.is_unilateral else ""
    return f"{page}?v={mark_of(exercise, look)}{turned}"


def _alts(exercise: Exercise, clinic: Clinic | None, side: Side) -> dict[str, str]:
    text = exercise.text_in(clinic.language if clinic else "en")
    if text is None:
        return dict.fromkeys(Frame.values, "")
    words = Language.objects.filter(code=text.language).values_list("side_words", flat=True).first() or {}
    alts = {Frame.START.value: text.start_alt, Frame.END.value: text.end_alt}
    return {frame: _worded(alt, words, side) for frame, alt in alts.items()}


def _worded(alt: str, words: Any, side: Side) -> str:
    try:
        return fill(alt, words, side)
    except SideWordError:
        return alt.replace("{", "").replace("}", "")
