"""Programmes prepared as documents, for the tests of what a document says."""

from typing import Any

from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.models import Programme


def fetched(programme: Programme) -> Programme:
    return Programme.objects.with_lines().get(pk=programme.pk)


def prepared(programme: Programme, **asked: Any) -> Document:
    return prepare(fetched(programme), **asked)


def the_line(programme: Programme) -> Any:
    return programme.phases.first().prescriptions.first()


def changed(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
