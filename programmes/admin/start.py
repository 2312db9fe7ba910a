"""Starting a programme: the patient, the template (conditions first) and the sore side, in one form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AutocompleteSelect
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import choices
from programmes.admin.scoped import uuids
from programmes.admin.site import workbench
from programmes.models import Patient, Phase, Practitioner, Programme, Template
from programmes.starting import start_from

EMPTY = "empty"
NO_SIDE = "none"
SIDES = (*Programme.SoreSide.choices, (NO_SIDE, gettext_lazy("no sore side")))


class StartForm(forms.Form):
    patient = forms.ModelChoiceField(Patient.objects.none(), label=gettext_lazy("Patient"))
    template = forms.ChoiceField(label=gettext_lazy("Template"), widget=AdminRadioSelect(attrs={"class": "radiolist"}))
    side = forms.ChoiceField(
        label=gettext_lazy("Sore side"),
        choices=SIDES,
        widget=AdminRadioSelect(attrs={"class": "radiolist inline"}),
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
        super().__init__(data, initial={"patient": patient, "template": self._likely(patient)})
        page, field = workbench._registry[Patient], self.fields["patient"]
        field.queryset, field.label_from_instance = page.get_choices(request), page.label_of
        field.widget = AutocompleteSelect(Programme._meta.get_field("patient"), workbench)
        field.widget.choices = field.choices
        self.fields["template"].choices = self._choices()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        template, _variant = self._chosen(cleaned.get("template", ""))
        if template and template.kind == Programme.Kind.CONDITION and cleaned.get("side") == NO_SIDE:
            self.add_error("side", _("This template is for a sore knee: choose the side."))
        patient = cleaned.get("patient")
        if template and patient and template.clinic_id not in (None, patient.clinic_id):
            self.add_error("template", _("This template belongs to another clinic."))
        if cleaned.get("template") == EMPTY and not cleaned.get("name"):
            self.add_error("name", _("Give the empty programme a name."))
        return cleaned

    @transaction.atomic
    def start(self, practitioner: Practitioner | None) -> Programme:
        """Return the new programme of the chosen patient."""
        patient, side = self.cleaned_data["patient"], self.cleaned_data["side"].replace(NO_SIDE, "")
        template, variant = self._chosen(self.cleaned_data["template"])
        if template is not None:
            return start_from(template, patient=patient, practitioner=practitioner, side=side, variant=variant)
        programme = Programme.objects.create(
            patient=patient,
            clinic=patient.clinic,
            name=self.cleaned_data["name"],
            side=side,
            created_by=practitioner,
        )
        Phase.objects.create(programme=programme, name=_("Phase 1"))
        return programme

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
        groups = [(_("For a condition"), for_conditions), (_("Other"), [*others, empty])]
        return [group for group in groups if group[1]]

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


def _patient_asked_for(request: HttpRequest) -> Patient | None:
    rows = workbench._registry[Patient].get_choices(request)
    return rows.filter(pk__in=uuids(request.GET.get("patient"))).first()
