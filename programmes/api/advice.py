"""What helps besides exercise, in JSON."""

from __future__ import annotations

from rest_framework import serializers

from programmes.api.row import RowSerializer
from programmes.api.source import SourceSerializer
from programmes.models import Advice


class AdviceSerializer(RowSerializer):
    steps = serializers.ListField(child=serializers.CharField(), read_only=True)
    sources = SourceSerializer(many=True, read_only=True)

    class Meta:
        model = Advice
        fields = [
            "slug",
            "topic",
            "title",
            "patient_title",
            "plain",
            "steps",
            "evidence_rating",
            "practitioner_note",
            "basis",
            "provenance",
            "sources",
        ]
