"""The shipped library as a spreadsheet: out and back changes nothing, before and after a clinic made it its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from programmes.admin.exercise_sheet.writing import Format
from programmes.content.load import load_library
from programmes.models import Exercise
from tests.cast import Cast, make_cast
from tests.spreadsheets import as_file, brought_back, differences, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shipped_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Load the shipped library once; all of it is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_library()
        yield make_cast()
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", list(Format))
def test_the_whole_shipped_library_comes_back_without_a_change(shipped_cast: Cast, kind: Format):
    rows = taken_out(shipped_cast.ana)
    found = differences(shipped_cast.ana, as_file(rows, kind))
    assert found.is_empty
    assert found.unchanged == len(rows) == Exercise.objects.in_use().count()


def test_each_shipped_exercise_may_be_changed_and_then_comes_back_without_a_change(shipped_cast: Cast):
    """What the shipped library holds is what the fields of the form let through."""
    with transaction.atomic():
        rows = taken_out(shipped_cast.ana)
        for row in rows:
            row["dose note"] = "Ours."
        assert differences(shipped_cast.ana, as_file(rows)).refused == ()
        for start in range(0, 30, 10):
            brought_back(shipped_cast.ana, rows[start : start + 10])
        after = taken_out(shipped_cast.ana)
        assert [row["dose note"] for row in after[:30]] == ["Ours."] * 30
        for kind in Format:
            assert differences(shipped_cast.ana, as_file(after, kind)).is_empty
        for before, now in zip(rows[:30], after[:30], strict=True):
            assert {**now, "whose": ""} == {**before, "whose": ""}
        transaction.set_rollback(True)
