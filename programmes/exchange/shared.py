"""The shared library of a file beside the one that is here.

Where nothing is here yet, neither a library nor a clinic, the file's becomes the shared library. Anywhere else no
shared row is added or changed, as every clinic works with them: what is the same stands for itself, what is not here
becomes the clinic's own, and so does what is written otherwise here and is on a programme of the clinic. Words that
the programme is not made of, such as safety rules and warning signs, are those that are here.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any
from uuid import UUID, uuid4

from programmes.exchange import kinds
from programmes.exchange.kinds import Kind
from programmes.exchange.make import library_rows, whole
from programmes.exchange.names import Given
from programmes.exchange.parts import Parts
from programmes.exchange.programme import Rows
from programmes.exchange.programme import rows_of as rows_of_programme
from programmes.exchange.programme_in import ProgrammesIn, comparable, read, with_other_ids
from programmes.exchange.refusal import refuse
from programmes.exchange.row import Plain
from programmes.exchange.rows_in import RowsIn, id_of, short_name
from programmes.exchange.shape import shape_of
from programmes.models import (
    Advice,
    Clinic,
    Condition,
    Exercise,
    Language,
    Measure,
    PainRule,
    Phrasebook,
    Programme,
    ProgrammeKind,
    Template,
)

# What a programme and its scores are made of: it stays as it was written.
STAYS_AS_WRITTEN = (Advice, Condition, Exercise, Measure, PainRule, ProgrammeKind, Programme)


def is_nothing_here() -> bool:
    """Say whether there is neither a clinic nor a row of the shared library."""
    rows = (
        *(kind.model.objects.filter(clinic=None) for kind in kinds.LIBRARY),
        *(model.objects.all() for model in (Clinic, Language, Phrasebook)),
        Programme.objects.shared_templates(),
    )
    return not any(found.exists() for found in rows)


class SharedLibrary:
    """`own` names what came in as the clinic's own, and `of_here` what is worded otherwise here, by kind."""

    def __init__(self, parts: Parts, rows_in: RowsIn, clinic: Clinic | None) -> None:
        self._parts, self._in, self._clinic = parts, rows_in, clinic
        self._programmes = ProgrammesIn(rows_in)
        self._is_first = is_nothing_here()
        rows_in.names.own_stands_in = not self._is_first
        self.own: list[str] = []
        self.of_here: list[str] = []
        self.missing_languages: list[str] = []

    def read(self, owned: dict[Any, set[str]]) -> None:
        """Take the shared library, *owned* being the short names that the clinic has of its own, by their models."""
        self._owned = owned
        self._languages()
        for kind in kinds.LIBRARY:
            self._kind(kind)
        self._templates()

    @cached_property
    def _here(self) -> Given:
        """Return the names of what is shared here. What comes in beside it becomes the clinic's own."""
        return Given(None)

    def _languages(self) -> None:
        here = set(Language.objects.values_list("code", flat=True))
        for kind in (kinds.LANGUAGES, kinds.PHRASEBOOKS):
            for where, plain in self._parts.rows(kinds.LIBRARY_FOLDER + kind.part):
                if self._is_first:
                    self._in.put(kind, plain, where, clinic=None)
                elif kind is kinds.LANGUAGES and (code := _code(plain, where)) not in here:
                    self.missing_languages.append(code[:12])

    def _kind(self, kind: Kind) -> None:
        rows = [(where, plain) for where, plain in self._parts.rows(kinds.LIBRARY_FOLDER + kind.part)]
        slugs = [short_name(plain, where) for where, plain in rows]
        _refuse_twice(slugs, kinds.LIBRARY_FOLDER + kind.part)
        if self._is_first:
            for slug, (where, plain) in zip(slugs, rows, strict=True):
                self._in.names.is_shared(kind.model, slug, id_of(plain, where))
            for where, plain in rows:
                self._in.put(kind, plain, where, clinic=None, is_shared=True)
            return
        self._beside_those_here(kind, dict(zip(slugs, rows, strict=True)))

    def _beside_those_here(self, kind: Kind, rows: dict[str, tuple[str, Plain]]) -> None:
        here = dict(kind.model.objects.filter(clinic=None).values_list("slug", "pk"))
        written = {row["slug"]: row for row in library_rows(kind, None, self._here)}
        missing = [slug for slug in rows if slug not in here and slug not in self._owned[kind.model]]
        keys = {slug: uuid4() for slug in missing}
        for slug, pk in {**here, **keys}.items():
            self._in.names.is_shared(kind.model, slug, pk)
        for slug, (where, plain) in rows.items():
            if slug in keys:
                self._as_own(kind, where, plain, pk=keys[slug])
            elif slug in here and without_ids(plain, kind) != without_ids(written[slug], kind):
                self._otherwise(kind.model, slug, partial(self._as_own, kind, where, plain, origin=here[slug]))

    def _otherwise(self, model: Any, slug: str, made: Any) -> None:
        """Note what is written otherwise here: it becomes the clinic's own where a programme of theirs holds it."""
        kind = Template if model is Programme else model
        name = f"{kind._meta.verbose_name} {slug}"
        if model in STAYS_AS_WRITTEN and slug not in self._owned[model]:
            self._in.names.would_be_own(model, slug, made)
        else:
            self.of_here.append(name)

    def _as_own(self, kind: Kind, where: str, plain: Plain, *, pk: Any = None, origin: Any = None) -> Any:
        more = {"origin_id": origin, "origin_version": str(plain.get("version", ""))} if origin else {}
        copy = _with_other_ids(plain, kind, pk or uuid4())
        values = self._in.put(kind, copy, where, clinic=self._clinic, is_shared=True, more=more)
        self.own.append(f"{kind.model._meta.verbose_name} {values['slug']}")
        return values["id"]

    def _templates(self) -> None:
        folder = kinds.LIBRARY_FOLDER + kinds.TEMPLATES
        found: dict[str, tuple[str, Rows]] = {}
        for where, plain in self._parts.rows(f"{folder}.json"):
            name, rows = read(self._parts, folder, plain, where)
            refuse_a_patient(rows, where)
            slug = short_name(rows.programme, where)
            if slug in found:
                raise refuse(f"{where}: slug", f"“{slug}” stands twice")
            found[slug] = (name, rows)
        here = {} if self._is_first else _templates(self._here)
        for slug, (_name, rows) in found.items():
            pk = here[slug][0] if slug in here else self._new_id(rows)
            if self._is_first or slug in here or slug not in self._owned[Programme]:
                self._in.names.is_shared(Programme, slug, pk)
        for slug, (name, rows) in found.items():
            self._template(slug, name, rows, here)

    def _new_id(self, rows: Rows) -> UUID:
        """Return the id of a template that is not here: as it was, or made of it for the clinic's own."""
        return UUID(self._copied(rows).programme["id"])

    def _copied(self, rows: Rows) -> Rows:
        return rows if self._is_first or self._clinic is None else with_other_ids(rows, self._clinic)

    def _template(self, slug: str, where: str, rows: Rows, here: dict[str, tuple[Any, str]]) -> None:
        if self._is_first:
            self._programmes.put(rows, where, clinic=None, is_shared=True)
        elif slug not in here and slug not in self._owned[Programme]:
            self._own_template(slug, where, rows, None)
        elif slug in here and comparable(rows) != here[slug][1]:
            self._otherwise(Programme, slug, partial(self._own_template, slug, where, rows, here[slug][0]))

    def _own_template(self, slug: str, where: str, rows: Rows, origin: Any) -> Any:
        more = {"template_id": origin, "template_version": rows.programme.get("version", "")} if origin else {}
        copy = self._copied(rows)
        pk = self._programmes.put(copy, where, clinic=self._clinic, is_shared=True, more=more)
        self.own.append(f"template {slug}")
        return pk


