"""Sign-offs: who stood by which version of what, and until when. Made on the content's page, shown here."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programmes.access import clinic_of
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.admin.titles import titles
from programmes.models import Clinic, Review


def kind_called(kind: str) -> str:
    return str(apps.get_model("programmes", kind)._meta.verbose_name)


class KindOfContent(admin.AllValuesFieldListFilter):
    """Offers the kinds that were signed off, as they are called."""

    def choices(self, changelist: Any) -> Any:
        kinds = set(self.lookup_choices)
        for choice in super().choices(changelist):
            shown = choice["display"]
            yield {**choice, "display": kind_called(shown)} if shown in kinds else choice


@admin.register(Review, site=workbench)
class ReviewAdmin(ScopedAdmin):
    list_display = ("item", "kind_in_words", "version", "reviewed_by", "reviewed_on", "next_due_on")
    list_filter = (("kind", KindOfContent), "next_due_on")
    list_select_related = ("reviewed_by",)
    search_fields = ("slug", "reviewed_by__name")
    search_help_text = _("A short name such as clamshell, or who signed.")
    date_hierarchy = "reviewed_on"
    name_path = "slug"
    fields = ("kind_in_words", "slug", "version", "reviewed_by", "reviewed_on", "next_due_on")
    readonly_fields = ("kind_in_words",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Name what each row of the page is about: once for each kind there is on it."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        _name(rows, clinic_of(request.user))
        return changelist

    @admin.display(description=_("item"), ordering="slug")
    def item(self, row: Review) -> str:
        return getattr(row, "called", row.slug)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, row: Review) -> str:
        return kind_called(row.kind)


def _name(rows: list[Review], clinic: Clinic | None) -> None:
    for kind, same in groupby(sorted(rows, key=lambda row: row.kind), lambda row: row.kind):
        of_kind = list(same)
        model = apps.get_model("programmes", kind)
        items = model._default_manager.for_clinic(clinic).filter(slug__in={row.slug for row in of_kind})
        names = dict(titles(items))
        for row in of_kind:
            row.called = names.get(row.slug, row.slug)
