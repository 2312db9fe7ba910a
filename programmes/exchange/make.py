"""Taking a clinic along: one moment of it, part by part into one file. Or the shared library alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any
from zipfile import ZipFile

from django.db import connection
from django.db.models import Prefetch

from programmes.archive import write
from programmes.archive.part import MANIFEST, Part
from programmes.archive.progress import Told, counted, nobody
from programmes.archive.still import standing_still
from programmes.archive.version import product_version
from programmes.exchange import kinds, people, versions
from programmes.exchange.kinds import Kind
from programmes.exchange.manifest import Manifest
from programmes.exchange.names import Given
from programmes.exchange.programme import beside, document_of, rows_of
from programmes.exchange.row import Plain, in_order, plain_of
from programmes.exchange.shape import shape_of
from programmes.models import AccessRecord, Clinic, ClinicianCopy, Exercise, Handout, Programme, Rendition
from programmes.models.programme import rows_held

# Rows that are in memory at a time, and pages, which may be some hundred kB each.
ROWS_AT_ONCE, PAGES_AT_ONCE = 2000, 20


@dataclass(frozen=True)
class Made:
    """What a file was made to hold. `missing` are pictures that are not on the disc."""

    manifest: Manifest
    bytes: int
    missing: tuple[str, ...]


def take_along(clinic: Clinic | None, place: Path, *, user: Any = None, told: Told = nobody) -> Made:
    """Write *clinic*, or without one the shared library alone, into the file at *place*.

    That it was made stands in the clinic's access log; *user* is None for whoever runs the machine. Others may go on
    working meanwhile. Raises OSError where the file cannot be written; then what stood at *place* stays.
    """
    with write.whole_file(place) as archive:
        export = _Export(archive, told)
        with standing_still(connection):
            export.write_library(None, Given(None))
            if clinic is not None:
                export.write_clinic(Clinic.objects.get(pk=clinic.pk))
        said = {"id": str(clinic.pk), "name": clinic.name} if clinic is not None else None
        manifest = Manifest(product_version(), said, tuple(export.parts))
        write.add(archive, MANIFEST, [manifest.as_bytes()], packed=True)
        if clinic is not None:
            # Last, as it is no part of what is taken; and before the file has its name.
            AccessRecord.objects.note(AccessRecord.Kind.EXPORTED, user, clinic.pk)
    return Made(manifest, place.stat().st_size, tuple(export.missing))


class _Export:
    def __init__(self, archive: ZipFile, told: Told) -> None:
        self._archive, self._told = archive, told
        self.parts: list[Part] = []
        self.missing: list[str] = []

    def write_library(self, clinic: Clinic | None, names: Given) -> None:
        """Write the rows of the library that are the clinic's own, or without one the shared ones."""
        folder = kinds.OWN_FOLDER if clinic else kinds.LIBRARY_FOLDER
        if clinic is None:
            for kind in (kinds.LANGUAGES, kinds.PHRASEBOOKS):
                rows = sorted(
                    (plain_of(row, shape_of(kind.model), names) for row in kind.model.objects.all()), key=_by_text
                )
                self._list(folder + kind.part, rows)
        else:
            self._pictures(clinic)
        for kind in kinds.LIBRARY:
            rows = sorted(library_rows(kind, clinic, names, self.missing), key=lambda row: row["slug"])
            self._list(folder + kind.part, rows)
        self._programmes(Programme.objects.templates().filter(clinic=clinic), folder + kinds.TEMPLATES, names)

    def write_clinic(self, clinic: Clinic) -> None:
        everybody = people.of_clinic(clinic)
        names = Given(clinic, people.users_of(clinic), everybody.values_list("pk", flat=True))
        self._clinic(clinic, names)
        self._list(kinds.LOG_INS, people.log_ins(clinic, names.log_ins))
        self._list(kinds.PEOPLE.part, people.rows_of(everybody, clinic, names))
        self.write_library(clinic, names)
        for kind in kinds.FIRST:
            self._kind(kind, clinic, names)
        programmes = Programme.objects.for_patients().filter(clinic=clinic)
        self._programmes(programmes, kinds.PROGRAMMES, names)
        for kind in kinds.THEN:
            self._kind(kind, clinic, names)
        self._handouts(clinic)
        self._list(kinds.WORKBENCH_LOG, people.workbench_log(clinic, names.log_ins))
        for kind in kinds.VERSIONED:
            self._list(kinds.VERSIONS_FOLDER + kind.part, versions.rows_of(kind, clinic, names))

    def _kind(self, kind: Kind, clinic: Clinic, names: Given) -> None:
        rows = fetched(kind, **{kind.way: clinic.pk}).iterator(chunk_size=ROWS_AT_ONCE)
        links = links_of(kind, **{kind.way: clinic.pk})
        self._list(kind.part, (row_of(row, kind, names, links) for row in rows))

    def _clinic(self, clinic: Clinic, names: Given) -> None:
        kind = kinds.CLINIC
        plain = plain_of(clinic, shape_of(kind.model, kind.left_out), names)
        if clinic.logo:
            name = f"logo{PurePath(clinic.logo.name).suffix.lower()}"
            if self._file(name, clinic.logo):
                plain["logo"] = name
        self._json(kind.part, plain)

    def _pictures(self, clinic: Clinic) -> None:
        for exercise in Exercise.objects.filter(clinic=clinic).order_by("pk").prefetch_related("pictures"):
            for picture in _pictures_of(exercise):
                self._file(picture_name(exercise, picture), picture.file)

    def _programmes(self, rows: Any, folder: str, names: Given) -> None:
        """Write the documents, and then the list of what stands beside them."""
        listed = []
        programmes = whole(rows).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE // 10)
        for programme in counted(programmes, folder, self._told):
            document = document_of(programme)
            if document is not None:
                self._json(f"{folder}/{programme.pk}.json", in_phases(document))
            held = rows_of(programme, names)
            listed.append({"id": str(programme.pk), "has_document": document is not None, **beside(held, document)})
        self._list(f"{folder}.json", listed)

    def _handouts(self, clinic: Clinic) -> None:
        of_clinic = {"programme__clinic": clinic}
        documents = Handout.objects.filter(**of_clinic).order_by("pk").values_list("pk", "document")
        for pk, document in documents.iterator(chunk_size=PAGES_AT_ONCE):
            self._json(f"handouts/{pk}/document.json", document)
        copies = ClinicianCopy.objects.filter(handout__programme__clinic=clinic).order_by("handout_id")
        for pk, contents in copies.values_list("handout_id", "contents").iterator(chunk_size=PAGES_AT_ONCE):
            self._json(f"handouts/{pk}/clinician_copy.json", contents)
        pages = Rendition.objects.filter(handout__programme__clinic=clinic).order_by("handout_id", "pk")
        columns = pages.values_list("handout_id", "layout", "paper", "pdf").iterator(chunk_size=PAGES_AT_ONCE)
        for pk, layout, paper, pdf in counted(columns, "pages", self._told):
            self._add(f"handouts/{pk}/{layout}-{paper}.pdf", [bytes(pdf)], packed=False)

    def _list(self, name: str, rows: Iterable[Plain]) -> None:
        """Write a list of JSON with a row on each line: it is read line by line, by people too."""
        number = 0

        def lines() -> Iterator[bytes]:
            nonlocal number
            yield b"["
            for number, row in enumerate(counted(rows, name, self._told), start=1):
                yield (b",\n" if number > 1 else b"\n") + _line(row)
            yield b"\n]\n"

        part = write.add(self._archive, name, lines(), packed=True)
        self.parts.append(Part(part.name, part.bytes, part.sha256, number))

    def _json(self, name: str, plain: Any) -> None:
        body = json.dumps(in_order(plain) if name.startswith("handouts/") else plain, indent=1, ensure_ascii=False)
        self._add(name, [body.encode("utf-8", "surrogatepass") + b"\n"], packed=True)

    def _file(self, name: str, file: Any) -> bool:
        """Write a stored picture as it is; return False for one that is not on the disc."""
        try:
            with file.open("rb") as opened:
                self._add(name, write.pieces(opened), packed=False)
        except FileNotFoundError:
            self.missing.append(name)
            return False
        return True

    def _add(self, name: str, content: Iterable[bytes], *, packed: bool) -> None:
        self.parts.append(write.add(self._archive, name, content, packed=packed))


