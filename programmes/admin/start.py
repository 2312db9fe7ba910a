"""Starting a programme: the patient, what to start from (conditions first) and what was agreed, in one form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminTextInputWidget
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import choices, clinic_of, visible
from programmes.admin.fields.picked import Picked
from programmes.admin.scoped import uuids
from programmes.admin.site import workbench
from programmes.copies import copy_for
from programmes.models import Patient, Phase, Practitioner, Programme, Template
from programmes.starting import start_from

EMPTY = "empty"
NO_SIDE = "none"
COPY = "copy:"
LAST_PROGRAMMES = 3
# By convention, and only proposed: the usual time between two visits.
REVIEW_AFTER = timedelta(weeks=4)
SIDES = (*Programme.SoreSide.choices, (NO_SIDE, gettext_lazy("no sore side")))


class StartForm(forms.Form):
    patient = forms.ModelChoiceField(Patient.objects.none(), label=gettext_lazy("Patient"))
    template = forms.ChoiceField(label=gettext_lazy("Template"), widget=AdminRadioSelect(attrs={"class": "radiolist"}))
    side = forms.ChoiceField(
        label=gettext_lazy("Sore side"),
        choices=SIDES,
        widget=AdminRadioSelect(attrs={"class": "radiolist inline"}),
    )
    goal = forms.CharField(
        label=gettext_lazy("Goal"),
        max_length=Programme._meta.get_field("goal").max_length,
        required=False,
        help_text=gettext_lazy("In the patient's own words; it can wait."),
        widget=AdminTextInputWidget,
    )
    practised = forms.BooleanField(label=gettext_lazy("We practise the exercises together today"), required=False)
    review_date = forms.DateField(
        label=gettext_lazy("Review on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Proposed: four weeks from today. Change it as you agree with the patient."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Only for an empty programme; others take the template's."),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        patient = _patient_asked_for(request)
        self._templates = {str(row.pk): row for row in _templates(request)}
        self._variants = dict(_variants(self._templates))
        self._copies = {f"{COPY}{row.pk}": row for row in _copies(request, patient)}
        super().__init__(data, initial={"patient": patient, **self._proposed(request, patient)})
        page, field = workbench._registry[Patient], self.fields["patient"]
        field.queryset, field.label_from_instance = page.get_choices(request), page.label_of
        field.widget = Picked(Programme._meta.get_field("patient"), workbench)
        field.widget.choices = field.choices
        self.fields["template"].choices = self._choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        template, _variant = self._chosen(cleaned.get("template", ""))
        copied = self._copies.get(cleaned.get("template", ""))
        origin, patient = template or copied, cleaned.get("patient")
        if origin and origin.kind == Programme.Kind.CONDITION and cleaned.get("side") == NO_SIDE:
            self.add_error("side", _("This template is for a sore knee: choose the side."))
        if origin and patient and origin.clinic_id not in (None, patient.clinic_id):
            self.add_error("template", _("This belongs to another clinic."))
        if cleaned.get("template") == EMPTY and not cleaned.get("name"):
            self.add_error("name", _("Give the empty programme a name."))
        return cleaned

    @transaction.atomic
    def start(self, practitioner: Practitioner | None) -> Programme:
        """Return the new programme of the chosen patient."""
        patient, side = self.cleaned_data["patient"], self.cleaned_data["side"].replace(NO_SIDE, "")
        key = self.cleaned_data["template"]
        template, variant = self._chosen(key)
        if key in self._copies:
            programme = copy_for(self._copies[key], patient=patient, practitioner=practitioner, side=side)
        elif template is not None:
            programme = start_from(template, patient=patient, practitioner=practitioner, side=side, variant=variant)
        else:
            programme = self._empty(patient, practitioner, side)
        self._agree(programme)
        return programme

    def _empty(self, patient: Patient, practitioner: Practitioner | None, side: str) -> Programme:
        name = self.cleaned_data["name"]
        own = {"patient": patient, "clinic": patient.clinic, "created_by": practitioner}
        programme = Programme.objects.create(name=name, side=side, **own)
        Phase.objects.create(programme=programme, name=_("Phase 1"))
        return programme

    def _agree(self, programme: Programme) -> None:
        """Put down what was agreed at the start."""
        programme.goal = self.cleaned_data["goal"] or programme.goal
        programme.review_date = self.cleaned_data["review_date"]
        programme.practised_on = today_at(programme.clinic) if self.cleaned_data["practised"] else None
        programme.save()

    def _chosen(self, key: str) -> tuple[Programme | None, str]:
        """Return the chosen template and the id of its variant, "" for the template as it is."""
        template, _colon, variant = key.partition(":")
        return self._templates.get(template), variant

    def _choices(self) -> list[Any]:
        for_conditions, others = [], []
        for key, row in self._templates.items():
            group = for_conditions if row.condition else others
            group.append((key, row.name))
            group += [(code, label) for code, label in self._variants.items() if code.startswith(key)]
        empty = (EMPTY, _("No template: start with an empty programme"))
        copies = [(key, str(row)) for key, row in self._copies.items()]
        groups = [
            (_("For a condition"), for_conditions),
            (_("Copy a programme"), copies),
            (_("Other"), [*others, empty]),
        ]
        return [group for group in groups if group[1]]

    def _proposed(self, request: HttpRequest, patient: Patient | None) -> dict[str, Any]:
        """Return what the form starts with; whoever fills it in sees and changes all of it."""
        asked = f"{COPY}{request.GET.get('copy', '')}"
        copied = self._copies.get(asked)
        same = copied is not None and copied.patient == patient
        return {
            "template": asked if copied else self._likely(patient),
            "side": copied.side if copied and same else None,
            "review_date": today_at(clinic_of(request.user)) + REVIEW_AFTER,
        }

    def _likely(self, patient: Patient | None) -> str | None:
        """Return the template for what the patient was last asked about."""
        last = patient.screenings.select_related("condition").first() if patient else None
        slug = last.condition.slug if last and last.condition else None
        rows = self._templates.items()
        return next((key for key, row in rows if row.condition and row.condition.slug == slug), None)


def _variants(templates: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, row in templates.items():
        for variant in row.variants:
            words = {"template": row.name, "variant": variant["name"]}
            yield f"{key}:{variant['id']}", _("%(template)s. Variant: %(variant)s") % words


def _templates(request: HttpRequest) -> Any:
    return choices(Template, request.user).select_related("condition", "clinic").order_by("name")


def _copies(request: HttpRequest, patient: Patient | None) -> list[Programme]:
    """Return what may be copied: the patient's last programmes, and the one that was asked for."""
    rows = visible(Programme, request.user).for_patients().select_related("patient__clinic", "clinic", "current_phase")
    last = list(rows.filter(patient=patient)[:LAST_PROGRAMMES]) if patient else []
    asked = [row for row in rows.filter(pk__in=uuids(request.GET.get("copy"))) if row not in last]
    return [*asked, *last]


def today_at(clinic: Any) -> date:
    return timezone.localdate(timezone=ZoneInfo(clinic.time_zone)) if clinic else timezone.localdate()


def _patient_asked_for(request: HttpRequest) -> Patient | None:
    rows = workbench._registry[Patient].get_choices(request)
    return rows.filter(pk__in=uuids(request.GET.get("patient"))).first()
