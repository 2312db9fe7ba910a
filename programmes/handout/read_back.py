"""A document turned back into the programme it was made from, as far as a handout tells.

Takes nothing of the patient but what was agreed with them, and that only when asked. Knows no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from programmes.handout import isolates
from programmes.handout.document import Document, ExerciseCard, Part, RunningLadder, Stage
from programmes.handout.terms import LineTerms, PartTerms, PlanTerms, StageTerms

Plain = dict[str, Any]


def programme_of(document: Document, *, for_patient: bool) -> Plain:
    """Return the programme as JSON, its phases those that are printed, in the language they are printed in.

    With *for_patient* it has the goal and the days agreed with the patient; as a template it has neither.
    """
    return isolates.none_in(_programme(document, for_patient=for_patient))


def _programme(document: Document, *, for_patient: bool) -> Plain:
    terms = document.terms or PlanTerms()
    title = terms.title or document.title.words
    return {
        "kind": document.kind.value,
        "name": title,
        "plain_name": title,
        "condition": terms.condition or None,
        "programme_kind": terms.programme_kind or None,
        "side": terms.side if for_patient else "",
        "not_for_flags": list(terms.not_for_flags),
        "phases": [_phase(part) for part in document.parts],
        "running_plan": _running_plan(document.ladder) if document.ladder else None,
        **(_agreed(document) if for_patient else {}),
    }


def left_out(document: Document, *, for_patient: bool) -> Iterator[str]:
    """Yield what the handout does not tell, or what is not taken from it, a sentence each."""
    if document.patient is not None:
        yield _("Who the handout was for is not taken over.")
    if not for_patient:
        yield _("It is a template: goal, sore side, days and dates of the handout are left out.")
    else:
        yield _("The day you practised together and the place are left out: agree on them anew.")
    if document.parts and not document.parts[0].is_first:
        yield _("The phases before “%(phase)s” are not in this handout.") % {
            "phase": isolates.without(document.parts[0].heading)
        }
    if document.next_part is not None:
        yield _("“%(phase)s” and what follows are not in this handout.") % {
            "phase": isolates.without(document.next_part.heading)
        }
    yield _("Notes for the practitioner, the template it came from and its evidence are not in a handout.")
    if any(card.note for card in document.cards):
        yield _("Notes for the patient are as printed: read them, they were written for somebody else.")
    yield _("Words and pictures of the exercises are those of the library here.")


def _agreed(document: Document) -> Plain:
    schedule = document.schedule
    return {
        "goal": document.goal,
        "review_date": document.review.isoformat() if document.review else None,
        "start_date": schedule.starts.isoformat() if schedule and schedule.starts else None,
        "session_days": list(schedule.weekdays) if schedule else [],
        "time_of_day": schedule.time_of_day if schedule else "",
    }


def _phase(part: Part) -> Plain:
    terms = part.terms or PartTerms(name=part.heading, goal=part.goal)
    return {
        "slug": part.code,
        "name": terms.name,
        "plain_name": terms.name,
        "goal_plain": terms.goal,
        "running_patient_text": terms.running,
        "pain_rule": terms.pain_rule or None,
        "running_pain_rule": terms.running_pain_rule or None,
        "advice": list(terms.advice),
        "may_run": terms.may_run,
        **{name: value for name, value in asdict(terms).items() if name.endswith(("_min", "_max"))},
        "criteria_to_progress": [{"text": text} for text in part.move_on_when],
        "step_back_if": list(part.go_back_if),
        "prescriptions": [_line(card, part.cards) for card in part.cards],
    }


def _line(card: ExerciseCard, cards: Sequence[ExerciseCard]) -> Plain:
    terms = card.terms or LineTerms()
    return {
        "id": str(card.number),
        "exercise": card.code,
        "dose": card.dosage.as_plain(),
        "side": card.side,
        "first_side": terms.first_side,
        "why": terms.why,
        "note": card.note,
        "is_optional": card.is_optional,
        "instead_of": _id_at(cards, terms.instead_of),
    }


def _id_at(cards: Sequence[ExerciseCard], place: int | None) -> str | None:
    return str(cards[place].number) if place is not None and 0 <= place < len(cards) else None


def _running_plan(ladder: RunningLadder) -> Plain:
    return {
        "pain_rule": ladder.pain_rule or None,
        "entry_criteria": [{"text": text} for text in ladder.entry],
        "stage_rules": [{"when": rule.when, "then": rule.then} for rule in ladder.rules],
        "stages": [_stage(stage) for stage in ladder.stages],
    }


def _stage(stage: Stage) -> Plain:
    terms = stage.terms or StageTerms(kind="interval")
    return {**asdict(terms), "number": stage.number, "name": stage.name, "note": stage.note}
