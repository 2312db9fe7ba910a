"""Conditions and kinds of programme in JSON, each with its advice and its warning signs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers

from programmes.api.advice import AdviceSerializer
from programmes.api.by_slug import BySlug
from programmes.api.reading import LibraryReading, in_the_library
from programmes.api.red_flag import EmergencyWords, RedFlagSerializer
from programmes.api.row import RowSerializer, texts
from programmes.api.source import SourceSerializer
from programmes.api.stored import stored
from programmes.models import Advice, Condition, ProgrammeKind, RedFlag


class CauseSerializer(serializers.Serializer):
    text = serializers.CharField()
    patient_text = serializers.CharField(required=False)
    tell_patient = serializers.BooleanField(help_text="False: the evidence does not allow telling a patient this.")
    tell_note = serializers.CharField(required=False)
    origin = serializers.CharField()
    evidence_status = serializers.CharField()
    provenance = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())


class CodeSerializer(serializers.Serializer):
    system = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    term = serializers.CharField()
    certainty = serializers.CharField()


class TimeCourseSerializer(serializers.Serializer):
    typical_improvement_weeks = serializers.ListField(child=serializers.IntegerField(), required=False)
    note = serializers.CharField(required=False)
    patient_text = serializers.CharField(required=False)
    basis = serializers.CharField(required=False)
    provenance = serializers.CharField(required=False)
    sources = serializers.ListField(child=serializers.CharField(), required=False)


class SubjectSerializer(RowSerializer):
    is_shared = serializers.BooleanField(read_only=True, help_text="False: the clinic's own.")
    template = serializers.CharField(source="template_slug", read_only=True, help_text="Its template's slug.")
    advice = serializers.SerializerMethodField(help_text="Most important first.")
    red_flags = serializers.SerializerMethodField(help_text="Its own warning signs, then those of every handout.")
    sources = SourceSerializer(many=True, read_only=True)
    ours = serializers.DictField(child=serializers.CharField(), read_only=True)

    @extend_schema_field(AdviceSerializer(many=True))
    def get_advice(self, subject: Any) -> list[dict[str, Any]]:
        return AdviceSerializer(self.context["advice"].named(subject.advice_slugs), many=True).data

    @extend_schema_field(RedFlagSerializer(many=True))
    def get_red_flags(self, subject: Any) -> list[dict[str, Any]]:
        signs: BySlug = self.context["red_flags"]
        everybodys = [sign.slug for sign in signs.every() if sign.is_always_shown]
        rows = signs.named(dict.fromkeys([*subject.red_flag_slugs, *everybodys]))
        return RedFlagSerializer(rows, many=True, context=self.context).data


SUBJECT_FIELDS = ["slug", "version", "is_shared", "is_retired", "name", "plain_name"]
SUMMARIES = ["summary_plain", "summary_practitioner"]
BELONGINGS = ["template", "advice", "red_flags", "sources", "provenance", "ours"]


class ConditionSerializer(SubjectSerializer):
    aliases = texts()
    codes = stored(CodeSerializer(many=True))
    symptoms = texts()
    worse_with = texts(help_text="What makes it worse, for the practitioner.")
    causes = stored(CauseSerializer(many=True))
    time_course = stored(TimeCourseSerializer())
    other_advice = serializers.SerializerMethodField(help_text="What may help besides.")
    measures = texts(source="measure_slugs", help_text="Slugs of the outcome measures.")
    patient_flags_to_ask = texts(source="flag_slugs")

    class Meta:
        model = Condition
        fields = [
            *SUBJECT_FIELDS,
            "patient_title",
            "clinical_term",
            "clinical_term_plain",
            "aliases",
            "body_region",
            "codes",
            *SUMMARIES,
            "symptoms",
            "worse_with",
            "causes",
            "time_course",
            "other_advice",
            "measures",
            "patient_flags_to_ask",
            *BELONGINGS,
        ]

    @extend_schema_field(AdviceSerializer(many=True))
    def get_other_advice(self, condition: Condition) -> list[dict[str, Any]]:
        return AdviceSerializer(self.context["advice"].named(condition.other_advice_slugs), many=True).data


class ProgrammeKindSerializer(SubjectSerializer):
    class Meta:
        model = ProgrammeKind
        fields = [*SUBJECT_FIELDS, *SUMMARIES, *BELONGINGS]


class NoFilters(filters.FilterSet):
    """A list so short that it has no filters."""


class SubjectReading(LibraryReading):
    filterset_class = NoFilters

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("sources")

    def get_serializer_context(self) -> dict[str, Any]:
        advice, signs = (
            BySlug(in_the_library(model, self.request.user).in_use().prefetch_related("sources"))
            for model in (Advice, RedFlag)
        )
        emergency = EmergencyWords(self.request.user)
        return {**super().get_serializer_context(), "advice": advice, "red_flags": signs, "emergency": emergency}


@extend_schema(tags=["Library"])
class ConditionViewSet(SubjectReading):
    """The conditions that programmes treat, as the practitioner and as the patient is told of them."""

    model = Condition
    serializer_class = ConditionSerializer


@extend_schema(tags=["Library"])
class ProgrammeKindViewSet(SubjectReading):
    """The kinds of programme that treat no condition: a warm-up, the way back to running."""

    model = ProgrammeKind
    serializer_class = ProgrammeKindSerializer
