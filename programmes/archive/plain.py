"""A value of a row as JSON, and back to exactly the same value, whatever the database it came from."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.duration import duration_iso_string


def as_plain(field: Any, value: Any) -> Any:
    """Return *value* of *field* for `json.dumps`. Raises TypeError for a kind that is not known."""
    if value is None or isinstance(field, models.JSONField) or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return b64encode(value).decode("ascii")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    raise TypeError(f"{field} holds a {type(value).__name__}, which a file cannot keep.")


def from_plain(field: Any, value: Any) -> Any:
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)
