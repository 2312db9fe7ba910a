"""Exercises in JSON: words for a side, default dose, kit, purposes, what they ask of the body, sources."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers

from programmes import access
from programmes.api.dose import DoseSerializer, dose_in_words
from programmes.api.figure import address_of_figure
from programmes.api.filters import SlugFilter
from programmes.api.kit import KitNeedSerializer, PurposeSerializer
from programmes.api.reading import LibraryReading, in_the_library
from programmes.api.row import RowSerializer, slug_of, texts
from programmes.api.source import SourceSerializer
from programmes.api.wording import SIDES, Wording, WordingParameters
from programmes.models import SOURCE_LANGUAGE, Condition, Exercise, Kit, Purpose, Template


class PrecautionSerializer(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()


class ExerciseTextSerializer(serializers.Serializer):
    """What a patient reads, with the working side named."""

    language = serializers.CharField()
    side = serializers.ChoiceField(
        SIDES,
        allow_null=True,
        help_text="The side the text is worded for; null: as stored, with the {side words} in braces.",
    )
    name = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    purpose = serializers.CharField()
    why = serializers.CharField()
    setup = serializers.CharField()
    steps = serializers.ListField(child=serializers.CharField())
    cues = serializers.ListField(child=serializers.CharField())
    common_mistakes = serializers.ListField(child=serializers.CharField())
    feel_it = serializers.CharField()
    stop_if = serializers.CharField()
    precautions = PrecautionSerializer(many=True)
    start_alt = serializers.CharField(help_text="The start picture in words.")
    end_alt = serializers.CharField(help_text="The end picture in words.")
    reviewed_by = serializers.CharField()
    reviewed_on = serializers.DateField(allow_null=True)


class ExerciseSerializer(RowSerializer):
    is_shared = serializers.BooleanField(read_only=True, help_text="False: the clinic's own.")
    replaced_by = slug_of(allow_null=True)
    body_regions = texts()
    primary_muscles = texts()
    secondary_muscles = texts()
    setting = texts()
    tags = texts()
    progressions = texts()
    regressions = texts()
    text = serializers.SerializerMethodField()
    purposes = PurposeSerializer(many=True, read_only=True)
    kit = KitNeedSerializer(source="kit_needs", many=True, read_only=True)
    dose = DoseSerializer(source="dosage", read_only=True)
    dose_in_words = serializers.SerializerMethodField()
    sources = SourceSerializer(many=True, read_only=True)
    figure = serializers.SerializerMethodField(
        help_text="Where its drawing is; null when it has none, or your clinic shows pictures of its own in its place."
    )
    ours = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Exercise
        fields = [
            "slug",
            "version",
            "is_shared",
            "is_retired",
            "replaced_by",
            "category",
            "start_position",
            "text",
            "figure",
            "dose",
            "dose_in_words",
            "dose_note",
            "dose_note_for",
            "dosage_basis",
            "is_unilateral",
            "default_side",
            "part",
            "movement",
            "kit",
            "purposes",
            "setting",
            "body_regions",
            "primary_muscles",
            "secondary_muscles",
            "max_loaded_knee_flexion_degrees",
            "weight_bearing",
            "impact",
            "contraction",
            "balance_demand",
            "tags",
            "progressions",
            "regressions",
            "licence",
            "sources",
            "provenance",
            "ours",
        ]

    @extend_schema_field(ExerciseTextSerializer(allow_null=True))
    def get_text(self, exercise: Exercise) -> dict[str, Any] | None:
        return self.context["wording"].words_of(exercise)

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_figure(self, exercise: Exercise) -> str | None:
        side = self.context["wording"].side_of(exercise)
        return address_of_figure(exercise, side, self.context["request"])

    def get_dose_in_words(self, exercise: Exercise) -> str:
        return dose_in_words(exercise.dosage, self.context["wording"].side_of(exercise), exercise)


class ExerciseFilters(filters.FilterSet):
    category = filters.ChoiceFilter(choices=Exercise.Category.choices)
    position = filters.ChoiceFilter(field_name="start_position", choices=Exercise.Position.choices)
    purpose = SlugFilter(Purpose, method="with_purpose", help_text="Such as stairs.")
    kit = SlugFilter(Kit, method="that_can_use", help_text="Exercises that need this, or can be done with it.")
    kit_at_hand = filters.CharFilter(
        method="that_need_only",
        max_length=400,
        help_text="Exercises that can be done with these, by their slugs with commas between them, and what every home "
        "has or can use instead. Such as mat,step.",
    )
    region = filters.CharFilter(method="for_region", max_length=40, help_text="Such as knee.")
    condition = SlugFilter(
        Condition, method="in_templates_for", help_text="Exercises of the templates for this condition."
    )
    q = filters.CharFilter(
        method="that_match",
        max_length=80,
        help_text="What somebody would type: a name, lay words, muscles, purposes. The hundred best come, best first.",
    )

    class Meta:
        model = Exercise
        fields: list[str] = []

    def that_can_use(self, rows: QuerySet[Exercise], name: str, value: Kit) -> QuerySet[Exercise]:
        return rows.that_can_use(value.slug)

    def with_purpose(self, rows: QuerySet[Exercise], name: str, value: Purpose) -> QuerySet[Exercise]:
        return rows.for_purpose(value.slug)

    def that_need_only(self, rows: QuerySet[Exercise], name: str, value: str) -> QuerySet[Exercise]:
        asked = {slug.strip() for slug in value.split(",")}
        known = set(in_the_library(Kit, self.request.user).filter(slug__in=asked).values_list("slug", flat=True))
        if unknown := sorted(asked - known):
            raise serializers.ValidationError({name: [f"There is no such kit: {', '.join(unknown)}."]})
        return rows.that_need_only(known)

    def in_templates_for(self, rows: QuerySet[Exercise], name: str, value: Condition) -> QuerySet[Exercise]:
        templates = in_the_library(Template, self.request.user).in_use()
        return rows.in_templates(templates.filter(condition__slug=value.slug))

    def for_region(self, rows: QuerySet[Exercise], name: str, value: str) -> QuerySet[Exercise]:
        regions = in_the_library(Exercise, self.request.user).in_use().regions()
        if value not in regions:
            known = ", ".join(regions)
            raise serializers.ValidationError({name: [f"There is no such region. There is: {known}."]})
        return rows.in_region(value)

    def that_match(self, rows: QuerySet[Exercise], name: str, value: str) -> QuerySet[Exercise]:
        if not any(character.isalnum() for character in value):
            raise serializers.ValidationError({name: ["Search for letters or numbers."]})
        clinic = access.clinic_of(self.request.user)
        language = self.request.query_params.get("language") or (clinic.language if clinic else SOURCE_LANGUAGE)
        return rows.search(value, language=language, clinic=clinic)


@extend_schema(tags=["Library"])
class ExerciseViewSet(LibraryReading):
    """The exercises the clinic works with."""

    model = Exercise
    serializer_class = ExerciseSerializer
    filterset_class = ExerciseFilters
    parameters_class = WordingParameters

    def get_queryset(self) -> QuerySet[Exercise]:
        rows = super().get_queryset().select_related("replaced_by")
        return rows.prefetch_related("texts", "pictures", "purposes", "kit_needs__any_of", "sources")

    def get_serializer_context(self) -> dict[str, Any]:
        wording = Wording.asked_for(self.asked(), access.clinic_of(self.request.user))
        return {**super().get_serializer_context(), "wording": wording}
