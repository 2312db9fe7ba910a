"""The way back to running, in JSON: when to start, the stages, when to move up or down."""

from __future__ import annotations

from rest_framework import serializers

from programmes.api.pain_rule import PainRuleSerializer
from programmes.api.phase import CriterionSerializer
from programmes.api.row import RowSerializer
from programmes.api.stored import stored
from programmes.models import RunningPlan, Stage


class StageRuleSerializer(serializers.Serializer):
    when = serializers.CharField()
    then = serializers.CharField()
    patient_when = serializers.CharField(required=False)
    patient_then = serializers.CharField(required=False)


class StageSerializer(RowSerializer):
    class Meta:
        model = Stage
        fields = [
            "number",
            "name",
            "kind",
            "walk_seconds",
            "run_seconds",
            "repeats",
            "total_minutes",
            "warm_up_walk_minutes",
            "cool_down_walk_minutes",
            "effort_low",
            "effort_high",
            "min_sessions",
            "rest_days_between",
            "surface",
            "note",
        ]


class RunningPlanSerializer(RowSerializer):
    pain_rule = PainRuleSerializer(read_only=True, allow_null=True)
    entry_criteria = stored(CriterionSerializer(many=True))
    stage_rules = stored(StageRuleSerializer(many=True))
    stages = StageSerializer(many=True, read_only=True)

    class Meta:
        model = RunningPlan
        fields = ["pain_rule", "entry_criteria", "stage_rules", "stages"]
