"""Exercises that came, changed and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from programmes.dosage import Direction, overall
from programmes.handout.changes.line import sentences
from programmes.handout.changes.matching import matched, swapped
from programmes.handout.changes.versions import Versions
from programmes.handout.document import Change, ChangeKind, ExerciseCard
from programmes.handout.prose import joined

Kept = Sequence[tuple[ExerciseCard, ExerciseCard]]


def changes(versions: Versions) -> Iterator[Change]:
    found = matched(versions.before.cards, versions.after.cards)
    swaps = swapped(found)
    came = [card for card in found.new if card not in swaps]
    went = [card for card in found.stopped if card not in swaps.values()]
    if came:
        yield _listed(ChangeKind.NEW, [_called(card, versions) for card in came])
    for card, old in swaps.items():
        words = _("%(new)s in place of %(old)s.") % {"new": _called(card, versions), "old": _recalled(old, versions)}
        yield Change(ChangeKind.NEW, words)
    yield from _changed(versions, found.kept)
    if went:
        yield _listed(ChangeKind.STOPPED, [_recalled(card, versions) for card in went])


def _changed(versions: Versions, kept: Kept) -> Iterator[Change]:
    found = [change for old, new in kept if (change := _change(versions, old, new))]
    for kind in (ChangeKind.HARDER, ChangeKind.EASIER, ChangeKind.CHANGED):
        yield from (change for change in found if change.kind is kind)


def _change(versions: Versions, old: ExerciseCard, new: ExerciseCard) -> Change | None:
    said = sentences(old, new, speak_alike=versions.speak_alike)
    direction = overall(each.direction for each in said)
    if direction is Direction.SAME:
        return None
    frame = _("%(exercise)s: %(what)s") if said[0].follows_name else _("%(exercise)s. %(what)s")
    words = {"exercise": _called(new, versions), "what": " ".join(each.text for each in said)}
    return Change(ChangeKind(direction.value), frame % words)


def _listed(kind: ChangeKind, names: Sequence[str]) -> Change:
    return Change(kind, _("%(exercises)s.") % {"exercises": joined(names)})


def _called(card: ExerciseCard, versions: Versions) -> str:
    """Return the name of an exercise that is done, with its number where it comes twice."""
    if [other.code for other in versions.after.cards].count(card.code) < 2:
        return card.name
    return _("%(exercise)s (exercise %(number)d)") % {"exercise": card.name, "number": card.number}


def _recalled(card: ExerciseCard, versions: Versions) -> str:
    """Return the name of an exercise that was done, with what was asked where it goes on otherwise."""
    if card.code not in {other.code for other in versions.after.cards}:
        return card.name
    return _("%(exercise)s (%(dose)s)") % {"exercise": card.name, "dose": card.summary}
