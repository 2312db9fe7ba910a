"""A dose in JSON: typed, as `Dosage` writes itself, and worded in one line."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from programmes.dosage import Activity, Dosage, Kind, Part, summary
from programmes.models import Exercise
from programmes.sides import Side

KINDS = [(kind.value, kind.label) for kind in Kind]
ACTIVITIES = [(activity.value, activity.label) for activity in Activity]


class TempoSerializer(serializers.Serializer):
    lower_seconds = serializers.IntegerField()
    pause_seconds = serializers.IntegerField()
    lift_seconds = serializers.IntegerField()


class DoseSerializer(serializers.Serializer):
    """A dose. What is not prescribed is left out; 0 is a value."""

    kind = serializers.ChoiceField(KINDS)
    sets = serializers.IntegerField(required=False)
    reps = serializers.IntegerField(required=False)
    hold_seconds = serializers.IntegerField(required=False)
    duration_seconds = serializers.IntegerField(
        required=False, help_text="Of one go; of the working part in interval work."
    )
    distance_metres = serializers.IntegerField(required=False)
    rest_seconds = serializers.IntegerField(required=False, help_text="Between sets.")
    easy_seconds = serializers.IntegerField(required=False, help_text="The easy part in interval work.")
    work_activity = serializers.ChoiceField(ACTIVITIES, required=False)
    easy_activity = serializers.ChoiceField(ACTIVITIES, required=False)
    times_per_day = serializers.IntegerField(required=False)
    days_per_week = serializers.IntegerField(required=False)
    tempo = TempoSerializer(required=False)
    load = serializers.CharField(required=False)
    effort = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        min_length=2,
        max_length=2,
        required=False,
        help_text="How hard, 0 to 10: the lowest and the highest number.",
    )

    def to_representation(self, dosage: Dosage) -> dict[str, Any]:
        return dosage.as_plain()


def dose_in_words(dosage: Dosage, side: str, exercise: Exercise) -> str:
    """Return the dose in one line, such as "3 sets of 12 on each leg"; "" when none is prescribed."""
    return summary(dosage, Side(side), Part(exercise.part))
