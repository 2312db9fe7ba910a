"""Bringing a clinic in from a file: all of it or nothing, and no row of anybody else touched.

The file is checked from end to end; then its rows are held one by one against what they may be and written in one
transaction; last, the database holds every key against every other. A check alone does the same and takes it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from programmes.archive.progress import Told, counted, nobody
from programmes.exchange import kinds
from programmes.exchange.history_in import HistoryIn
from programmes.exchange.kinds import Kind
from programmes.exchange.log_ins_in import LogInsIn
from programmes.exchange.names import SHARED, Taken
from programmes.exchange.parts import Parts, opened
from programmes.exchange.programme import Rows
from programmes.exchange.programme_in import ProgrammesIn, read
from programmes.exchange.refusal import Refused, refuse
from programmes.exchange.row import Plain, refuse_unstorable, values_of
from programmes.exchange.rows_in import RowsIn, id_of, short_name
from programmes.exchange.shape import shape_of
from programmes.exchange.shared import SharedLibrary, is_nothing_here, refuse_a_patient
from programmes.exchange.sink import Sink, database_told
from programmes.handout.document import SCHEMA_VERSION, Document
from programmes.handout.plain import UnreadablePlain
from programmes.models import Clinic, ClinicianCopy, ExercisePicture, Patient, Programme, Removal, Rendition
from programmes.models.library.search.indexing import index_everything
from programmes.picture_files import MOST_BYTES, as_it_may_be_kept
from programmes.rights import erasures
from programmes.rights.erase import erase


@dataclass(frozen=True)
class Brought:
    """What came in, or would. `clinic` is its name; None for the library alone. `notes` are for a person to read."""

    clinic: str | None
    counts: dict[str, int]
    notes: tuple[str, ...]


def bring_in(place: Path, *, only_check: bool = False, is_library: bool = False, told: Told = nobody) -> Brought:
    """Bring the clinic, or with *is_library* the library, in the file at *place* in.

    With *only_check* nothing is written, and everything is said. Raises Unusable for a file that is none or damaged,
    Refused for what cannot come in; then nothing was.
    """
    stored: list[str] = []
    with opened(place, told) as parts, _all_or_nothing(stored, only_check):
        _refuse_another_content(parts, is_library)
        bringing = _Bringing(parts, told, None if only_check else stored)
        bringing.run()
        parts.refuse_strays()
        _hold_keys_together()
        erased = bringing.erase_again()
        index_everything()
        notes = (*bringing.notes(), *([f"{erased} patients who were erased are not brought back."] if erased else ()))
        clinic = parts.manifest.clinic
        return Brought(clinic["name"] if clinic else None, parts.manifest.counts, notes)


@contextmanager
def _all_or_nothing(stored: list[str], only_check: bool) -> Iterator[None]:
    """Rows in one transaction; the pictures that were *stored* meanwhile go when it does not end well."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(only_check)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def _refuse_another_content(parts: Parts, is_library: bool) -> None:
    if is_library and parts.manifest.clinic is not None:
        raise Refused("It holds a clinic. Bring it in with import_clinic.")
    if not is_library and parts.manifest.clinic is None:
        raise Refused("It holds the library alone. Bring it in with import_library.")


def _hold_keys_together() -> None:
    with database_told("the whole file"):
        connection.check_constraints()