def _code(plain: Any, where: str) -> str:
    code = plain.get("code") if isinstance(plain, dict) else None
    if not isinstance(code, str):
        raise refuse(f"{where}: code", "must be text")
    return code


def without_ids(plain: Plain, kind: Kind) -> Plain:
    """Return what a row says, whichever installation it is of. What stands in it in vain is refused later."""
    rows = {name: value for name, value in plain.items() if name != "id"}
    for name, inner in kind.nested.items():
        said = rows.get(name) or []
        if isinstance(said, list):
            rows[name] = sorted((without_ids(one, inner) if isinstance(one, dict) else one for one in said), key=str)
    return rows


def _with_other_ids(plain: Plain, kind: Kind, pk: UUID) -> Plain:
    """Return a shared row as the copy of it that it becomes. What stands in it in vain is refused later."""
    copy = {**plain, "id": str(pk)}
    for name, inner in kind.nested.items():
        if "id" in shape_of(inner.model).columns and isinstance(plain.get(name), list):
            rows = plain[name]
            copy[name] = [_with_other_ids(one, inner, uuid4()) if isinstance(one, dict) else one for one in rows]
    return copy


def refuse_a_patient(rows: Rows, where: str) -> None:
    if rows.programme.get("patient") is not None:
        raise refuse(f"{where}: patient", "a template has none")


def _templates(names: Given) -> dict[str, tuple[Any, str]]:
    """Return the shared templates that are here: key, and what is said."""
    rows = whole(Programme.objects.shared_templates())
    return {row.slug: (row.pk, comparable(rows_of_programme(row, names))) for row in rows}


def _refuse_twice(slugs: list[str], where: str) -> None:
    twice = next((slug for slug in slugs if slugs.count(slug) > 1), None) if len(set(slugs)) != len(slugs) else None
    if twice is not None:
        raise refuse(where, f"“{twice}” stands twice")
