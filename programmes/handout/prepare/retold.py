"""An issued document with one exercise told as the library tells it now: its words and pictures, and nothing else.

Doses, sides, order and notes stay as they were given. The rows of the programme are not read: drafts may stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programmes.handout import isolates
from programmes.handout.document import Credits, Document, ExerciseCard, Part, Runner, WarmUpMove
from programmes.handout.prepare import small_print, stopping
from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.handout.prepare.exercises import shortened, text_of, words_of
from programmes.handout.prepare.runner import move_words
from programmes.handout.printable import printable
from programmes.handout.terms import LineTerms
from programmes.models import Clinic, Exercise, Prescription, Programme
from programmes.sign_off import Item, Standing, State, standings


def retold(document: Document, exercise: Exercise, programme: Programme) -> Document:
    """Return *document* with the words and pictures that *exercise* has now, by the side on each card.

    *programme* says whose sheet it is: the patient's flags decide which cautions are told. Raises CannotPrepare with a
    sentence, where the new words cannot stand on this sheet. Queries.
    """
    brief = _brief(document, programme)
    with translation.override(document.language):
        _refuse_other_language(brief, document, exercise)
        cards = {card.number: _card(brief, card, exercise) for card in document.cards if card.code == exercise.slug}
        names = {card.name: cards[card.number].name for card in document.cards if card.number in cards}
        parts = tuple(_part(part, cards, names) for part in stopping.said_again(document.stop_rule, document.parts))
        stop_rule, parts = stopping.said_once(parts)
        new = replace(
            document,
            parts=parts,
            stop_rule=stop_rule,
            runner=_runner(brief, document.runner, exercise),
            credits=_credits(document.credits, exercise, programme.clinic),
        )
    return printable(new)


def standing(exercise: Exercise, clinic: Clinic) -> tuple[Item, Standing]:
    """Return how far *clinic* has reviewed this version of *exercise*. Queries once."""
    item = Item("exercise", exercise.slug, exercise.version, str(exercise))
    return item, standings([item], clinic, timezone.localdate())[item]


def without_versions(document: Document) -> Document:
    """Return the document without the versions of its exercises: equal for two sheets that read the same."""
    parts = (replace(part, cards=tuple(replace(card, terms=None) for card in part.cards)) for part in document.parts)
    runner = document.runner
    if runner is not None:
        runner = replace(runner, warm_up=tuple(replace(move, terms=None) for move in runner.warm_up))
    return replace(document, parts=tuple(parts), runner=runner, credits=None)


def _brief(document: Document, programme: Programme) -> Brief:
    side = document.terms.side if document.terms else programme.side
    return Brief(programme=programme, phases=(), sore_side=side, language=document.language, practitioner=None)


def _refuse_other_language(brief: Brief, document: Document, exercise: Exercise) -> None:
    """Raise CannotPrepare where the sheet would come to hold words that are not reviewed, or English."""
    text = text_of(brief, exercise)
    words = {"exercise": text.name, "language": document.language}
    if exercise.awaits_review(text) and not document.review_note:
        raise CannotPrepare(
            _("The words of “%(exercise)s” in the language of this sheet (%(language)s) were not reviewed.") % words
        )
    names = [card.name for card in document.cards if card.code == exercise.slug]
    if text.language != document.language and any(isolates.without(name) == name for name in names):
        raise CannotPrepare(_("“%(exercise)s” has no words in the language of this sheet (%(language)s).") % words)


def _card(brief: Brief, card: ExerciseCard, exercise: Exercise) -> ExerciseCard:
    terms = card.terms or LineTerms()
    line = Prescription(exercise=exercise, side=card.side, first_side=terms.first_side)
    words: dict[str, Any] = words_of(brief, line)
    if card.terms is None or terms.why:
        words["why"] = card.why
    told = replace(card, **words, terms=replace(terms, version=exercise.version))
    if card.same_as is None:
        return told
    return replace(shortened(told, card.same_as), why=card.why, easier=card.easier, harder=card.harder)


def _part(part: Part, cards: Mapping[int, ExerciseCard], names: Mapping[str, str]) -> Part:
    """Return the part with its new cards; where others name the exercise, they name it as it is called now."""
    made = (cards.get(card.number, card) for card in part.cards)
    renamed = (
        replace(
            card,
            easier=names.get(card.easier, card.easier),
            harder=names.get(card.harder, card.harder),
            instead_of=names.get(card.instead_of, card.instead_of),
        )
        for card in made
    )
    return replace(part, cards=tuple(renamed))


def _runner(brief: Brief, runner: Runner | None, exercise: Exercise) -> Runner | None:
    if runner is None:
        return None
    return replace(runner, warm_up=tuple(_move(brief, move, exercise) for move in runner.warm_up))


def _move(brief: Brief, move: WarmUpMove, exercise: Exercise) -> WarmUpMove:
    if move.terms is None or move.terms.code != exercise.slug:
        return move
    line = Prescription(exercise=exercise, side=move.terms.side, first_side=move.terms.first_side)
    words = move_words(brief, line)
    if move.terms.is_noted:
        words["how"] = move.how
    return replace(move, **words, terms=replace(move.terms, version=exercise.version))


def _credits(credits: Credits | None, exercise: Exercise, clinic: Clinic) -> Credits | None:
    """Return the small print: a sheet is reviewed as long as all of it is, and names whoever reviewed the new words."""
    if credits is None:
        return None
    _item, stands = standing(exercise, clinic)
    is_signed = bool(credits.reviewers) and stands.state == State.SIGNED
    reviewers = tuple(sorted({*credits.reviewers, stands.reviewer})) if is_signed else ()
    if reviewers == credits.reviewers:
        return credits
    return replace(credits, reviewers=reviewers, status=small_print.status(reviewers, clinic))
