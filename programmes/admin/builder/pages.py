"""The addresses of the builder, beside the stock pages of a programme or template. Each asks who may see the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from programmes.access import choices, visible
from programmes.admin.builder import (
    dosing,
    favourites,
    hits,
    issued,
    keeping,
    narrowing,
    overriding,
    saving,
    screen,
    swaps,
    weighed,
)
from programmes.admin.builder import page as sheet
from programmes.admin.builder.shown import WORDS
from programmes.models import PainRule
from programmes.models.programme import lines_held

Answer = Callable[[HttpRequest, Any], HttpResponse]


class BuilderPages(admin.ModelAdmin):
    """A page of programmes or templates with the screen where they are made."""

    def plans(self, request: HttpRequest) -> Any:
        """Return the rows that this page is about and *request* may see."""
        return visible(self.model, request.user)

    def get_urls(self) -> list[Any]:
        rows, lines, words = self._plain, self._with_lines, self._with_words
        asked = {
            "": self._answering(words, self._shown),
            "save/": self._answering(rows, saving.save, changes=True),
            "weighed/": self._answering(lines, weighed.weighed),
            "search/": self._answering(rows, hits.hits),
            "filters/": self._answering(rows, narrowing.filters),
            "favourite/": self._answering(rows, favourites.favourite, changes=True),
            "dose/": self._answering(rows, dosing.dose),
            "swaps/": self._answering(lines, swaps.swaps),
            "pain-rules/": self._answering(rows, _pain_rules),
            "page/": sheet.framed(self._answering(lines, sheet.page)),
            "page/colours.css": self._answering(rows, sheet.colours),
            "override/": self._answering(lines, overriding.override, changes=True),
            "issue/": self._answering(lines, self._issued, changes=True),
            "keep/": self._answering(lines, self._kept, changes=True),
        }
        name = f"{self.opts.app_label}_{self.opts.model_name}_build"
        urls = [
            path(f"<uuid:object_id>/build/{end}", view, name=f"{name}-{end.rstrip('/')}" if end else name)
            for end, view in asked.items()
        ]
        return [*urls, *super().get_urls()]

    def _answering(self, rows: Callable[[HttpRequest], Any], answer: Answer, *, changes: bool = False) -> Any:
        """Return a view that gives *answer* of the row it is asked about: 404 for one that the user may not see."""

        @sensitive_post_parameters()
        def view(request: HttpRequest, object_id: Any) -> HttpResponse:
            row = rows(request).filter(pk=object_id).first()
            if row is None:
                raise Http404
            if not self.has_view_permission(request, row) or (changes and not self.has_change_permission(request, row)):
                raise PermissionDenied
            try:
                return answer(request, row)
            except saving.Unreadable as error:
                return JsonResponse({"words": str(error)}, status=400)

        method = require_POST if changes else require_GET
        return self.admin_site.admin_view(never_cache(method(view)))

    def _plain(self, request: HttpRequest) -> Any:
        return self.plans(request).select_related("clinic", "patient__clinic", "condition")

    def _with_lines(self, request: HttpRequest) -> Any:
        return self.plans(request).with_lines()

    def _with_words(self, request: HttpRequest) -> Any:
        return self.plans(request).with_own().prefetch_related(*lines_held(), *WORDS)

    def _shown(self, request: HttpRequest, row: Any) -> HttpResponse:
        return screen.screen(request, self, row)

    def _issued(self, request: HttpRequest, row: Any) -> HttpResponse:
        return issued.issue(request, self, row)

    def _kept(self, request: HttpRequest, row: Any) -> HttpResponse:
        copy = keeping.keep_as_copy(request, row)
        return copy if isinstance(copy, HttpResponse) else JsonResponse({"url": self.url_of("build", copy)})


def _pain_rules(request: HttpRequest, row: Any) -> JsonResponse:
    rows = choices(PainRule, request.user).order_by("name")
    return JsonResponse({"rules": [{"slug": rule.slug, "name": rule.name} for rule in rows]})