class _Bringing(RowsIn):
    """The rows of one file, in an order in which each points at those before it."""

    def __init__(self, parts: Parts, told: Told, stored: list[str] | None) -> None:
        """*stored* is told the pictures that are stored; None to store none."""
        super().__init__(Sink(), Taken())
        self._parts, self._told, self._stored = parts, told, stored
        self._clinic: Clinic | None = None
        self._programmes = ProgrammesIn(self)
        self._log_ins = LogInsIn(parts, self)
        self._lost_pictures: list[str] = []

    def run(self) -> None:
        if self._parts.manifest.clinic is None:
            if not is_nothing_here():
                raise Refused(
                    "There is a library or a clinic here already. load_library brings its content up to date."
                )
            self._shared = SharedLibrary(self._parts, self, None)
            self._shared.read(defaultdict(set))
            self.sink.flush()
            return
        self._refuse_one_that_is_here()
        self._shared = SharedLibrary(self._parts, self, Clinic(pk=UUID(self._parts.manifest.clinic["id"])))
        self._own_clinic()
        self._log_ins.read(self._here)
        self._rows(kinds.PEOPLE)
        self._library()
        for kind in kinds.FIRST:
            self._rows(kind)
        self._programmes_of(kinds.PROGRAMMES)
        for kind in kinds.THEN:
            self._rows(kind)
        self.sink.flush()
        HistoryIn(self._parts, self.names, self._here).read()

    def erase_again(self) -> int:
        """Erase whoever the list of erasures names, and return how many. Raises Refused for a list it cannot follow."""
        if self._clinic is None:
            return 0
        said = list(erasures.lines())
        unreadable = next((line for line in said if isinstance(line, erasures.Unreadable)), None)
        if unreadable is not None:
            raise Refused(f"The list of erasures may name patients of this clinic, but {unreadable}")
        lines = {line.patient_id: line for line in said if isinstance(line, erasures.Line)}
        back = [pk for pk in Patient.objects.filter(clinic=self._here).values_list("pk", flat=True) if pk in lines]
        for patient in Patient.objects.filter(pk__in=back):
            erase(patient, mode=lines[patient.pk].mode, at=lines[patient.pk].at, is_listed=True)
        return len(back)

    def notes(self) -> Iterator[str]:
        shared = self._shared
        if shared.own:
            yield f"Came in as the clinic's own, as the library here is another: {', '.join(sorted(shared.own))}."
        if shared.of_here:
            yield f"Are worded otherwise here, and stay as they are here: {', '.join(sorted(shared.of_here))}."
        if shared.missing_languages:
            missing = ", ".join(shared.missing_languages)
            yield f"These languages are not here: {missing}. load_library brings those that are shipped."
        if self._log_ins.people_without:
            without = ", ".join(self._log_ins.people_without)
            yield f"Have no log-in, as theirs is in use here: {without}. Invite them."
        if self._lost_pictures:
            yield f"Had no picture on the disk when they were taken along: {', '.join(self._lost_pictures)}."

    @property
    def _here(self) -> Clinic:
        assert self._clinic is not None
        return self._clinic

    def _refuse_one_that_is_here(self) -> None:
        clinic = self._parts.manifest.clinic or {}
        try:
            key = UUID(clinic["id"])
        except ValueError:
            raise refuse("manifest.json: clinic", "has no id") from None
        there = Clinic.objects.filter(pk=key).first()
        if there is not None:
            raise Refused(
                f"This clinic is here already, as “{there}”. Nothing is joined: work on with the one that is here, or "
                "bring the file into another installation."
            )
        if Clinic.objects.filter(name=clinic["name"]).exists():
            raise Refused(
                f"Another clinic called “{clinic['name']}” is here. Give that one another name on its page, and "
                "import again."
            )

    def _own_clinic(self) -> None:
        kind, said = kinds.CLINIC, self._parts.manifest.clinic or {}
        plain = self._parts.json(kind.part)
        shape = shape_of(kind.model, kind.left_out)
        values = values_of(plain, shape, kind.part, self.of_clinic, ("logo",))
        if str(values["id"]) != said["id"] or values["name"] != said["name"]:
            raise refuse(kind.part, "is not the clinic that manifest.json names")
        values["logo"] = self._picture(plain["logo"], "logos/logo", f"{kind.part}: logo") if plain.get("logo") else ""
        self._clinic = Clinic(**values)
        self.names.is_here(Clinic, values["id"])
        self.sink.put(kind.model, values, kind.part)

    def _picture(self, name: Any, stored_as: str, where: str) -> str:
        """Return the name that a picture is stored under: as it was where it was cleaned there, else made anew."""
        if not isinstance(name, str):
            raise refuse(where, "must be text")
        body = self._parts.body(name, MOST_BYTES)
        try:
            picture = as_it_may_be_kept(body, is_logo=stored_as.startswith("logos/"))
        except ValidationError as error:
            raise refuse(name, " ".join(error.messages)) from None
        if self._stored is None:
            return f"{stored_as}{picture.suffix}"
        self._stored.append(default_storage.save(f"{stored_as}{picture.suffix}", ContentFile(picture.body)))
        return self._stored[-1]

    def _rows(self, kind: Kind) -> None:
        for where, plain in counted(self._parts.rows(kind.part), kind.part, self._told):
            if kind is kinds.PEOPLE:
                plain = self._log_ins.person(plain)
            more = self._document(plain, where) if kind is kinds.HANDOUTS else {}
            values = self.put(kind, plain, where, clinic=self._here, more=more)
            self._refuse_others(kind, values, where)
            if kind is kinds.HANDOUTS:
                self._clinician_copy(values["id"])

    def _refuse_others(self, kind: Kind, values: dict[str, Any], where: str) -> None:
        """Refuse a record of a row that is somebody else's: a column that is no foreign key may say anything."""
        for column, model in kind.speaks_of:
            pk = values[column]
            if pk is not None and not self.names.knows(model, pk) and model._base_manager.filter(pk=pk).exists():
                raise refuse(f"{where}: {column}", "is a row that is here already, and not of this clinic")
        if kind.model is Removal:
            # Versions and the log may speak of a programme that was deleted.
            self.names.is_here(Programme, values["programme_id"])

    def _library(self) -> None:
        rows = {kind.model: list(self._parts.rows(kinds.OWN_FOLDER + kind.part)) for kind in kinds.LIBRARY}
        folder = kinds.OWN_FOLDER + kinds.TEMPLATES
        templates = [read(self._parts, folder, plain, where) for where, plain in self._parts.rows(f"{folder}.json")]
        owned = defaultdict(set, {model: {short_name(p, w) for w, p in found} for model, found in rows.items()})
        named = [(short_name(found.programme, where), where, found) for where, found in templates if _is_named(found)]
        owned[Programme] = {slug for slug, _where, _found in named}
        for kind in kinds.LIBRARY:
            for where, plain in rows[kind.model]:
                self.names.is_own(kind.model, plain["slug"], id_of(plain, where))
        for slug, where, found in named:
            self.names.is_own(Programme, slug, id_of(found.programme, where))
        self._shared.read(owned)
        for kind in kinds.LIBRARY:
            for where, plain in rows[kind.model]:
                self._own_row(kind, where, plain)
        for where, found in templates:
            refuse_a_patient(found, where)
            self._programmes.put(found, where, clinic=self._here)

    def _own_row(self, kind: Kind, where: str, plain: Plain) -> None:
        """An origin that is not here is left out: a copy need not have one."""
        origin = plain.get("origin")
        is_here = isinstance(origin, str) and self.names.has_shared(kind.model, origin.removeprefix(SHARED))
        if origin is not None and not is_here:
            plain = {name: value for name, value in plain.items() if name != "origin"}
        self.put(kind, plain, where, clinic=self._here)

    def _programmes_of(self, folder: str) -> None:
        for where, plain in counted(self._parts.rows(f"{folder}.json"), folder, self._told):
            place, rows = read(self._parts, folder, plain, where)
            if rows.programme.get("patient") is None:
                raise refuse(f"{where}: patient", "is missing")
            self._programmes.put(rows, place, clinic=self._here)

    def _document(self, plain: Any, where: str) -> dict[str, Any]:
        name = f"handouts/{id_of(plain, where)}/document.json"
        document = self._parts.json(name)
        if not isinstance(document, dict):
            raise refuse(name, "must be a set of named values")
        refuse_unstorable(document, name)
        if plain.get("schema_version") == SCHEMA_VERSION:
            try:
                Document.from_plain(document)
            except UnreadablePlain as error:
                # What was found instead may be a patient's words.
                raise refuse(name, str(error).partition(", not ")[0]) from None
        return {"document": document}

    def _clinician_copy(self, handout: UUID) -> None:
        name = f"handouts/{handout}/clinician_copy.json"
        if self._parts.has(name):
            contents = self._parts.json(name)
            refuse_unstorable(contents, name)
            if not isinstance(contents, dict):
                raise refuse(name, "must be a set of named values")
            self.sink.put(ClinicianCopy, {"handout_id": handout, "contents": contents}, name)

    def keys_beside(self, kind: Kind) -> tuple[str, ...]:
        return ("file",) if kind.model is ExercisePicture else ()

    def beside(self, kind: Kind, parent: Any, plain: Any, where: str) -> dict[str, Any] | None:
        if kind.model is Rendition:
            name = f"handouts/{parent}/{_word(plain, 'layout', where)}-{_word(plain, 'paper', where)}.pdf"
            return {"pdf": self._parts.body(name)}
        if kind.model is ExercisePicture:
            if not isinstance(plain, dict) or plain.get("file") is None:
                self._lost_pictures.append(where)
                return None
            return {"file": self._picture(plain["file"], f"pictures/{uuid4().hex}", f"{where}: file")}
        return {}


def _is_named(template: Rows) -> bool:
    """Say whether a template has a short name: a clinic's own need not have one."""
    return bool(template.programme.get("slug"))


def _word(plain: Any, name: str, where: str) -> str:
    word = plain.get(name) if isinstance(plain, dict) else None
    if not isinstance(word, str):
        raise refuse(f"{where}: {name}", "is missing")
    return word
