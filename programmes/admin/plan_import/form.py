"""What is asked before a plan is read: the file, and what it is to become."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import clinic_of
from programmes.admin.fields.picked import Picked
from programmes.admin.scoped import uuids
from programmes.admin.site import workbench
from programmes.models import Clinic, Patient, Programme
from programmes.plan_file import Found, Unreadable, programme_in

# Below what the site takes at once, so that the sentence stands beside the field.
MOST_BYTES = 20_000_000


class Into(TextChoices):
    PROGRAMME = "programme", gettext_lazy("a programme of one patient")
    TEMPLATE = "template", gettext_lazy("a template of our clinic")


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("The PDF of a handout, or a plan as JSON; up to 20 MB. The file is read and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,application/pdf,application/json"}),
    )
    into = forms.ChoiceField(
        label=gettext_lazy("Make of it"),
        choices=Into,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
    )
    patient = forms.ModelChoiceField(
        Patient.objects.none(),
        label=gettext_lazy("Patient"),
        required=False,
        help_text=gettext_lazy("Whose programme it becomes. Leave it empty for a template."),
    )

    found: Found | None = None

    def __init__(self, request: HttpRequest) -> None:
        is_sent = request.method == "POST"
        asked = request.GET.get("into", Into.PROGRAMME)
        page, self.own_clinic = workbench._registry[Patient], clinic_of(request.user)
        patient = page.get_choices(request).filter(pk__in=uuids(request.GET.get("patient"))).first()
        super().__init__(
            request.POST if is_sent else None,
            request.FILES if is_sent else None,
            initial={"into": asked if asked in Into.values else Into.PROGRAMME, "patient": patient},
        )
        field = self.fields["patient"]
        field.queryset, field.label_from_instance = page.get_choices(request), page.label_of
        field.widget = Picked(Programme._meta.get_field("patient"), workbench)
        field.widget.choices = field.choices

    @property
    def for_whom(self) -> Patient | None:
        return self.cleaned_data["patient"] if self.cleaned_data["into"] == Into.PROGRAMME else None

    @property
    def clinic(self) -> Clinic | None:
        return self.for_whom.clinic if self.for_whom else self.own_clinic

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > MOST_BYTES:
            words = _("The file is larger than %(most)d MB, and no plan is.")
            raise ValidationError(words % {"most": MOST_BYTES // 1_000_000}, code="large")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        into = cleaned.get("into")
        if into == Into.PROGRAMME and not cleaned.get("patient") and "patient" not in self.errors:
            self.add_error("patient", _("Say for whom, or choose to make a template."))
        elif into == Into.TEMPLATE and self.own_clinic is None:
            self.add_error("into", _("You work at no clinic that the template could belong to."))
        elif into == Into.TEMPLATE and cleaned.get("patient"):
            # A template that was meant for somebody would miss what was agreed with them.
            self.add_error("patient", _("A template is for nobody: leave this empty, or make a programme of it."))
        if not self.errors:
            self._read(cleaned["file"])
        return cleaned

    def _read(self, file: UploadedFile) -> None:
        clinic = self.clinic
        assert clinic is not None
        try:
            self.found = programme_in(file.read(), clinic, for_patient=self.for_whom is not None)
        except Unreadable as error:
            self.add_error("file", _("%(why)s Nothing was imported.") % {"why": error})
