"""A patient as a programme and a handout name them."""

from __future__ import annotations

from rest_framework import serializers

from programmes.api.row import RowSerializer
from programmes.models import Patient


class NamedPatientSerializer(RowSerializer):
    printed_name = serializers.CharField(
        read_only=True, help_text="As it stands on the handout: name, initials or nothing."
    )

    class Meta:
        model = Patient
        fields = ["id", "printed_name", "reference"]
        extra_kwargs = {"reference": {"help_text": "The clinic's own record number."}}
