"""A patient's programme: what to finish, the plan, preview, issue and what was handed out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_of
from programmes.admin.clinician_copy import WithClinicianCopy
from programmes.admin.diary import WithDiary
from programmes.admin.diary_shown import lately
from programmes.admin.fields import WeekdaysField
from programmes.admin.filters import OwnRows
from programmes.admin.findings import verdict_shown
from programmes.admin.handed_out import HandedOut
from programmes.admin.issuing import may_issue
from programmes.admin.offers import WithOffers
from programmes.admin.opened import note_opening
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.patient import CurrentPatientsOfRows
from programmes.admin.plan_import.pages import PlanImport
from programmes.admin.plan_page import PlanPage
from programmes.admin.progress import WithProgress
from programmes.admin.review_due import ReviewDue
from programmes.admin.runner import WithRunner
from programmes.admin.saved_as_template import SavedAsTemplate
from programmes.admin.share_link import SharedByLink
from programmes.admin.site import workbench
from programmes.admin.starting_page import Started
from programmes.admin.words_as_typed import SCRIPT, measure
from programmes.handout.gate import judge
from programmes.models import Handout, Patient, Phase, Programme, Removal


class ProgrammeForm(OwnClinicForm):
    class Media:
        js = (SCRIPT,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure(self, "goal", "change_note")
        if "current_phase" in self.fields:
            self.fields["current_phase"].queryset = Phase.objects.filter(programme=self.instance)
            self.fields["current_phase"].empty_label = _("The first")


WHY_IT_CHANGES = (gettext_lazy("What changed since the last handout"), {"fields": ("change_note",)})


def _weekdays(clinic: Any, words: dict[str, Any]) -> WeekdaysField:
    return WeekdaysField(**words)


@admin.register(Programme, site=workbench)
class ProgrammeAdmin(
    WithClinicianCopy,
    Started,
    HandedOut,
    WithOffers,
    PlanImport,
    SavedAsTemplate,
    SharedByLink,
    WithDiary,
    WithProgress,
    WithRunner,
    PlanPage,
):
    form = ProgrammeForm
    is_deletable = True
    list_display = ("patient_called", "name", "side", "phase_now", "review_date", "last_handout", "changed_at")
    list_display_links = ("patient_called", "name")
    list_filter = (CurrentPatientsOfRows, "kind", ("condition", OwnRows), ReviewDue)
    search_fields = ("name", "goal", "patient__name", "patient__reference")
    search_help_text = gettext_lazy("Patient, record number, programme or goal.")
    name_path = "patient__name"
    date_hierarchy = "review_date"
    json_fields = {"session_days": _weekdays}
    readonly_fields = ("patient_link", "condition", "started_from")
    fieldsets = (
        (
            gettext_lazy("For the handout"),
            {
                "fields": (
                    "patient_link",
                    "goal",
                    ("side", "current_phase"),
                    ("practised_on", "review_date", "start_date"),
                )
            },
        ),
        WHY_IT_CHANGES,
        (gettext_lazy("When and where"), {"fields": ("session_days", ("time_of_day", "after_what", "where"))}),
        (
            gettext_lazy("More"),
            {
                "fields": (
                    ("name", "plain_name"),
                    "condition",
                    "started_from",
                    "starting_level",
                    "adjuncts",
                    "adjuncts_plain",
                ),
                "classes": ("collapse",),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        handouts = Prefetch("handouts", Handout.objects.defer("document"))
        rows = super().get_queryset(request).for_patients().select_related("patient", "current_phase")
        return rows.prefetch_related(handouts)

    def plans(self, request: HttpRequest) -> Any:
        return super().plans(request).for_patients()

    def builder_links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        running = {"label": _("Running plan"), "url": self.url_of("running", row)}
        own = [*super().builder_links(request, row), running]
        if not self.has_change_permission(request, row):
            return own
        start = f"{reverse('admin:programmes_programme_add')}?copy={row.pk}"
        return [
            *own,
            {"label": _("Copy for another patient"), "url": start},
            {"label": _("The same patient's next programme"), "url": f"{start}&patient={row.patient_id}"},
            {"label": _("Save as template"), "url": self.url_of("save-as-template", row)},
        ]

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        """Ask why it changes once the patient holds a handout to compare with."""
        holds_one = obj is not None and not all(handout.is_withdrawn for handout in obj.handouts.all())
        return [part for part in super().fieldsets_for(request, obj) if holds_one or part is not WHY_IT_CHANGES]

    def must_say_clinic(self, request: HttpRequest, obj: Any) -> bool:
        return False  # It is the patient's.

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a patient was given stays on the record, and the programme with it."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.handouts.exists())

    def delete_model(self, request: HttpRequest, obj: Programme) -> None:
        Removal.objects.record(obj, request.user)
        super().delete_model(request, obj)

    def label_of(self, row: Programme) -> str:
        return self.patient_called(row)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        note_opening(request.user, row.patient)
        verdict = verdict_shown(judge(row, practitioner=practitioner_of(request.user)), row, is_own_page=True)
        context["verdict"], context["weigh_url"] = verdict, self.url_of("weigh", row)
        context["handouts"] = row.handouts.select_related("issued_by", "withdrawn_by").defer("document")
        context["responsibilities"] = row.responsibilities.all()
        context["may_issue"] = may_issue(request, row)
        context["diary"], context["diary_url"] = lately(row), self.url_of("diary", row)
        context["standing"] = row.name
        context["beside"] = verdict.beside
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("patient"), ordering="patient__name")
    def patient_called(self, row: Programme) -> str:
        return workbench._registry[Patient].label_of(row.patient)

    @admin.display(description=gettext_lazy("patient"))
    def patient_link(self, row: Programme) -> str:
        page = reverse("admin:programmes_patient_change", args=[row.patient_id])
        return format_html('<a href="{}">{}</a>', page, self.patient_called(row))

    @admin.display(description=gettext_lazy("phase"))
    def phase_now(self, row: Programme) -> str:
        return row.current_phase.name if row.current_phase else _("the first")

    @admin.display(description=gettext_lazy("started from"))
    def started_from(self, row: Programme) -> str:
        return str(row.template) if row.template else _("nothing: it was made from scratch")

    @admin.display(description=gettext_lazy("last handout"))
    def last_handout(self, row: Programme) -> Any:
        last = next(iter(row.handouts.all()), None)
        if last is None:
            return _("not issued yet")
        if last.is_withdrawn:
            return format_html('<strong class="state bad">{}</strong>', _("WITHDRAWN, do not use"))
        return _("version %(number)d, %(day)s") % {"number": last.version, "day": date_format(last.issued_at)}
