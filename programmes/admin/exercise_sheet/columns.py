"""The columns of the sheet: what each holds of an exercise, and how a cell is read: by the admin form's own fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from programmes.admin.exercise_sheet.cells import folded
from programmes.dosage import Dosage
from programmes.dosage.shorthand import as_shorthand, parse_shorthand
from programmes.models import Exercise, ExerciseText, KitNeed

KEY = "short name"
WHOSE = "whose"
DOSE = "dose"
KIT = "kit"
# Heading -> column of the model.
PLAIN = {
    "category": "category",
    "start position": "start_position",
    "one side at a time": "is_unilateral",
    "side": "default_side",
}
ABOUT_THE_DOSE = {
    "dose note": "dose_note",
    "dose note for": "dose_note_for",
    "dose rests on": "dosage_basis",
    "how it moves": "movement",
    "sides are called": "part",
}
OF_THE_BODY = {
    "body regions": "body_regions",
    "muscles that work": "primary_muscles",
    "muscles that help": "secondary_muscles",
    "where": "setting",
    "weight on the leg": "weight_bearing",
    "impact": "impact",
    "balance demand": "balance_demand",
    "deepest knee bend": "max_loaded_knee_flexion_degrees",
    "kind of muscle work": "contraction",
    "tags": "tags",
}
FROM_WHERE = {"how sources were seen": "provenance", "licence": "licence"}
WORDS = {
    "name": "name",
    "other names": "aliases",
    "purpose": "purpose",
    "why": "why",
    "setup": "setup",
    "steps": "steps",
    "cues": "cues",
    "where to feel it": "feel_it",
    "common mistakes": "common_mistakes",
    "stop if": "stop_if",
    "precautions": "precautions",
    "start picture": "start_alt",
    "end picture": "end_alt",
}
SLUG_LISTS = {"harder": "progressions", "easier": "regressions"}
OPTIONAL = "(optional)"
YES, NO = "yes", "no"
# One thing that is needed, with the kit of which any will do.
Need = tuple[KitNeed, list[Any]]
_TICKS = {YES: True, "true": True, "1": True, NO: False, "false": False, "0": False, "": False}


class Cell(Widget):
    """A text, a number or a choice, as the field of the admin form takes it."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__()
        self.field = field

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.field.clean(value)


class ChoiceCell(Cell):
    """A choice by its code, or by the words that the form shows for it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        offered = {str(code): str(label) for code, label in self.field.choices if code != ""}  # type: ignore[attr-defined]
        wanted = folded(value).casefold()
        found = next((code for code, label in offered.items() if wanted in (code.casefold(), label.casefold())), None)
        if wanted and found is None:
            words = {"text": value, "choices": ", ".join(offered)}
            raise ValidationError(_("“%(text)s” is none of these: %(choices)s.") % words)
        return self.field.clean(found or "")


class TickCell(Cell):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return YES if value else NO

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        found = _TICKS.get(folded(value).casefold())
        if found is None:
            raise ValidationError(_("Write yes or no, not “%(text)s”.") % {"text": value})
        return found


class NumberCell(Cell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.field.clean(folded(value))


class LinesCell(Cell):
    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(str(item) for item in value or ())


class SlugsCell(LinesCell):
    """Short names, one a line or between commas, which must be there. *known* may grow while a file is read."""

    def __init__(self, field: forms.Field, known: Collection[str]) -> None:
        super().__init__(field)
        self.known = known

    def clean(self, value: Any, row: Any = None, before: Collection[str] = (), **kwargs: Any) -> list[str]:
        slugs = list(dict.fromkeys(_slugs(value)))
        refuse_unknown(slugs, {*self.known, *before})
        return slugs


class LinksCell(Cell):
    """Rows of another list of the library, by their short names."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.offered = {row.slug: row for row in field.queryset}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(sorted(row.slug for row in value or ()))

    def clean(self, value: Any, row: Any = None, before: Any = (), **kwargs: Any) -> list[Any]:
        # What is stored and no longer offered stays, as it does on the form.
        known = {**self.offered, **{stored.slug: stored for stored in before}}
        slugs = sorted(set(_slugs(value)))
        refuse_unknown(slugs, known)
        return [known[slug] for slug in slugs]


