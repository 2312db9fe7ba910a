"""What is different in one exercise that goes on: dose, side, description, note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from programmes.dosage import Direction, Dosage, DoseLine, differences, words
from programmes.handout.document import ExerciseCard
from programmes.handout.prose import now_and_before
from programmes.sides import Side

Lines = Mapping[str, DoseLine]


@dataclass(frozen=True)
class Sentence:
    """One difference in words. Those with a heading of their own ("Rest: ...") do not follow the name and a colon."""

    direction: Direction
    text: str
    follows_name: bool = False


def sentences(old: ExerciseCard, new: ExerciseCard, *, speak_alike: bool) -> list[Sentence]:
    """Return the differences; without *speak_alike* the old words are in another language, and not to be quoted."""
    found = [*_dose(old, new, speak_alike), *_side(old, new, speak_alike), *_rest(old, new, speak_alike)]
    # "Squat: 3 sets of 10. How often: every day." reads better than the other way round.
    return sorted(found, key=lambda sentence: not sentence.follows_name)


def _dose(old: ExerciseCard, new: ExerciseCard, speak_alike: bool) -> Iterator[Sentence]:
    was, now = _lines(old, beside=new, as_printed=speak_alike), _lines(new, beside=old, as_printed=True)
    for found in differences(old.dosage, new.dosage):
        text = _line(was.get(found.line), now.get(found.line))
        if text:
            yield Sentence(found.direction, text, follows_name=found.line == "amount")


def _lines(card: ExerciseCard, *, beside: ExerciseCard, as_printed: bool) -> Lines:
    """Return the dose by line, as printed but for what both would say: the side, and of how often what is the same.

    What was not printed in this language is worded anew, without the speed, whose words only the exercise knows, and
    without the load, which is in somebody's own words.
    """
    worded = {line.name: line for line in words(_shortened(card.dosage, beside.dosage), Side.TOGETHER)}
    if as_printed:
        return {**{line.name: line for line in card.dose}, **{name: worded[name] for name in _SHORT if name in worded}}
    return {name: line for name, line in worded.items() if name not in _OWN_WORDS}


_OWN_WORDS = ("tempo", "load")
_SHORT = ("amount", "often")


def _shortened(dosage: Dosage, other: Dosage) -> Dosage:
    same_times = (dosage.times_per_day or 1) == (other.times_per_day or 1)
    same_days = dosage.days_per_week == other.days_per_week
    return replace(
        dosage,
        times_per_day=None if same_times else dosage.times_per_day or 1,
        days_per_week=None if same_days else dosage.days_per_week,
    )


def _line(was: DoseLine | None, now: DoseLine | None) -> str:
    """Return what the line says and said; nothing where it was not printed then nor is now."""
    if now is None:
        frame = _("%(label)s: not set any more. Until now: %(before)s.")
        return frame % {"label": was.label, "before": was.text} if was else ""
    said = now_and_before(now.text, was.text if was else "")
    return said if now.name == "amount" else _("%(label)s: %(text)s") % {"label": now.label, "text": said}


def _side(old: ExerciseCard, new: ExerciseCard, speak_alike: bool) -> Iterator[Sentence]:
    is_other = old.side != new.side or (speak_alike and old.side_words != new.side_words)
    if is_other and new.side_words:
        said = now_and_before(new.side_words, old.side_words if speak_alike else "")
        yield Sentence(Direction.CHANGED, said, follows_name=True)


def _rest(old: ExerciseCard, new: ExerciseCard, speak_alike: bool) -> Iterator[Sentence]:
    if speak_alike and _is_told_anew(old, new):
        yield Sentence(Direction.CHANGED, _("The steps are told in new words."))
    if speak_alike and new.note and new.note != old.note:
        yield Sentence(Direction.CHANGED, _("There is a new note for you."))
    if new.is_optional != old.is_optional:
        said = _("It is optional now.") if new.is_optional else _("It is not optional any more.")
        yield Sentence(Direction.CHANGED, said)


def _is_told_anew(old: ExerciseCard, new: ExerciseCard) -> bool:
    """Say whether the steps differ. For another side they have to, and a card may leave them to another one."""
    return old.side == new.side and bool(old.steps and new.steps) and old.steps != new.steps
