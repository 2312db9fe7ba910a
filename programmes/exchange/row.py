"""A row as plain values, and plain values as a row: nothing lost, nothing taken that is not what it should be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models

from programmes.archive.plain import as_plain
from programmes.exchange.refusal import refuse
from programmes.exchange.shape import Shape, empty_of, is_empty

Plain = dict[str, Any]
_TYPES: tuple[tuple[type[Any], type[Any], str], ...] = (
    (models.BooleanField, bool, "true or false"),
    (models.IntegerField, int, "a whole number"),
)


class Names(Protocol):
    def of(self, field: Any, pk: Any) -> str | None: ...


def plain_of(row: Any, shape: Shape, names: Names) -> Plain:
    """Return the columns of *row*. What is empty is left out. Queries nothing."""
    plain = {}
    for name, field in shape.columns.items():
        value = getattr(row, field.attname)
        if not is_empty(field, value):
            said = names.of(field, value) if field.is_relation else as_plain(field, _text(value))
            if said is not None:
                plain[name] = in_order(said)
    return plain


def in_order(value: Any) -> Any:
    """Return *value* with the keys inside it in one order: each kind of database has its own."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [in_order(inner) for inner in value] if isinstance(value, list) else value


def _text(value: Any) -> Any:
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def values_of(plain: Any, shape: Shape, where: str, pointing: Pointing, more: Iterable[str] = ()) -> dict[str, Any]:
    """Return the values of the columns by the names that Django has for them. Raises Refused.

    *more* are the keys that may stand beside the columns.
    """
    refuse_unknown(plain, [*shape.columns, *more], where)
    return {field.attname: _value(plain, name, field, where, pointing) for name, field in shape.columns.items()}


def refuse_unknown(plain: Any, known: Iterable[str], where: str) -> None:
    if not isinstance(plain, dict):
        raise refuse(where, "must be a set of named values")
    names = list(known)
    for name in plain:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else ""
            raise refuse(f"{where}: {name[:60]}", f"there is no such key{hint}")


class Pointing(Protocol):
    def __call__(self, field: Any, name: str) -> Any: ...


def _value(plain: Mapping[str, Any], name: str, field: Any, where: str, pointing: Pointing) -> Any:
    said = plain.get(name)
    place = f"{where}: {name}"
    if said is None:
        try:
            return empty_of(field)
        except LookupError:
            raise refuse(place, "is missing") from None
    if field.is_relation:
        return pointed_at(field, said, place, pointing)
    _refuse_another_type(field, said, place)
    if isinstance(field, models.JSONField):
        refuse_unstorable(said, place)
        return said
    return _checked(field, said, place)


def pointed_at(field: Any, said: Any, place: str, pointing: Pointing) -> Any:
    if not isinstance(said, str):
        raise refuse(place, "must be text")
    try:
        return pointing(field, said)
    except (LookupError, ValueError):
        kind = field.related_model._meta.verbose_name
        raise refuse(place, f"there is no {kind} “{said[:80]}” in this file") from None


def _refuse_another_type(field: Any, said: Any, place: str) -> None:
    if isinstance(field, models.JSONField):
        wanted: type[Any] = list if field.default is list else dict
        words = "a list" if wanted is list else "a set of named values"
        is_right = isinstance(said, wanted)
    else:
        kinds = (kind for kind in _TYPES if isinstance(field, kind[0]))
        _field, wanted, words = next(kinds, (None, str, "text"))
        is_right = type(said) is wanted
    if not is_right:
        raise refuse(place, f"must be {words}")


def refuse_unstorable(value: Any, place: str) -> None:
    """Raise Refused for a text that no database keeps: with a null character, or half of a character."""
    if isinstance(value, dict):
        for key, inner in value.items():
            refuse_unstorable(key, place)
            refuse_unstorable(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            refuse_unstorable(inner, f"{place}[{at}]")
    elif isinstance(value, str) and ("\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value)):
        raise refuse(place, "holds a character that cannot be stored")


def _checked(field: Any, said: Any, place: str) -> Any:
    """Hold a value against its column; that it is empty is no fault, as what is stored may be."""
    refuse_unstorable(said, place)
    try:
        value = field.to_python(said)
        if isinstance(field, models.DateTimeField) and isinstance(value, datetime) and value.tzinfo is None:
            raise ValidationError("must say its time zone, such as +00:00")
        if said != "":
            for validator in field.validators:
                # Of an earlier version the name of the file is kept, and no file.
                if not isinstance(validator, FileExtensionValidator):
                    validator(value)
            if field.choices:
                field.validate(value, None)
    except (ValidationError, ValueError, ArithmeticError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else "cannot be read"
        raise refuse(place, words) from None
    return value
