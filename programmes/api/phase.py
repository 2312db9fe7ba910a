"""The phases of a programme and the lines in them, in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programmes.api.advice import AdviceSerializer
from programmes.api.dose import DoseSerializer, dose_in_words
from programmes.api.pain_rule import PainRuleSerializer
from programmes.api.row import RowSerializer
from programmes.api.stored import stored
from programmes.models import Phase, Prescription
from programmes.models.programme.plain import LINE_FIELDS, PHASE_FIELDS


@extend_schema_field({"oneOf": [{"type": "number"}, {"type": "boolean"}]})
class NumberOrTruth(serializers.Field):
    """What a measure is compared with."""


class CriterionSerializer(serializers.Serializer):
    """When to move on: in words, and where it can be measured, as a measure and a limit."""

    text = serializers.CharField()
    patient_text = serializers.CharField(required=False)
    measure = serializers.CharField(required=False)
    op = serializers.CharField(required=False)
    value = NumberOrTruth(required=False)
    unit = serializers.CharField(required=False)
    both_sides = serializers.BooleanField(required=False)


class PrescribedExerciseSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the patient's language.")


class PrescriptionSerializer(RowSerializer):
    """One line: an exercise, its dose and its side."""

    exercise = serializers.SerializerMethodField()
    dose = DoseSerializer(source="dosage", read_only=True)
    dose_in_words = serializers.SerializerMethodField()
    instead_of = serializers.UUIDField(
        source="instead_of_id", read_only=True, allow_null=True, help_text="The line that this one can stand in for."
    )

    class Meta:
        model = Prescription
        fields = ["id", "exercise", "dose", "dose_in_words", *LINE_FIELDS, "instead_of"]

    @extend_schema_field(PrescribedExerciseSerializer)
    def get_exercise(self, line: Prescription) -> dict[str, str]:
        text = line.exercise.text_in(self._language_of(line.phase.programme))
        return {"slug": line.exercise.slug, "name": text.name if text else line.exercise.slug}

    def get_dose_in_words(self, line: Prescription) -> str:
        return dose_in_words(line.dosage, line.side, line.exercise)

    def _language_of(self, programme: Any) -> str:
        patient, clinic = programme.patient, programme.clinic or self.context["clinic"]
        return (patient.language if patient else "") or (clinic.language if clinic else "en")


class PhaseSerializer(RowSerializer):
    pain_rule = PainRuleSerializer(read_only=True, allow_null=True)
    running_pain_rule = PainRuleSerializer(read_only=True, allow_null=True)
    criteria_to_progress = stored(CriterionSerializer(many=True))
    step_back_if = serializers.ListField(child=serializers.CharField(), read_only=True)
    advice = serializers.SerializerMethodField()
    prescriptions = PrescriptionSerializer(many=True, read_only=True)

    class Meta:
        model = Phase
        fields = ["position", *PHASE_FIELDS, "pain_rule", "running_pain_rule", "advice", "prescriptions"]

    @extend_schema_field(AdviceSerializer(many=True))
    def get_advice(self, phase: Phase) -> list[dict[str, Any]]:
        return AdviceSerializer([line.advice for line in phase.advice_lines.all()], many=True).data
