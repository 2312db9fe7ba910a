"""Exercises: found by any of their words, with their words, kit and usual dose on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from programmes import side_words
from programmes.access import clinic_of
from programmes.admin.doses import DOSE_FIELDSETS, dose_in_a_line, dose_in_words
from programmes.admin.exercise_filters import ForCondition, ForPurpose, Region, WithKit
from programmes.admin.exercise_sheet.pages import SheetPages
from programmes.admin.fields import Column, rows
from programmes.admin.held_exercise import HeldPages
from programmes.admin.history import HistoryPages
from programmes.admin.library import LibraryAdmin, Shelf
from programmes.admin.own_clinic_form import OwnClinicForm
from programmes.admin.own_pictures import PicturedTextFormSet, PictureInline
from programmes.admin.pictures import PicturePages, picture_column, pictures_shown
from programmes.admin.pose import PosePages
from programmes.admin.scoped import ScopedStackedInline, ScopedTabularInline, is_shared
from programmes.admin.sign_off import SignOff
from programmes.admin.site import workbench
from programmes.admin.titles import titles
from programmes.admin.words_as_typed import SCRIPT, measure
from programmes.models import SOURCE_LANGUAGE, Exercise, ExercisePicture, ExerciseText, KitNeed, PatientFlag


def _flags(clinic: Any) -> list[tuple[str, str]]:
    return titles(PatientFlag.objects.for_clinic(clinic).in_use())


PRECAUTIONS = rows(
    Column("code", _("For whom"), kind="choice", choices=_flags),
    Column("text", _("What to take care of")),
)


class TextForm(OwnClinicForm):
    """The words of an exercise. Those for the working side stand in braces and are declared ones."""

    class Media:
        js = (SCRIPT,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure(self, "why", "setup", "steps", "feel_it", "common_mistakes", "stop_if")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in side_words.OF_AN_EXERCISE:
            for problem in side_words.problems(cleaned.get(name), cleaned.get("language", "")):
                self.add_error(name, problem)
        return cleaned


class TextInline(ScopedStackedInline):
    model = ExerciseText
    form = TextForm
    formset = PicturedTextFormSet
    verbose_name = _("text")
    verbose_name_plural = _("what the patient reads")
    json_fields = {"precautions": PRECAUTIONS}
    fieldsets = (
        (None, {"fields": ("language", "name", "aliases", "purpose", "why")}),
        (_("How to do it"), {"fields": ("setup", "steps", "cues", "feel_it", "common_mistakes", "stop_if")}),
        (_("Care and pictures"), {"fields": ("precautions", "start_alt", "end_alt", "reviewed_by", "reviewed_on")}),
    )

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0


class KitInline(ScopedTabularInline):
    model = KitNeed
    fields = ("position", "any_of", "detail", "is_optional")
    autocomplete_fields = ("any_of",)
    template = "admin/plain_tabular.html"
    extra = 1


@admin.register(Exercise, site=workbench)
class ExerciseAdmin(SheetPages, PicturePages, PosePages, HeldPages, HistoryPages, SignOff, LibraryAdmin):
    list_display = ("__str__", "category", "start_position", "dose", "kit", "whose", "review_state")
    list_display_links = ("__str__",)
    list_filter = (
        *(Shelf, "category", "start_position", Region, ForPurpose, WithKit, ForCondition),
        *("weight_bearing", "impact"),
    )
    search_fields = ("slug",)
    search_help_text = _("A name, another name, a muscle or a purpose: “lateral raises”, “stairs hurt”.")
    autocomplete_fields = ("sources", "replaced_by")
    ordered_slug_lists = {"progressions": Exercise, "regressions": Exercise}
    readonly_fields = ("dose_words", "ours")
    inlines = (TextInline, PictureInline, KitInline)
    fieldsets = (
        (
            None,
            {"fields": (("category", "start_position"), "purposes", ("is_unilateral", "default_side"), "dose_words")},
        ),
        *DOSE_FIELDSETS,
        (
            _("About the dose"),
            {"fields": ("dose_note", "dose_note_for", "dosage_basis", ("movement", "part")), "classes": ("collapse",)},
        ),
        (_("Harder and easier"), {"fields": ("progressions", "regressions", "replaced_by"), "classes": ("collapse",)}),
        (
            _("What it asks of the body"),
            {
                "fields": (
                    "body_regions",
                    "primary_muscles",
                    "secondary_muscles",
                    "setting",
                    ("weight_bearing", "impact", "balance_demand"),
                    ("max_loaded_knee_flexion_degrees", "contraction"),
                    "tags",
                ),
                "classes": ("collapse",),
            },
        ),
        (_("What it rests on"), {"fields": ("sources", "provenance", "ours", "licence"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        rows = super().get_queryset(request).select_related("clinic")
        return rows.prefetch_related("texts", "pictures", "kit_needs__any_of")

    def get_list_display(self, request: HttpRequest) -> Any:
        return [picture_column(request), *super().get_list_display(request)]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A clinic shows pictures of its own on exercises of its own, once they are there."""
        has_own = obj is not None and not is_shared(obj)
        return [inline for inline in super().get_inlines(request, obj) if has_own or inline is not PictureInline]

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        by_model = {formset.model: formset for formset in formsets}
        by_model[ExerciseText].pictures = by_model.get(ExercisePicture)
        return formsets, inlines

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["pictures"] = pictures_shown(row, request, row.default_side) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_choices(self, request: HttpRequest) -> QuerySet[Exercise]:
        return super().get_choices(request).prefetch_related("texts")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "purposes":
            kwargs["widget"] = forms.CheckboxSelectMultiple(attrs={"class": "columns"})
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = "" if db_field.name == "purposes" else field.help_text
        return field

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        clinic = clinic_of(request.user)
        language = clinic.language if clinic else SOURCE_LANGUAGE
        hits = queryset.search(search_term, language=language, clinic=clinic)
        # Whoever chose a column to sort by gets that order.
        return hits.order_by(*queryset.query.order_by) if ORDER_VAR in request.GET else hits, False

    def get_ordering(self, request: HttpRequest) -> Any:
        return self.opts.ordering

    @admin.display(description=_("usual dose"))
    def dose(self, row: Exercise) -> str:
        return dose_in_a_line(row.dosage, row, row.default_side)

    @admin.display(description=_("kit"))
    def kit(self, row: Exercise) -> str:
        return ", ".join(str(need) for need in row.kit_needs.all()) or str(_("none"))

    @admin.display(description=_("usual dose, as the patient reads it"))
    def dose_words(self, row: Exercise) -> Any:
        return dose_in_words(row.dosage, row, row.default_side) if row.dose_kind else ""
