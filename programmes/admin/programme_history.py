"""The history of a programme or template: a picture per sitting, and what changed from one to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from programmes.admin.snapshot_changes import changes
from programmes.admin.titles import titles
from programmes.models import Exercise, Programme

SHOWN = 100


class ProgrammeHistory(admin.ModelAdmin):
    """A page whose history is made of snapshots."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(programme)s") % {"programme": row},
            "opts": self.opts,
            "original": row,
            "entries": _entries(row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/programme_history.html", context)


def _entries(programme: Programme) -> list[dict[str, Any]]:
    """Return the snapshots, the newest first, each with what changed since the one before it."""
    snapshots = list(programme.snapshots.select_related("made_by__practitioner")[: SHOWN + 1])
    slugs = {line["exercise"] for shot in snapshots for phase in shot.data["phases"] for line in phase["prescriptions"]}
    called = dict(titles(Exercise.objects.for_clinic(programme.clinic).filter(slug__in=slugs)))
    pairs = zip(snapshots, [*snapshots[1:], None], strict=False)
    return [
        {
            "snapshot": shot,
            "changes": changes(before.data, shot.data, lambda slug: called.get(slug, slug)) if before else None,
        }
        for shot, before in pairs
    ][:SHOWN]
