"""Where a claim comes from, in JSON."""

from __future__ import annotations

from rest_framework import serializers

from programmes.api.row import RowSerializer
from programmes.models import Source


class SourceSerializer(RowSerializer):
    citation = serializers.CharField(read_only=True, help_text="One line for the small print.")

    class Meta:
        model = Source
        fields = ["slug", "citation", "doi", "url", "provenance"]
