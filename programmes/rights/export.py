"""All that is held about a patient as one file: JSON to read, the PDFs as they were given, and what is in there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils import timezone

from programmes.models import AccessRecord, Patient, Rendition
from programmes.rights import held

README = """\
All that is held about one patient, as of {day}.

patient.json  every row there is, under the name of its kind; each with the names of its fields.
              Rows point at each other by "id". "versions" says what each row was before, when, and who changed it.
handouts/     the handouts that were issued, byte for byte as they were given: {count} files.

How many rows of each kind:
{counts}
{damaged}
Names of practitioners are in it, as they stand on the handouts and in the record of who did what. Exercises, rules
and advice are named, not copied: they are the library's, and say nothing of the patient.
Keep this file as carefully as the record itself. It is not encrypted.
"""


def export(patient: Patient, file: IO[bytes], *, user: Any = None) -> None:
    """Write the export of *patient* into *file*, and that it was made into the access log."""
    AccessRecord.objects.note(AccessRecord.Kind.EXPORTED, user, patient.clinic_id, patient.pk)
    plain = as_plain(patient)
    damaged: list[str] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        count = 0
        for name, made in _sheets(patient):
            if sha256(made.pdf).hexdigest() == made.sha256:
                archive.writestr(f"handouts/{name}", bytes(made.pdf))
                count += 1
            else:
                damaged.append(name)
        archive.writestr("patient.json", json.dumps(plain, indent=2, ensure_ascii=False))
        archive.writestr("README.txt", _readme(plain, count, damaged))


def as_plain(patient: Patient) -> dict[str, Any]:
    """Return every row about *patient* as JSON-able values, kind by kind, and every version there was."""
    kinds = {
        str(model._meta.verbose_name_plural): [_row(row) for row in held.rows(model, patient)] for model in held.WAYS
    }
    versions = {
        str(query.model.instance_type._meta.verbose_name_plural): [_version(version) for version in query]
        for query in held.histories(patient)
    }
    lines = held.log_entries(patient).select_related("user__practitioner", "content_type").order_by("action_time")
    return {**kinds, "workbench log": [_line(line) for line in lines], "versions": versions}


def _line(line: LogEntry) -> dict[str, str]:
    return {
        "when": timezone.localtime(line.action_time).isoformat(),
        "who": str(getattr(line.user, "practitioner", None) or line.user),
        "of": f"{line.content_type}: {line.object_repr}",
        "what": line.get_change_message(),
    }


def _row(row: models.Model) -> dict[str, Any]:
    values = {field.name: _value(row, field) for field in row._meta.concrete_fields if not _is_file(field)}
    links = {field.name: [str(item) for item in getattr(row, field.name).all()] for field in _links(row)}
    return {**values, **links}


def _is_file(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.BinaryField)


def _links(row: models.Model) -> Iterator[models.ManyToManyField[Any, Any]]:
    return (field for field in row._meta.local_many_to_many if field.remote_field.through._meta.auto_created)


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    """Return what a person reads: a choice in its words, a row of the library by name, a row in here by its id."""
    if field.is_relation:
        if field.related_model in held.WAYS:
            return _plain(getattr(row, field.attname))
        other = getattr(row, field.name)
        return None if other is None else str(other)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _plain(getattr(row, field.name))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | list | dict | str) else str(value)


def _version(version: Any) -> dict[str, Any]:
    """Return a row as it was. What it pointed at may be gone: only ids are sure."""
    who = getattr(version.history_user, "practitioner", None) or version.history_user
    values = {field.attname: _plain(getattr(version, field.attname)) for field in version.tracked_fields}
    links = {
        field.name: [str(getattr(link, field.m2m_reverse_field_name())) for link in getattr(version, field.name).all()]
        for field in version._history_m2m_fields
    }
    when = timezone.localtime(version.history_date).isoformat()
    return {"when": when, "who": str(who or ""), "what": version.get_history_type_display(), **values, **links}


def _sheets(patient: Patient) -> Iterator[tuple[str, Rendition]]:
    for made in held.rows(Rendition, patient).select_related("handout").order_by("handout__issued_at", "pk"):
        handout = made.handout
        state = "-WITHDRAWN" if handout.is_withdrawn else ""
        name = f"{handout.issued_at:%Y-%m-%d}-{str(handout.pk)[:8]}-version-{handout.version}"
        yield f"{name}-{made.layout}-{made.paper}{state}.pdf", made


def _readme(plain: dict[str, Any], count: int, damaged: list[str]) -> str:
    counts = "\n".join(f"  {kind}: {len(rows)}" for kind, rows in plain.items() if kind != "versions")
    left_out = "".join(
        f"\nLeft out, as the stored file was damaged and is not what was given: handouts/{name}" for name in damaged
    )
    return README.format(day=timezone.localdate().isoformat(), count=count, counts=counts, damaged=left_out)
