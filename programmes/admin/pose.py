"""The pose editor: the page on which a clinic poses the picture of its own exercise, and what the page asks for.

Every drawing is made here: the browser only shows it and says what was dragged where.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programmes.access import clinic_of, visible
from programmes.admin.deeds import may_change
from programmes.admin.pose_drawn import STANDING, drawn
from programmes.admin.pose_form import FigureForm
from programmes.admin.pose_nearest import nearest
from programmes.admin.pose_sent import sent
from programmes.admin.scoped import ScopedAdmin, is_shared
from programmes.figures.editing.frames import FRAMES
from programmes.figures.reading import FigureError
from programmes.models import Exercise
from programmes.pictures import Look, drawing_of


class PosePages(ScopedAdmin):
    """The pages below `<exercise>/pose/`. Whoever may not change the exercise only looks at its picture."""

    def get_urls(self) -> list[Any]:
        pages = (
            ("", "pose", require_http_methods(["GET", "POST"])(self.pose)),
            ("draw/", "pose-draw", require_POST(self.pose_draw)),
            ("save/", "pose-save", require_POST(self.pose_save)),
            ("like/", "pose-like", require_GET(self.pose_like)),
        )
        own = [
            path(f"<uuid:object_id>/pose/{tail}", self.admin_site.admin_view(view), name=f"programmes_exercise_{name}")
            for tail, name, view in pages
        ]
        return [*own, *super().get_urls()]

    def links(self, request: HttpRequest, row: Exercise) -> list[dict[str, Any]]:
        may = may_change(self, request, row)
        offered = {"label": _("Pose the picture"), "url": self.url_of("pose", row), "is_main": not row.figure}
        seen = {"label": _("Look at the picture"), "url": self.url_of("pose", row), "is_main": False}
        return [*super().links(request, row), *([offered] if may else [seen] if row.figure else [])]

    def pose(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """Show the editor. Without scripts it is the picture and the figure as text, which can be saved too."""
        row = self._row(request, object_id)
        prefetch_related_objects([row], "texts", "pictures")
        form = FigureForm(instance=row, initial={} if row.figure else {"figure": STANDING})
        if request.method == "POST":
            form = self._kept(request, row, request.POST)
            if not form.errors:
                self.message_user(request, _("The picture is saved."), messages.SUCCESS)
                return redirect(self.url_of("pose", row))
        return TemplateResponse(request, "admin/pose.html", self._context(request, row, form))

    def pose_draw(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        self._row_to_change(request, object_id)
        try:
            asked = sent(request)
            answer = drawn(asked.figure, asked.frame, asked.edits, Look.of(clinic_of(request.user)))
        except FigureError as error:
            return _unfit([{"path": error.path, "message": error.reason}])
        return JsonResponse(answer)

    def pose_save(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        row = self._row_to_change(request, object_id)
        try:
            asked = sent(request)
        except FigureError as error:
            return _unfit([{"path": error.path, "message": error.reason}])
        form = self._kept(request, row, {"figure": json.dumps(asked.figure), "version": asked.version})
        if form.errors:
            return _unfit(form.problems(), status=409 if form.is_late else 422)
        return JsonResponse({"version": form.instance.version})

    def pose_like(self, request: HttpRequest, object_id: Any) -> JsonResponse:
        """Answer with exercises to start from, found by any of their names."""
        row, term = self._row_to_change(request, object_id), request.GET.get("q", "")
        prefetch_related_objects([row], "texts")
        rows = self.get_choices(request)
        if term.strip():
            rows = self.get_search_results(request, rows, term)[0]
        return JsonResponse({"found": nearest(row, rows, term, Look.of(clinic_of(request.user)))})

    def _row(self, request: HttpRequest, object_id: Any) -> Exercise:
        row = get_object_or_404(visible(self.model, request.user).select_related("clinic"), pk=object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def _row_to_change(self, request: HttpRequest, object_id: Any) -> Exercise:
        row = self._row(request, object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    @transaction.atomic
    def _kept(self, request: HttpRequest, row: Exercise, given: Any) -> FigureForm:
        """Save what was sent, as the page of the exercise would: a new version, in its history."""
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        locked = Exercise.objects.select_for_update().get(pk=row.pk)
        form = FigureForm(given, instance=locked)
        if form.is_valid() and form.has_changed():
            self.save_model(request, form.save(commit=False), form, change=True)
            self.log_change(request, locked, [{"changed": {"fields": [str(form.fields["figure"].label)]}}])
        return form

    def _context(self, request: HttpRequest, row: Exercise, form: FigureForm) -> dict[str, Any]:
        drawing = drawing_of(row, Look.of(clinic_of(request.user)))
        return {
            **self.admin_site.each_context(request),
            "title": _("Picture of %(row)s") % {"row": row},
            "opts": self.opts,
            "original": row,
            "form": form,
            "pictures": {frame: getattr(drawing, frame) for frame in FRAMES} if drawing else {},
            "has_own_pictures": bool(row.pictures.all()),
            "may_change": self.has_change_permission(request, row),
            "copy_url": self._copy_url(request, row),
            "urls": {name: self.url_of(f"pose-{name}", row) for name in ("draw", "save", "like")},
        }

    def _copy_url(self, request: HttpRequest, row: Exercise) -> str:
        may = is_shared(row) and clinic_of(request.user) is not None and self.has_add_permission(request)
        return reverse("admin:programmes_exercise_make-own-copy", args=[row.pk]) if may else ""


def _unfit(problems: list[dict[str, str]], status: int = 422) -> JsonResponse:
    return JsonResponse({"problems": problems}, status=status)
