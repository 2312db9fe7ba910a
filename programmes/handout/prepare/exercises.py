"""One exercise as prescribed: how to do it, how much, on which side, and when to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from programmes.dosage import Dosage, DoseLine, Movement, Part, summary, words
from programmes.handout.document import ExerciseCard
from programmes.handout.prepare import review, terms
from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.handout.prepare.pictures import picture
from programmes.handout.prepare.wording import Gap
from programmes.models import SOURCE_LANGUAGE, Exercise, ExerciseText, Prescription
from programmes.sides import Side

MOST_MISTAKES = 2


def cards(brief: Brief, lines: Sequence[Prescription], before: Sequence[ExerciseCard]) -> tuple[ExerciseCard, ...]:
    """Return a card a line, numbered on from those *before*. An exercise told there for that leg is not told again."""
    made = list(before)
    for line in lines:
        card = _card(brief, line, len(made) + 1, lines)
        told = next((old for old in made if old.same_as is None and _is_told_alike(brief, old, card)), None)
        # What the line itself is for is said nowhere else.
        made.append(card if told is None else replace(shortened(card, told.number), why=_why(brief, line)))
    return tuple(made[len(before) :])


def _is_told_alike(brief: Brief, old: ExerciseCard, card: ExerciseCard) -> bool:
    """Say whether the words and pictures of *old* do for *card*: the other leg's send a patient to the wrong knee."""
    return old.code == card.code and _legs(brief, old) == _legs(brief, card)


def _legs(brief: Brief, card: ExerciseCard) -> tuple[str, str]:
    """Return the side, and which comes first where each has its turn."""
    first = (card.terms.first_side if card.terms else "") or brief.sore_side
    return card.side, first if card.side == Side.EACH else ""


def _card(brief: Brief, line: Prescription, number: int, lines: Sequence[Prescription]) -> ExerciseCard:
    exercise, side = line.exercise, Side(line.side)
    part = Part(exercise.part)
    return ExerciseCard(
        number=number,
        code=exercise.slug,
        side=side.value,
        side_words=_side_words(brief, line, part),
        dosage=line.dosage,
        dose=_dose(brief, line, part),
        summary=_overview(line.dosage, side, part),
        days=str(line.dosage.days_per_week) if line.dosage.days_per_week is not None else "",
        ticks=line.dosage.days_per_week or 0,
        easier=_name_of_first(brief, exercise.regressions),
        harder=_name_of_first(brief, exercise.progressions),
        note=brief.wording.of_programme(line.note),
        is_optional=line.is_optional,
        instead_of=_name(brief, line.instead_of.exercise) if line.instead_of else "",
        replaces=line.replaces,
        terms=terms.line(line, lines),
        **words_of(brief, line),
    )


def words_of(brief: Brief, line: Prescription) -> dict[str, Any]:
    """Return what the exercise itself gives a card, by the card's fields: its words and pictures, and no dose."""
    exercise, side = line.exercise, Side(line.side)
    text = text_of(brief, exercise)

    def said(words: str) -> str:
        return brief.wording.for_side(words, side, text.language)

    return {
        "name": _name(brief, exercise),
        "why": _why(brief, line) or said(text.why),
        "start": said(text.setup),
        "steps": tuple(said(step) for step in text.steps),
        "feel": said(text.feel_it),
        "mistakes": tuple(said(mistake) for mistake in text.common_mistakes[:MOST_MISTAKES]),
        "stop_if": said(text.stop_if),
        "care": tuple(said(caution) for caution in _care(brief, text)),
        "picture": picture(brief, line, text),
        "review_note": review.in_both_languages(review.CARD)[:1] if exercise.awaits_review(text) else (),
    }


def _name(brief: Brief, exercise: Exercise) -> str:
    text = text_of(brief, exercise)
    return brief.wording.in_language(text.name, text.language)


def _why(brief: Brief, line: Prescription) -> str:
    """Return what the line itself says it is for."""
    return brief.wording.for_side(line.why, Side(line.side), brief.wording.language_of(line.why))


def _dose(brief: Brief, line: Prescription, part: Part) -> tuple[DoseLine, ...]:
    """Return the dose in rows; of their texts only the load is anybody's own words."""
    said = brief.wording.translated(line.dosage.load)
    dosage = line.dosage if said is None else replace(line.dosage, load=said)
    rows = words(dosage, Side(line.side), part, Movement(line.exercise.movement))
    if said is not None:
        return rows
    is_librarys = line.dosage.load == line.exercise.load and line.exercise.clinic_id is None
    language = SOURCE_LANGUAGE if is_librarys else brief.wording.language_of(line.dosage.load)
    return tuple(
        replace(row, text=brief.wording.in_language(row.text, language)) if row.name == "load" else row for row in rows
    )


def _overview(dosage: Dosage, side: Side, part: Part) -> str:
    """Return the dose in one line; once a day goes without saying."""
    said, times = summary(dosage, side, part), dosage.times_per_day
    if times is None or times < 2:
        return said
    if times == 2:
        return _("%(amount)s, twice a day") % {"amount": said}
    return _("%(amount)s, %(times)d times a day") % {"amount": said, "times": times}


def shortened(card: ExerciseCard, number: int) -> ExerciseCard:
    """Return a card that leaves it to card *number* to tell how the exercise is done."""
    return replace(
        card, same_as=number, why="", start="", steps=(), feel="", mistakes=(), easier="", harder="", picture=None
    )


def text_of(brief: Brief, exercise: Exercise) -> ExerciseText:
    text = exercise.text_in(brief.language)
    if text is None:
        raise CannotPrepare(_("The exercise “%(slug)s” has no words yet.") % {"slug": exercise.slug})
    if exercise.awaits_review(text):
        brief.wording.gaps.add(Gap.NOT_REVIEWED)
    return text


def _side_words(brief: Brief, line: Prescription, part: Part) -> str:
    """Return which leg or side, and which first; nothing for an exercise that has no sides."""
    side = Side(line.side)
    if side is Side.EACH:
        return _first(line.first_side or brief.sore_side, part)
    if side is Side.TOGETHER:
        return _("Both legs") if line.exercise.is_unilateral else ""
    if part is Part.SIDE:
        return _("Left side") if side is Side.LEFT else _("Right side")
    return _("Left leg") if side is Side.LEFT else _("Right leg")


def _first(side: str, part: Part) -> str:
    if side == Side.LEFT:
        return _("Left side first, then swap") if part is Part.SIDE else _("Left leg first, then swap")
    if side == Side.RIGHT:
        return _("Right side first, then swap") if part is Part.SIDE else _("Right leg first, then swap")
    return _("One side, then the other") if part is Part.SIDE else _("One leg, then the other")


def _name_of_first(brief: Brief, slugs: Sequence[str]) -> str:
    others = brief.other_exercises
    return next((_name(brief, others[slug]) for slug in slugs if slug in others), "")


def _care(brief: Brief, text: ExerciseText) -> list[str]:
    """Return the cautions that are about this patient: told to everybody, they would contradict the steps."""
    return [caution["text"] for caution in text.precautions if caution.get("code") in brief.flag_slugs]
