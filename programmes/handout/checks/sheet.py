"""The safety rules asked about a sheet as it was issued, for its patient as they are known today.

The rows of the programme may have moved on since: they are not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from programmes import precautions as pure
from programmes.handout.checks import precautions, stops
from programmes.handout.checks.gap import Gap
from programmes.handout.checks.known import Known
from programmes.handout.document import Document, ExerciseCard, Kind, Part
from programmes.models import Exercise, Programme
from programmes.precautions import AFFECTED_ONLY, Finding, Line, Plan
from programmes.sides import Side

Rows = Mapping[str, Exercise]


def findings(document: Document, programme: Programme, known: Known) -> Iterator[Finding]:
    """Yield what stops this sheet, and what the rules say of it. Queries a fixed number of times."""
    not_for = document.terms.not_for_flags if document.terms else ()
    yield from stops.of_flags(known, {*not_for, *stops.not_for_flags(programme)} if known.flags else ())
    yield from precautions.of_plan(_plan(document, programme, known), programme, known)


def gaps(document: Document, programme: Programme) -> tuple[Gap, ...]:
    """Return the exercises of the sheet that no rule can be asked about. Queries once."""
    rows = _rows(document, programme)
    message = _("“%(exercise)s” is no longer in the library, so that no rule can be asked about it.")
    lost = dict.fromkeys(card.name for card in document.cards if card.code not in rows)
    return tuple(Gap("not-in-library", "phases", message % {"exercise": name}) for name in lost)


def codes(document: Document) -> set[str]:
    """Return the short names of all that is done on the sheet, the warm-up card's included."""
    moves = document.runner.warm_up if document.runner else ()
    return {*(card.code for card in document.cards), *(move.terms.code for move in moves if move.terms)}


def _rows(document: Document, programme: Programme) -> Rows:
    rows = Exercise.objects.for_clinic(programme.clinic).filter(slug__in=codes(document))
    return {row.slug: row for row in rows}


def _plan(document: Document, programme: Programme, known: Known) -> Plan:
    rows = _rows(document, programme)
    given = precautions.given_of(programme, known)
    return Plan(
        condition=(document.terms.condition if document.terms else "") or None,
        lines=(*_lines(document, rows), *_warm_up(document, rows)),
        weekdays=document.schedule.weekdays if document.schedule else (),
        given={**given, "review_date": precautions.days_until(document.review, programme)},
    )


def _lines(document: Document, rows: Rows) -> Iterator[Line]:
    sore = document.terms.side if document.terms else ""
    for part in document.parts:
        for card in part.cards:
            if card.code in rows:
                yield _line(card, part, rows[card.code], sore, is_block=document.kind is Kind.WARM_UP)


def _line(card: ExerciseCard, part: Part, row: Exercise, sore: str, *, is_block: bool) -> Line:
    return Line(
        where=f"card:{card.number}",
        exercise=precautions.facts_of(row, card.dosage.hold_seconds),
        # The phases of a warm-up are blocks of one session.
        session=pure.PROGRAMME if is_block else f"part:{part.number}",
        phase_order=part.number,
        is_optional=card.is_optional,
        sides=_sides(card.side, sore),
        sets=card.dosage.sets,
        reps=card.dosage.reps,
        duration_s=card.dosage.duration_seconds,
        distance_m=card.dosage.distance_metres,
        days_per_week=card.dosage.days_per_week,
    )


def _sides(side: str, sore: str) -> str | None:
    if side == Side.TOGETHER:
        return None
    return AFFECTED_ONLY if side == sore else side


def _warm_up(document: Document, rows: Rows) -> Iterator[Line]:
    """Yield what stands on the warm-up card, whose doses the document has in words alone."""
    order = _first_order(document)
    for place, move in enumerate(document.runner.warm_up if document.runner else (), start=1):
        if move.terms and move.terms.code in rows:
            facts = precautions.facts_of(rows[move.terms.code], None)
            where = f"warm-up:{place}"
            yield Line(where=where, exercise=facts, session=pure.PROGRAMME, phase_order=order, has_dose=False)


def _first_order(document: Document) -> int:
    """Return the first phase on the sheet; of all, where an old sheet does not say: there rules are strictest."""
    return next((part.number for part in document.parts if part.number is not None), 1)
