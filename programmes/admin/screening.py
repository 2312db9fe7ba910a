"""Screenings: every question there is to ask on one page, each "not asked" until somebody has asked it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import choices, practitioner_for, practitioner_of, visible
from programmes.admin.deeds import deed
from programmes.admin.fields import AnswersWidget
from programmes.admin.fields.picked import Picked
from programmes.admin.filters import OwnRows
from programmes.admin.history import HistoryPages
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.patient import CurrentPatientsOfRows
from programmes.admin.questions import Question, asked_in, flags_to_add, grouped, to_ask
from programmes.admin.scoped import ScopedAdmin, uuids
from programmes.admin.site import workbench
from programmes.models import Condition, Patient, Programme, Screening, ScreeningAnswer


class WhoForm(forms.Form):
    """Who is asked, about what. Sent by GET: nothing is recorded before the questions are answered."""

    patient = forms.ModelChoiceField(Patient.objects.none(), label=gettext_lazy("Patient"))
    condition = forms.ModelChoiceField(
        Condition.objects.none(),
        label=gettext_lazy("Condition"),
        required=False,
        empty_label=gettext_lazy("None: a warm-up or the way back to running"),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = workbench._registry[Patient]
        patient = self.fields["patient"]
        patient.queryset, patient.label_from_instance = page.get_choices(request), page.label_of
        patient.widget = Picked(Screening._meta.get_field("patient"), workbench)
        patient.widget.choices = patient.choices
        self.fields["condition"].queryset = choices(Condition, request.user)


class AnswersForm(OwnClinicForm):
    """Has a field per question, made for the screening at hand."""

    questions: tuple[Question, ...] = ()

    def answers(self) -> Iterator[tuple[Question, str]]:
        for question in self.questions:
            yield question, self.cleaned_data.get(question.name) or ScreeningAnswer.Answer.NOT_ASKED


def answers_form(questions: list[Question]) -> type[AnswersForm]:
    """Return the form that asks *questions*."""
    fields = {
        question.name: forms.ChoiceField(
            label=question.text,
            choices=ScreeningAnswer.Answer.choices,
            initial=question.answer,
            required=False,
            widget=AnswersWidget(question.text),
        )
        for question in questions
    }
    return type("AnswersForm", (AnswersForm,), {**fields, "questions": tuple(questions)})


@admin.register(Screening, site=workbench)
class ScreeningAdmin(HistoryPages, ScopedAdmin):
    change_form_template = "admin/screening_page.html"
    list_display = ("patient_called", "condition", "done_at", "done_by", "yes_answers", "not_asked")
    list_filter = (CurrentPatientsOfRows, ("condition", OwnRows), ("done_by", OwnRows))
    list_select_related = ("patient", "condition", "done_by")
    search_fields = ("patient__name", "patient__reference", "condition__name")
    search_help_text = gettext_lazy("Patient, record number or condition.")
    name_path = "patient__name"
    date_hierarchy = "done_at"
    readonly_fields = ("patient_called", "condition", "done_by", "done_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        rows = super().get_queryset(request).select_related("patient__clinic", "condition", "done_by")
        return rows.prefetch_related("answers__red_flag", "answers__patient_flag")

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        who = () if obj is None else ((None, {"fields": ("patient_called", ("condition", "done_by", "done_at"))}),)
        groups = () if self.is_only_shown(request, obj) else grouped(self._questions(request, obj))
        names = ((title, [question.name for question in group]) for title, group in groups)
        asked = ((title, {"fields": fields, "classes": ("questions",)}) for title, fields in names)
        dealt_with = (gettext_lazy("If a sign was answered yes"), {"fields": ("seen_and_dealt_with",)})
        return (*who, *asked, dealt_with)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not self.is_only_shown(request, obj):
            kwargs["form"] = answers_form(self._questions(request, obj))
        return super().get_form(request, obj, change=change, **kwargs)

    def label_of(self, row: Screening) -> str:
        return _("Screening: %(patient)s") % {"patient": self.patient_called(row)}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        who = WhoForm(request, request.GET or None)
        if practitioner_of(request.user) is None:
            return self._refuse(request)
        if not who.is_valid() or "condition" not in request.GET:
            return self._ask_who(request, who)
        patient, condition = who.cleaned_data["patient"], who.cleaned_data["condition"]
        if practitioner_for(request.user, patient) is None:
            return self._refuse(request)
        title = _("Screening: %(patient)s") % {"patient": workbench._registry[Patient].label_of(patient)}
        context = {"title": title, "subtitle": condition or "", **(extra_context or {})}
        return super().add_view(request, form_url, context)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        words = _("A screening is recorded by a practitioner of the patient's clinic.")
        self.message_user(request, words, messages.ERROR)
        return redirect("admin:programmes_screening_changelist")

    def save_model(self, request: HttpRequest, obj: Screening, form: Any, change: bool) -> None:
        if not change:
            who = self._who(request)
            obj.patient, obj.condition = who["patient"], who["condition"]
            obj.done_by, obj.done_at = practitioner_of(request.user), timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        with transaction.atomic():
            for position, (question, answer) in enumerate(form.answers()):
                question.keep(form.instance, position, answer)

    def response_post_save_add(self, request: HttpRequest, obj: Screening) -> HttpResponse:
        return self._next_page(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Screening) -> HttpResponse:
        return self._next_page(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if row is not None and not self.is_only_shown(request, row):
            context["flags_to_add"], context["waiting"] = flags_to_add(row), self._waiting(request)
        context["answers"] = row.answers.all() if row is not None and self.is_only_shown(request, row) else ()
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        changes = ScreeningAnswer.history.filter(screening=row.pk, history_type="~")
        changes = changes.select_related("history_user__practitioner", "red_flag", "patient_flag")
        return super().history_view(request, object_id, {"changed_answers": changes, **(extra_context or {})})

    @deed(gettext_lazy("Add the flag to the record"), makes_sense=lambda page, request, row: False)
    def add_flag(self, request: HttpRequest, row: Screening) -> HttpResponse:
        """Put a flag on the patient's record that an answer speaks for. Nothing does it but a person."""
        chosen = [flag for flag in flags_to_add(row) if str(flag.pk) == request.POST.get("flag")]
        if not chosen:
            raise ValidationError(_("No answer of this screening speaks for that flag."))
        row.patient.flags.add(*chosen)
        words = _("“%(flag)s” stands on the record of %(patient)s now.")
        self.message_user(request, words % {"flag": chosen[0], "patient": row.patient}, messages.SUCCESS)
        return self._next_page(request, row) if self._waiting(request) else self.to_page_of(row)

    @admin.display(description=gettext_lazy("patient"), ordering="patient__name")
    def patient_called(self, row: Screening) -> str:
        return workbench._registry[Patient].label_of(row.patient)

    @admin.display(description=gettext_lazy("answered yes"))
    def yes_answers(self, row: Screening) -> str:
        given = [answer for answer in row.answers.all() if answer.answer == ScreeningAnswer.Answer.YES]
        return "; ".join(str(answer.red_flag or answer.patient_flag) for answer in given)

    @admin.display(description=gettext_lazy("not asked"))
    def not_asked(self, row: Screening) -> int:
        return sum(answer.answer == ScreeningAnswer.Answer.NOT_ASKED for answer in row.answers.all())

    def _who(self, request: HttpRequest) -> dict[str, Any]:
        who = WhoForm(request, request.GET)
        if not who.is_valid():
            raise PermissionDenied
        return who.cleaned_data

    def _questions(self, request: HttpRequest, obj: Screening | None) -> list[Question]:
        """Return what is asked on this page, read once a request."""
        if not hasattr(request, "questions"):
            who = None if obj is not None else self._who(request)
            request.questions = asked_in(obj) if obj is not None else to_ask(who["condition"], who["patient"].clinic)
        return request.questions

    def _ask_who(self, request: HttpRequest, who: WhoForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("New screening"),
            "opts": self.opts,
            "form": who,
            "media": self.media + who.media,
            "button": _("Show the questions"),
        }
        return TemplateResponse(request, "admin/screening_who.html", context)

    def _next_page(self, request: HttpRequest, obj: Screening) -> HttpResponse:
        """Stay when an answer speaks for a flag; else go back to the programme that was waiting, or the patient."""
        obj, waiting = self.get_object(request, str(obj.pk)), self._waiting(request)
        if flags_to_add(obj):
            return redirect(self.url_of("change", obj) + (f"?programme={waiting.pk}" if waiting else ""))
        if waiting is not None:
            return redirect("admin:programmes_programme_build", waiting.pk)
        return redirect(reverse("admin:programmes_patient_change", args=[obj.patient_id]))

    def _waiting(self, request: HttpRequest) -> Programme | None:
        """Return the programme that these questions were asked for, if they were."""
        return visible(Programme, request.user).filter(pk__in=uuids(request.GET.get("programme"))).first()
