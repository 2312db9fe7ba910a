"""Values that are stored as JSON and handed out as they are: the schema says what is in them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def stored(described_by: Any) -> serializers.Field:
    """Return a field that shows the stored value untouched and is *described_by* another in the schema.

    A serializer would drop what it does not name; content may say more.
    """
    return extend_schema_field(described_by)(type("StoredField", (serializers.JSONField,), {}))(read_only=True)
