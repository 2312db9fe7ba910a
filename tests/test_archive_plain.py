"""A value of a row as an archive keeps it: it comes back as it was, whatever its kind."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import models

from programmes.archive.plain import as_plain, from_plain

VALUES = [
    (models.TextField(), 'ä\n\u2028\t"\\ \U0001f9b5'),
    (models.IntegerField(), -(2**40)),
    (models.FloatField(), 0.1 + 0.2),
    (models.BooleanField(), False),
    (models.DecimalField(max_digits=20, decimal_places=9), Decimal("12345678901.000000010")),
    (models.UUIDField(), UUID("00000000-0000-4000-8000-00000000000a")),
    (models.DateTimeField(), datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=UTC)),
    (models.DateField(), date(1, 2, 3)),
    (models.TimeField(), time(23, 59, 59, 1)),
    (models.DurationField(), timedelta(days=-3, microseconds=1)),
    (models.JSONField(), {"a": [1, 1.5, None, True, "x"], "": {}}),
    (models.BinaryField(), bytes(range(256))),
    (models.TextField(null=True), None),
]


@pytest.mark.parametrize(("field", "value"), VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was(field: Any, value: Any):
    back = from_plain(field, json.loads(json.dumps(as_plain(field, value))))
    back = bytes(back) if isinstance(back, memoryview) else back
    assert (back, type(back)) == (value, type(value))


def test_a_kind_of_value_that_is_not_known_is_no_silent_loss():
    with pytest.raises(TypeError, match="cannot keep"):
        as_plain(models.TextField(), object())
