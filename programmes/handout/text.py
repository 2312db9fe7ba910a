"""A document as plain text: a note for the patient's record, to be pasted into whatever system the clinic keeps.

It says what was prescribed and not how each exercise is done; of the patient it says nothing. Knows no database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.handout import isolates
from programmes.handout.document import Document, ExerciseCard, Part, RunningLadder, RunWeek, Stage
from programmes.sides import Side


@dataclass(frozen=True)
class Answered:
    """What was found before issue, and the reason on record for handing it out all the same."""

    says: str
    reason: str
    who: str = ""
    about: str = ""


@dataclass(frozen=True)
class Record:
    """What the clinic keeps beside the document. ``sha256`` is that of the PDF as it was given."""

    handout: str
    sha256: str
    issued_by: str
    answered: tuple[Answered, ...] = ()
    withdrawn: str = ""


def note(document: Document, record: Record) -> str:
    """Return the whole note, a fact a line, in the language of the document."""
    with translation.override(document.language):
        return _plain(_long(document, record), "\n")


def short_note(document: Document, record: Record) -> str:
    """Return the note on one line, for systems with small boxes: of each dose how much, with what and how often."""
    with translation.override(document.language):
        return _plain(_short(document, record), " ")


def ascii_only(text: str) -> str:
    """Return *text* in the letters and signs that any system holds; what has no likeness there becomes "?"."""
    spelt = "".join(_LIKENESSES.get(sign, sign) for sign in text)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(sign))
    return bare.encode("ascii", "replace").decode()


_LIKENESSES = {
    **{"–": "-", "—": "-", "−": "-", "‑": "-", "×": "x", "·": "-", "•": "-", "…": "...", "\u00a0": " ", "\u202f": " "},
    **{"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"},
    **{"≤": "<=", "≥": ">=", "±": "+/-", "°": " degrees", "½": "1/2", "€": "EUR", "£": "GBP"},
    **{"ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"},
}


def _plain(lines: Iterable[str], between: str) -> str:
    """What a text holds of line ends, tabs and marks would tear the note: a fact stays on its line."""
    return between.join(" ".join(isolates.without(line).split()) for line in lines if line.strip())


def _long(document: Document, record: Record) -> Iterator[str]:
    yield from _head(document, record)
    yield _said(_("Goal"), document.goal)
    for part in document.parts:
        yield from _part(part)
    yield from _running(document)
    yield from _safety(document, record)
    yield _said(_("Practised together"), _day(document.practised_on))
    yield _said(_("Review"), _day(document.review))
    yield from _foot(document, record)


def _short(document: Document, record: Record) -> Iterator[str]:
    yield from _head(document, record)
    for part in document.parts:
        cards = "; ".join(f"{card.name}{_choice(card)}, {_dose_in_short(card)}" for card in part.cards)
        yield _sentence(f"{part.heading}: {cards}")
    if document.ladder is not None:
        yield _sentence(_said(_("Walk-run plan"), _stages_in_short(document.ladder)))
    if record.answered:
        yield _sentence(_said(_("Findings answered with a reason"), str(len(record.answered))))
    yield _sentence(_said(_("Review"), _day(document.review)))
    yield _sentence(_said(_("Issued by"), record.issued_by))
    yield _sentence(_said(_("Handout"), record.handout))


def _dose_in_short(card: ExerciseCard) -> str:
    return ", ".join(line.text for line in card.dose if line.name in _DOSE_IN_SHORT)


# How much on which leg, with what, how often. Speed, rests and effort are in the note in full.
_DOSE_IN_SHORT = ("amount", "hold", "load", "often")


def _head(document: Document, record: Record) -> Iterator[str]:
    if record.withdrawn:
        yield _sentence(_said(_("WITHDRAWN, do not use"), record.withdrawn))
    words = {"day": _day(document.issued), "title": document.title.words, "number": document.version}
    yield _("HEP issued %(day)s: %(title)s, version %(number)s.") % words


def _part(part: Part) -> Iterator[str]:
    yield ", ".join(text for text in (part.heading, part.when) if text)
    for card in part.cards:
        yield _card(card)
        yield _said(_("Take care"), " ".join(card.care))
        yield _said(_("Note"), card.note)
    yield _said(_("Move on when"), " ".join(part.move_on_when))
    yield _said(_("Go back if"), " ".join(part.go_back_if))


def _card(card: ExerciseCard) -> str:
    side = card.side_words or str(Side(card.side).label)
    dose = "; ".join(line.text for line in card.dose)
    return f"{card.number}. {card.name}{_choice(card)}. {side}: {dose}"


def _choice(card: ExerciseCard) -> str:
    """Return that an exercise may be left out, or stands in place of another: read as one more it doubles the dose."""
    others = [_("optional")] if card.is_optional else []
    others += [_("instead of %(exercise)s") % {"exercise": card.instead_of}] if card.instead_of else []
    return f" ({', '.join(others)})" if others else ""


def _running(document: Document) -> Iterator[str]:
    ladder, runner = document.ladder, document.runner
    if ladder is not None:
        yield _said(_("Walk-run plan"), _stages_in_short(ladder))
        yield from (_stage(stage) for stage in ladder.stages)
        yield from (_week(week) for week in ladder.weeks)
        yield _said(_("Pain while running"), ladder.pain)
    if runner is not None:
        yield _said(_("Warm-up"), "; ".join(f"{move.name} {move.summary}" for move in runner.warm_up))
        yield _said(_("Steps a minute"), runner.cadence.aim if runner.cadence else "")


def _stages_in_short(ladder: RunningLadder) -> str:
    numbers = [stage.number for stage in ladder.stages]
    now = next((stage.number for stage in ladder.stages if stage.is_now), None)
    if not numbers:
        return ""
    words = {"first": min(numbers), "last": max(numbers), "now": now}
    if now is None:
        return _("stages %(first)d to %(last)d") % words
    return _("stages %(first)d to %(last)d, now at stage %(now)d") % words


def _stage(stage: Stage) -> str:
    words = {"number": stage.number, "what": stage.what or stage.name, "count": stage.sessions}
    return _("Stage %(number)d: %(what)s; sessions: %(count)d") % words


def _week(week: RunWeek) -> str:
    runs = "; ".join(" ".join(text for text in (_day(run.on), run.amount) if text) for run in week.runs)
    return _("Stage %(number)d, week of %(day)s: %(runs)s") % {
        "number": week.stage,
        "day": _day(week.starts_on),
        "runs": runs,
    }


def _safety(document: Document, record: Record) -> Iterator[str]:
    for each in record.answered:
        who = f" ({each.who})" if each.who else ""
        about = f" [{each.about}]" if each.about else ""
        yield _said(_("Found and answered"), f"{each.says}{about} {_('Reason')}: {each.reason}{who}")
    if document.pain_rule is not None:
        rows = "; ".join(f"{row.score}: {row.action.rstrip('.')}" for row in document.pain_rule.rows)
        yield _said(_("Pain rule"), rows)
        yield _said(_("Pain while running"), document.pain_rule.running)
    yield _said(_("Stop rule"), document.stop_rule)
    boxes = "; ".join(f"{box.heading} {len(box.signs)}" for box in document.warnings)
    yield _said(_("Warning signs on the sheet"), boxes)
    yield _said(_("Advice"), "; ".join(advice.title for advice in document.advice))


def _foot(document: Document, record: Record) -> Iterator[str]:
    yield _said(_("Issued by"), f"{record.issued_by}, {document.clinic.name}")
    yield _said(_("Handout"), record.handout)
    yield _said("PDF SHA-256", record.sha256)


def _said(label: str, words: str) -> str:
    return f"{label}: {words}" if words.strip() else ""


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _day(day: date | None) -> str:
    return date_format(day) if day is not None else ""