class DoseCell(Widget):
    """The usual dose in the builder's shorthand. The side stands in a column of its own."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else as_shorthand(value)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Dosage:
        typed = parse_shorthand(folded(value))
        if typed.unknown:
            raise ValidationError(
                _("The dose is not understood at: %(pieces)s.") % {"pieces": ", ".join(typed.unknown)}
            )
        if typed.side is not None:
            raise ValidationError(_("Write the side in the column “side”, not in the dose."))
        if "kind" not in typed.changes:
            raise ValidationError(_("Say how much first, such as 3x12, 3x30s or 2x10min."))
        dosage = Dosage(**typed.changes)
        faults = [problem.message for problem in dosage.faults()]
        if faults:
            raise ValidationError(faults)
        return dosage


class KitCell(Widget):
    """What is needed, one thing a line: "chair | step: 20 cm high (optional)". Any of the kit of a line will do."""

    def __init__(self, offered: Any) -> None:
        super().__init__()
        self.offered = {row.slug: row for row in offered}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(self._line(need, kit) for need, kit in value or ())

    def clean(self, value: Any, row: Any = None, before: Any = (), **kwargs: Any) -> list[Need]:
        known = {**self.offered, **{each.slug: each for _need, kit in before for each in kit}}
        lines = [line for line in folded(value).split("\n") if line]
        return [self._need(position, line, known) for position, line in enumerate(lines)]

    def _line(self, need: KitNeed, kit: list[Any]) -> str:
        names = " | ".join(each.slug for each in kit)
        detail = f": {need.detail}" if need.detail else ""
        return f"{names}{detail} {OPTIONAL if need.is_optional else ''}".strip()

    def _need(self, position: int, line: str, known: dict[str, Any]) -> Need:
        is_optional = line.endswith(OPTIONAL)
        names, _colon, detail = line.removesuffix(OPTIONAL).partition(":")
        slugs = [name.strip() for name in names.split("|")]
        refuse_unknown(slugs, known)
        need = KitNeed(position=position, is_optional=is_optional, detail=detail.strip())
        need.full_clean(exclude={"exercise"}, validate_unique=False, validate_constraints=False)
        return need, [known[slug] for slug in slugs]


class PrecautionsCell(LinesCell):
    """What to take care of, one a line: "patient-flag: words", or the words alone for everybody."""

    def __init__(self, lines: forms.Field, flags: Collection[str]) -> None:
        super().__init__(lines)
        self.flags = flags

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(": ".join(str(each[key]) for key in ("code", "text") if each.get(key)) for each in value or ())

    def clean(self, value: Any, row: Any = None, before: Any = (), **kwargs: Any) -> list[dict[str, Any]]:
        stored = {(each.get("code"), each.get("text")): each for each in before}
        known = {*self.flags, *(each["code"] for each in before if each.get("code"))}
        return [self._record(line, stored, known) for line in self.field.clean(value)]

    def _record(self, line: str, stored: dict[Any, Any], known: Collection[str]) -> dict[str, Any]:
        head, colon, tail = line.partition(":")
        code, text = (head.strip(), tail.strip()) if colon and _is_slug(head.strip()) else (None, line)
        if code is not None:
            refuse_unknown([code], known)
        # What else a record holds stays with its words.
        return stored.get((code, text)) or {**({"code": code} if code else {}), "text": text}


class Column(Field):
    """A column that is brought back. ``about`` is the language of its words, "" for the exercise itself."""

    about = ""
    is_link = False
    is_kit = False

    def get_value(self, instance: Any) -> Any:
        return getattr(instance, str(self.attribute))


class LinksColumn(Column):
    is_link = True

    def get_value(self, instance: Any) -> Any:
        return list(getattr(instance, str(self.attribute)).all())


class KitColumn(Column):
    is_link = is_kit = True

    def get_value(self, instance: Any) -> list[Need]:
        return [(need, list(need.any_of.all())) for need in instance.kit_needs.all()]


class DoseColumn(Column):
    def get_value(self, instance: Any) -> Any:
        return instance.dosage if instance.dose_kind else None


class WordsColumn(Column):
    """A part of the words in one language."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about = language

    def get_value(self, instance: Any) -> Any:
        text = words_in(instance, self.about)
        return None if text is None else getattr(text, str(self.attribute))


class ReadOnlyColumn(Field):
    """A column for the reader: what stands in it is not brought back."""

    def __init__(self, column_name: str, value: Any) -> None:
        super().__init__(column_name=column_name, readonly=True)
        self._value = value

    def get_value(self, instance: Any) -> Any:
        return str(self._value(instance))


def words_in(exercise: Exercise, language: str) -> ExerciseText | None:
    """Return the words in just this language. Uses prefetched `texts`."""
    if exercise._state.adding:
        return None
    return next((text for text in exercise.texts.all() if text.language == language), None)


def words_heading(heading: str, language: str) -> str:
    return f"{heading} ({language})".casefold()


def refuse_unknown(slugs: Sequence[str], known: Collection[str]) -> None:
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise ValidationError([_unknown(slug, known) for slug in unknown])


def _unknown(slug: str, known: Collection[str]) -> str:
    near = get_close_matches(slug, list(known), 1)
    if near:
        return _("There is no “%(slug)s” here; did you mean “%(near)s”?") % {"slug": slug, "near": near[0]}
    return _("There is no “%(slug)s” here.") % {"slug": slug}


def _slugs(text: str) -> Iterator[str]:
    for part in folded(text).replace(",", "\n").replace(";", "\n").split("\n"):
        if part.strip():
            yield part.strip()


def _is_slug(text: str) -> bool:
    return bool(text) and text == text.casefold() and all(sign.isalnum() or sign in "-_" for sign in text)
