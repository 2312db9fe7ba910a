"""A line of a programme: the exercise, its dose and its side. The dose reads as the patient will read it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes import side_words
from programmes.admin.doses import DOSE_FIELDSETS, dose_in_words
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.pictures import pictures_shown
from programmes.admin.plan_part import PlanPart
from programmes.admin.site import workbench
from programmes.admin.words_as_typed import SCRIPT, measure
from programmes.dosage import Dosage
from programmes.dosage.shorthand import Shorthand, as_shorthand, parse_shorthand
from programmes.models import Prescription, Programme
from programmes.models.dose import Dosed
from programmes.sides import Side

DOSE_COLUMNS = tuple(field.name for field in Dosed._meta.local_fields)


class ShorthandForm(OwnClinicForm):
    """A dose typed in short. What is typed wins over the columns."""

    shorthand = forms.CharField(
        label=gettext_lazy("Dose in short"),
        required=False,
        help_text=gettext_lazy("Such as: 3x12 h5 r60 L (3 sets of 12, hold 5 s, rest 60 s, left). Empty: no change."),
    )

    def clean_shorthand(self) -> Shorthand | None:
        text = self.cleaned_data["shorthand"].strip()
        typed = parse_shorthand(text) if text else None
        if typed is not None and typed.unknown:
            message = _("Not understood: %(pieces)s. Nothing was changed.")
            raise ValidationError(message % {"pieces": " ".join(typed.unknown)}, code="shorthand")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        before = self.dosage_before(cleaned)
        if before is None or "shorthand" in self.errors:
            return cleaned
        typed = cleaned.get("shorthand") or Shorthand({}, None, ())
        dosage = before.changed(typed.changes)
        faults = dosage.faults() if typed.changes else ()
        if faults:
            self.add_error("shorthand", [fault.message for fault in faults])
            return cleaned
        if typed.side is not None:
            cleaned["side"] = typed.side.value
        self.keep(dosage, cleaned)
        return cleaned

    def dosage_before(self, cleaned: dict[str, Any]) -> Dosage | None:
        """Return the dose that the short form changes; None while there is none."""
        raise NotImplementedError

    def keep(self, dosage: Dosage, cleaned: dict[str, Any]) -> None:
        raise NotImplementedError


class NewLineForm(ShorthandForm):
    """The exercise is enough: dose and side are its usual ones unless said otherwise."""

    programme: Any = None  # the one that the line is added to

    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=[("", gettext_lazy("as usual for the exercise")), *((side.value, side.label) for side in Side)],
        required=False,
    )

    def clean_exercise(self) -> Any:
        self.programme.refuse_when_full()
        return self.cleaned_data["exercise"]

    def dosage_before(self, cleaned: dict[str, Any]) -> Dosage | None:
        return cleaned["exercise"].dosage if cleaned.get("exercise") else None

    def keep(self, dosage: Dosage, cleaned: dict[str, Any]) -> None:
        cleaned["side"] = cleaned.get("side") or cleaned["exercise"].default_side
        self.instance.dosage = dosage


class LineForm(ShorthandForm):
    class Media:
        js = (SCRIPT,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure(self, "why", "note")
        if "instead_of" in self.fields:
            others = Prescription.objects.filter(phase=self.instance.phase_id).exclude(pk=self.instance.pk)
            self.fields["instead_of"].queryset = others.prefetch_related("exercise__texts")
        if "shorthand" in self.fields:
            now = as_shorthand(self.instance.dosage, Side(self.instance.side))
            self.fields["shorthand"].widget.attrs["placeholder"] = now

    def clean_why(self) -> str:
        clinic = self.instance.phase.programme.clinic
        problems = side_words.problems(self.cleaned_data["why"], clinic.language if clinic else "")
        if problems:
            raise ValidationError(problems)
        return self.cleaned_data["why"]

    def dosage_before(self, cleaned: dict[str, Any]) -> Dosage | None:
        """Return the dose of the columns, once they can be read."""
        if self.errors or cleaned.get("shorthand") is None:
            return None
        return Prescription(**{name: cleaned[name] for name in DOSE_COLUMNS}).dosage

    def keep(self, dosage: Dosage, cleaned: dict[str, Any]) -> None:
        line = Prescription()
        line.dosage = dosage
        cleaned.update({name: getattr(line, name) for name in DOSE_COLUMNS})


@admin.register(Prescription, site=workbench)
class PrescriptionAdmin(PlanPart):
    whole_name = "phase"
    search_fields = ("exercise__texts__name",)
    name_path = "exercise__texts__name"
    autocomplete_fields = ("exercise",)
    readonly_fields = ("dose_words", "exercise_called")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prescription]:
        rows = super().get_queryset(request).select_related("phase__programme__clinic", "exercise")
        return rows.prefetch_related("exercise__texts")

    def programme_of(self, row: Prescription) -> Programme:
        return row.phase.programme

    def programme_of_new(self, request: HttpRequest) -> Programme:
        return self.whole(request).programme

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        if obj is None:
            return ((None, {"fields": ("exercise", "shorthand", "side")}),)
        as_template = (("is_optional", "instead_of"),) if obj.phase.programme.is_template else ()
        short = () if self.is_only_shown(request, obj) else ("shorthand",)
        return (
            (None, {"fields": ("exercise_called", "dose_words", *short, ("side", "first_side"), *as_template)}),
            *DOSE_FIELDSETS,
            (gettext_lazy("Words"), {"fields": ("why", "note", "practitioner_note")}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = NewLineForm if obj is None else LineForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.programme = self.programme_of_new(request)
        return form

    def save_model(self, request: HttpRequest, obj: Prescription, form: Any, change: bool) -> None:
        if not change:
            last = self.whole(request).prescriptions.aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["pictures"] = pictures_shown(row.exercise, request, row.side) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("exercise"))
    def exercise_called(self, row: Prescription) -> Any:
        page = reverse("admin:programmes_exercise_change", args=[row.exercise_id])
        return format_html('<a href="{}">{}</a>', page, row.exercise)

    @admin.display(description=gettext_lazy("the patient reads"))
    def dose_words(self, row: Prescription) -> Any:
        return dose_in_words(row.dosage, row.exercise, row.side)
