"""What a patient's programme and a template have in common in JSON, with everything nested in one answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from programmes import access
from programmes.api.dose import DoseSerializer
from programmes.api.phase import PhaseSerializer
from programmes.api.reading import Reading
from programmes.api.row import RowSerializer, slug_of, texts
from programmes.api.running_plan import RunningPlanSerializer
from programmes.api.source import SourceSerializer
from programmes.api.stored import stored
from programmes.models import Programme


class VariantStepSerializer(serializers.Serializer):
    weeks = serializers.ListField(child=serializers.IntegerField(), help_text="From which week to which.")
    sets = serializers.IntegerField(required=False)
    reps_max_load = serializers.CharField(required=False, help_text="Such as 15RM: what can be lifted 15 times.")
    dose = DoseSerializer()


class VariantTempoSerializer(serializers.Serializer):
    lower_s = serializers.IntegerField()
    pause_s = serializers.IntegerField()
    lift_s = serializers.IntegerField()


class VariantSerializer(serializers.Serializer):
    """Another way through some of the phases, such as heavy slow resistance."""

    id = serializers.CharField()
    name = serializers.CharField()
    plain_name = serializers.CharField(required=False)
    sessions_per_week = serializers.IntegerField(required=False)
    rest_between_sets_s = serializers.IntegerField(required=False)
    tempo = VariantTempoSerializer(required=False)
    replaces_phases = serializers.ListField(child=serializers.CharField())
    exercises = serializers.ListField(child=serializers.CharField())
    schedule = VariantStepSerializer(many=True)
    pain_rule = serializers.CharField(required=False)
    note = serializers.CharField(required=False)
    patient_text = serializers.CharField(required=False)
    sources = serializers.ListField(child=serializers.CharField(), required=False)
    provenance = serializers.CharField(required=False)


class PlanSerializer(RowSerializer):
    condition = slug_of(allow_null=True)
    programme_kind = slug_of(allow_null=True)
    phases = PhaseSerializer(many=True, read_only=True)
    running_plan = RunningPlanSerializer(read_only=True, allow_null=True)
    adjuncts = texts(help_text="What goes with the exercise, for the practitioner.")
    adjuncts_plain = texts(help_text="The same as the patient reads it.")
    variants = stored(VariantSerializer(many=True))
    not_for_flags = slug_of(many=True)
    sources = SourceSerializer(many=True, read_only=True)


# In the order of the answer, after what is a programme's or a template's own.
PLAN_FIELDS = [
    "condition",
    "programme_kind",
    "total_weeks_min",
    "total_weeks_max",
    "phases",
    "running_plan",
    "adjuncts",
    "adjuncts_plain",
    "variants",
    "not_for_flags",
    "evidence_certainty",
    "evidence_statement",
    "sources",
    "provenance",
]


# Of what the rows of a plan say: a handout prints none of these, so they are not fetched for it.
SOURCES = (
    "phases__pain_rule__sources",
    "phases__running_pain_rule__sources",
    "phases__advice_lines__advice__sources",
    "phases__prescriptions__exercise__sources",
    "running_plan__pain_rule__sources",
)


class PlanReading(Reading):
    model = Programme

    def get_queryset(self) -> QuerySet[Programme]:
        return super().get_queryset().with_lines().prefetch_related(*SOURCES)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "clinic": access.clinic_of(self.request.user)}
