"""A patient's programme: what to finish, the plan, preview, issue and what was handed out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import practitioner_of
from programmes.admin.clinician_copy import page_of
from programmes.admin.diary import WithDiary
from programmes.admin.diary_shown import lately
from programmes.admin.fields import WeekdaysField
from programmes.admin.filters import OwnRows
from programmes.admin.findings import asks_screening, verdict_shown
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
from programmes.admin.start import StartForm
from programmes.admin.words_as_typed import SCRIPT, measure
from programmes.editing import record
from programmes.handout.checks.known import latest_screening
from programmes.handout.clinician_copy import clinician_copy
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


CLINICIAN_COPY = "programmes_programme_clinician-copy"
WHY_IT_CHANGES = (gettext_lazy("What changed since the last handout"), {"fields": ("change_note",)})


def _weekdays(clinic: Any, words: dict[str, Any]) -> WeekdaysField:
    return WeekdaysField(**words)


@admin.register(Programme, site=workbench)
class ProgrammeAdmin(
    HandedOut, WithOffers, PlanImport, SavedAsTemplate, SharedByLink, WithDiary, WithProgress, WithRunner, PlanPage
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

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.clinician_copy)
        return [path("<path:object_id>/clinician-copy/", view, name=CLINICIAN_COPY), *super().get_urls()]

    def links(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        return [
            *super().links(request, row),
            {"label": _("Clinician's copy"), "url": self.url_of("clinician-copy", row)},
        ]

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

    def clinician_copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what a colleague needs to know of the programme as it stands. The patient is never given it."""
        row = self.get_object(request, object_id)
        practitioner = practitioner_of(request.user) or row.created_by
        contents = clinician_copy(row, judge(row, practitioner=practitioner), practitioner)
        return page_of(request, row, contents.as_plain(), self.url_of("change", row))

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

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Start a programme: patient, template and side, and it is there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = StartForm(request, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            programme = form.start(practitioner_of(request.user))
            record(programme, request.user)
            self.log_addition(request, programme, [{"added": {}}])
            return redirect(self.first_page_of(programme))
        context = {
            **self.admin_site.each_context(request),
            "title": _("New programme"),
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "button": _("Start the programme"),
        }
        return TemplateResponse(request, "admin/programme_start.html", context)

    def first_page_of(self, programme: Programme) -> str:
        """Return where a new programme goes on: to the questions that were not asked yet, which lead to the builder."""
        if latest_screening(programme) is not None:
            return self.url_of("build", programme)
        return asks_screening(programme)

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
