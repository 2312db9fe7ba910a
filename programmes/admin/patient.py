"""Patients: found by name, number or date of birth; their programmes, screenings and handouts on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.called import called
from programmes.admin.deeds import deed
from programmes.admin.history import HistoryPages
from programmes.admin.opened import note_opening
from programmes.admin.patient_rights import PatientRights
from programmes.admin.site import workbench
from programmes.handout.stopped import stopped_handouts
from programmes.models import Handout, Patient, Programme


class CurrentPatients(admin.SimpleListFilter):
    """Discharged and archived patients are out of the way, and found when asked for."""

    title = gettext_lazy("patients")
    parameter_name = "patients"
    # The way from the listed row to the patient.
    patient_path = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("discharged", gettext_lazy("discharged")),
            ("archived", gettext_lazy("archived")),
            ("all", gettext_lazy("all")),
        ]

    def choices(self, changelist: Any) -> Any:
        usual, *others = super().choices(changelist)
        yield {**usual, "display": _("current")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        discharged, archived = f"{self.patient_path}discharged_at", f"{self.patient_path}archived_at"
        if self.value() == "all":
            return queryset
        if self.value() == "archived":
            return queryset.filter(**{f"{archived}__isnull": False})
        if self.value() == "discharged":
            return queryset.filter(**{f"{discharged}__isnull": False, archived: None})
        return queryset.filter(**{discharged: None, archived: None})


class CurrentPatientsOfRows(CurrentPatients):
    """The same for rows that belong to a patient."""

    patient_path = "patient__"


def is_current(page: Any, request: HttpRequest, row: Patient) -> bool:
    return row.discharged_at is None and row.archived_at is None


def is_not_archived(page: Any, request: HttpRequest, row: Patient) -> bool:
    return row.archived_at is None


def is_away(page: Any, request: HttpRequest, row: Patient) -> bool:
    return not is_current(page, request, row)


@admin.register(Patient, site=workbench)
class PatientAdmin(HistoryPages, PatientRights):
    change_form_template = "admin/patient_page.html"
    list_display = ("called", "start", "date_of_birth", "reference", "current_programmes", "last_handout", "state")
    list_display_links = ("called",)
    list_filter = (CurrentPatients,)
    search_fields = ("name", "reference")
    search_help_text = gettext_lazy("Name, record number, or date of birth as 1990-04-02.")
    fieldsets = (
        (None, {"fields": (("name", "date_of_birth", "reference"),)}),
        (gettext_lazy("Their handouts"), {"fields": (("information_need", "name_on_handout", "language"),)}),
        (gettext_lazy("What matters for exercise"), {"fields": ("flags",), "classes": ("collapse",)}),
        (gettext_lazy("Kit at home"), {"fields": ("kit_at_home",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Patient]:
        handouts = Prefetch("handouts", Handout.objects.defer("document"))
        programmes = Prefetch("programmes", Programme.objects.prefetch_related(handouts))
        return super().get_queryset(request).prefetch_related(programmes)

    def get_choices(self, request: HttpRequest) -> QuerySet[Patient]:
        return super().get_choices(request).current()

    def label_of(self, row: Patient) -> str:
        return called(row)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        try:
            born = parse_date(search_term.strip())
        except ValueError:
            born = None
        if born is not None:
            return queryset.filter(date_of_birth=born), False
        return super().get_search_results(request, queryset, search_term)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple(attrs={"class": "columns"})
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = ""
        return field

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            note_opening(request.user, row)
            context["programmes"] = row.programmes.all()
            context["screenings"] = row.screenings.select_related("condition", "done_by")
            context["standing"] = _standing(row)
            context["flags"] = row.flags.all()
            context["stopped"] = stopped_handouts(row)
            context["may_withdraw"] = request.user.has_perm("programmes.change_patient", row)
        return super().render_change_form(request, context, *args, **kwargs)

    def links(self, request: HttpRequest, row: Patient) -> list[dict[str, Any]]:
        of_patient = f"?patient={row.pk}"
        looked = reverse("admin:programmes_accessrecord_changelist") + of_patient
        may_see_log = request.user.has_perm("programmes.view_accessrecord", row)
        log = [{"label": _("Who looked"), "url": looked}] if may_see_log else []
        if not self.has_change_permission(request, row) or not is_current(self, request, row):
            return log
        return [
            {
                "label": _("New programme"),
                "url": reverse("admin:programmes_programme_add") + of_patient,
                "is_main": True,
            },
            {"label": _("New screening"), "url": reverse("admin:programmes_screening_add") + of_patient},
            *log,
        ]

    def response_post_save_add(self, request: HttpRequest, obj: Patient) -> HttpResponse:
        """A new patient's page: the programme is started from there."""
        return self.to_page_of(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Patient) -> HttpResponse:
        return self.to_page_of(obj)

    @admin.display(description=gettext_lazy("patient"), ordering="name")
    def called(self, row: Patient) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("programmes"))
    def current_programmes(self, row: Patient) -> str:
        return ", ".join(programme.name for programme in row.programmes.all())

    @admin.display(description=gettext_lazy("new programme"))
    def start(self, row: Patient) -> Any:
        """Return the way to a new programme: the patient is known there, the costliest thing to fill in."""
        if row.discharged_at is not None or row.archived_at is not None:
            return ""
        page = f"{reverse('admin:programmes_programme_add')}?patient={row.pk}"
        words = _("New programme for %(patient)s") % {"patient": row}
        return format_html('<a class="addlink" href="{}" aria-label="{}">{}</a>', page, words, _("New programme"))

    @admin.display(description=gettext_lazy("last handout"))
    def last_handout(self, row: Patient) -> str:
        issued = [handout for programme in row.programmes.all() for handout in programme.handouts.all()]
        return date_format(max(handout.issued_at for handout in issued)) if issued else ""

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: Patient) -> Any:
        words = _standing(row)
        return format_html('<span class="state open">{}</span>', words) if words else _("current")

    @deed(gettext_lazy("Discharge"), makes_sense=is_current)
    def discharge(self, request: HttpRequest, row: Patient) -> None:
        row.discharge()
        self._say(request, _("%(patient)s is discharged. Nothing was deleted."), row)

    @deed(gettext_lazy("Archive"), makes_sense=is_not_archived)
    def archive(self, request: HttpRequest, row: Patient) -> None:
        row.archive()
        self._say(request, _("%(patient)s is archived. Choose “archived” in the list of patients to find them."), row)

    @deed(gettext_lazy("Take back"), makes_sense=is_away, is_main=True)
    def take_back(self, request: HttpRequest, row: Patient) -> None:
        row.take_back()
        self._say(request, _("%(patient)s is a current patient again."), row)

    def _say(self, request: HttpRequest, words: str, row: Patient) -> None:
        self.message_user(request, words % {"patient": row}, messages.SUCCESS)


def _standing(row: Patient) -> str:
    if row.archived_at is not None:
        return _("archived on %(day)s") % {"day": date_format(row.archived_at)}
    if row.discharged_at is not None:
        return _("discharged on %(day)s") % {"day": date_format(row.discharged_at)}
    return ""