def _line(row: Plain) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _by_text(row: Plain) -> str:
    return json.dumps(row, sort_keys=True)


def in_phases(document: Plain) -> Plain:
    """Return the document with the keys inside its stored lists and sets in one order."""
    return {key: in_order(value) if key in ("ours", "variants") else value for key, value in document.items()}


def whole(programmes: Any) -> Any:
    """Fetch with programmes all that a document and the rows beside it are made of."""
    own = ("condition", "programme_kind", "template", "current_phase")
    plan = ("running_plan__pain_rule", "running_plan__warm_up")
    return programmes.select_related(*own, *plan).prefetch_related(
        "sources", "not_for_flags", *rows_held(), "running_plan__stages"
    )


def library_rows(kind: Kind, clinic: Clinic | None, names: Given, missing: Collection[str] = ()) -> Iterator[Plain]:
    """Yield the rows of a kind of the library, in no order: the shared ones, or the clinic's own."""
    links = links_of(kind, clinic=clinic)
    for row in fetched(kind, clinic=clinic):
        plain = row_of(row, kind, names, links, is_shared=clinic is None)
        for one, picture in zip(
            plain.get("pictures", ()), _pictures_of(row) if "pictures" in plain else (), strict=True
        ):
            name = picture_name(row, picture)
            if name not in missing:
                one["file"] = name
        yield plain


