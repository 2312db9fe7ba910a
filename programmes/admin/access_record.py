"""The access log of a clinic, for its owners: who looked at whose data. Only looked at, and taken along as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.access import visible
from programmes.admin.filters import OwnRows
from programmes.admin.scoped import ScopedAdmin, uuids
from programmes.admin.shown import NOTHING
from programmes.admin.site import workbench
from programmes.models import AccessRecord, Patient

# A spreadsheet takes a cell that begins so for a formula, and would work it out.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("when", "who", "from outside the clinic", "what", "door", "patient", "patients")


class OfPatient(admin.SimpleListFilter):
    """What concerns one patient: chosen on the patient's page, by "Who looked"."""

    title = gettext_lazy("patient")
    parameter_name = "patient"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get(self.parameter_name)
        patient = visible(Patient, request.user).filter(pk__in=uuids(asked)).first()
        return [(asked, str(patient) if patient else _("no longer here"))] if asked else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(patient_id__in=uuids(self.value())) if self.value() else queryset


class PlaceOfWork(admin.SimpleListFilter):
    title = gettext_lazy("place of work")
    parameter_name = "works"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("here", gettext_lazy("at the clinic")), ("outside", gettext_lazy("outside: whoever runs the machine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_from_outside=self.value() == "outside") if self.value() else queryset


@admin.register(AccessRecord, site=workbench)
class AccessRecordAdmin(ScopedAdmin):
    list_display = ("at", "who", "kind", "whom", "door")
    list_display_links = None
    list_filter = (OfPatient, ("practitioner", OwnRows), PlaceOfWork, "kind", "door")
    date_hierarchy = "at"
    search_fields = ("who_name",)
    search_help_text = gettext_lazy("Who looked, or the patient’s name or record number.")
    name_path = "who_name"
    fieldsets = ((None, {"fields": ("at", "who", "kind", "whom", "door")}),)
    readonly_fields = ("who", "whom")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name="programmes_accessrecord_export"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            patients, _repeats = self._patients().get_search_results(
                request, visible(Patient, request.user), search_term
            )
            found |= queryset.filter(patient_id__in=patients.order_by().values("pk"))
        return found, may_repeat

    def _patients(self) -> Any:
        return self.admin_site.get_model_admin(Patient)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        address = reverse("admin:programmes_accessrecord_export")
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        links = [{"label": _("Export as a table (CSV)"), "url": address + query}]
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    @admin.display(description=gettext_lazy("who"), ordering="who_name")
    def who(self, row: AccessRecord) -> Any:
        name = row.who_name or _unnamed(row)
        if not row.is_from_outside:
            return name
        return format_html('{} <strong class="state open">{}</strong>', name, _("from outside the clinic"))

    @admin.display(description=gettext_lazy("patient"))
    def whom(self, row: AccessRecord) -> Any:
        """Return the patient by name while there is one; a list by how many stood in it."""
        if row.patient_id is None:
            return _how_many(row)
        page = reverse("admin:programmes_patient_change", args=[row.patient_id])
        if not hasattr(row, "patient"):
            row.patient = Patient.objects.filter(pk=row.patient_id).first()
        return format_html('<a href="{}">{}</a>', page, row.patient) if row.patient else _("no longer here")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return NamedChanges

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """Send the entries that the list shows, all pages of it, as a table."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).queryset
        clinic = getattr(getattr(request.user, "practitioner", None), "clinic_id", None)
        AccessRecord.objects.note(AccessRecord.Kind.EXPORTED, request.user, clinic)
        name = f"access-log-{timezone.localdate().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


class NamedChanges(ChangeList):
    """A page of the log with its patients fetched in one go."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        names = Patient.objects.in_bulk({row.patient_id for row in self.result_list if row.patient_id})
        for row in self.result_list:
            row.patient = names.get(row.patient_id)


def _unnamed(row: AccessRecord) -> str:
    return _("somebody unknown") if row.kind == AccessRecord.Kind.NOT_LET_IN else _("whoever runs the machine")


def _how_many(row: AccessRecord) -> str:
    if row.count is None:
        return NOTHING
    if row.count == 1:
        return _("erased")
    return ngettext("%(count)d patient", "%(count)d patients", row.count) % {"count": row.count}


class _Echo:
    """What a table is written to, line by line, so that it need never be whole."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: QuerySet[AccessRecord]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in rows.iterator(chunk_size=500):
        yield writer.writerow([safe(cell) for cell in _cells(row)])


def _cells(row: AccessRecord) -> list[str]:
    return [
        timezone.localtime(row.at).isoformat(timespec="seconds"),
        row.who_name or _unnamed(row),
        "yes" if row.is_from_outside else "",
        str(row.get_kind_display()),
        str(row.get_door_display()),
        str(row.patient_id or ""),
        str(row.count or ""),
    ]


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
