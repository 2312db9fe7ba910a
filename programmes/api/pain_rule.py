"""How much pain is all right, in JSON."""

from __future__ import annotations

from rest_framework import serializers

from programmes.api.row import RowSerializer
from programmes.api.source import SourceSerializer
from programmes.api.stored import stored
from programmes.models import PainRule


class PainRuleRowSerializer(serializers.Serializer):
    """A row of the table on the handout."""

    zone = serializers.CharField()
    word = serializers.CharField()
    when = serializers.CharField()
    do = serializers.CharField()
    low = serializers.IntegerField(required=False)
    high = serializers.IntegerField(required=False)


class PainRuleSerializer(RowSerializer):
    rows = stored(PainRuleRowSerializer(many=True))
    sources = SourceSerializer(many=True, read_only=True)

    class Meta:
        model = PainRule
        fields = [
            "slug",
            "name",
            "max_during",
            "settle_within_hours",
            "next_morning_back_to_usual",
            "weekly_trend",
            "plain",
            "rows",
            "basis",
            "provenance",
            "sources",
        ]