def _pictures_of(exercise: Exercise) -> list[Any]:
    """Return the pictures in the order of their keys: as they were fetched, or not."""
    return sorted(exercise.pictures.all(), key=lambda picture: picture.pk)


def fetched(kind: Kind, **of: Any) -> Any:
    """Return the rows, with those inside them, in the order of their keys."""
    rows = kind.model._default_manager.filter(**of).order_by("pk")
    columns = [name for name in kind.left_out if name in {field.name for field in kind.model._meta.concrete_fields}]
    return rows.defer(*columns).prefetch_related(*(_prefetch(name, inner) for name, inner in kind.nested.items()))


def _prefetch(name: str, kind: Kind) -> Any:
    deferred = [column for column in kind.left_out if column != "file"]
    return Prefetch(name, kind.model._default_manager.order_by("pk").defer(*deferred))


Links = dict[str, dict[Any, list[Any]]]


def links_of(kind: Kind, **of: Any) -> dict[str, Links]:
    """Return what rows of the kind, and rows inside them, are linked to, in the order it was linked."""
    found = {"": _links(kind.model, of)}
    for name, inner in kind.nested.items():
        found[name] = _links(inner.model, {f"{inner.way}__{path}": value for path, value in of.items()})
    return found


def _links(model: Any, of: dict[str, Any]) -> Links:
    found: Links = {}
    for name, field in shape_of(model).links.items():
        source, target = field.m2m_field_name(), f"{field.m2m_reverse_field_name()}_id"
        rows = field.remote_field.through._default_manager.filter(**{f"{source}__{p}": v for p, v in of.items()})
        pairs: dict[Any, list[Any]] = {}
        for pk, other in rows.order_by("pk").values_list(f"{source}_id", target):
            pairs.setdefault(pk, []).append(other)
        found[name] = pairs
    return found


def row_of(row: Any, kind: Kind, names: Any, links: dict[str, Links], *, is_shared: bool = False) -> Plain:
    """Return a row with its links and the rows inside it. Queries nothing."""
    plain = _with_links(row, shape_of(kind.model, kind.left_out, is_shared=is_shared), names, links[""])
    for key, inner in kind.nested.items():
        shape = shape_of(inner.model, inner.left_out | {inner.way}, is_shared=is_shared)
        nested = [_with_links(one, shape, names, links[key]) for one in getattr(row, key).all()]
        if nested:
            plain[key] = nested
    return plain


def _with_links(row: Any, shape: Any, names: Any, links: Links) -> Plain:
    plain = plain_of(row, shape, names)
    for name, field in shape.links.items():
        others = links[name].get(row.pk)
        if others:
            plain[name] = [names.of(field, pk) for pk in others]
    return plain


def picture_name(exercise: Exercise, picture: Any) -> str:
    return f"{kinds.OWN_FOLDER}pictures/{exercise.pk}-{picture.frame}{PurePath(picture.file.name).suffix.lower()}"
