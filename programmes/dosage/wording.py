"""How a dose reads. The only place that words one: handout, builder, calendar and API all ask here.

Knows the side and, of the exercise, only what its sides are called and how it moves.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.dosage.dose import Dosage
from programmes.dosage.kinds import Activity, Kind
from programmes.dosage.phrases import (
    Movement,
    Part,
    change_words,
    distance_words,
    effort_words,
    first_activity,
    on_side,
    say,
    second_activity,
    tempo_words,
    time_words,
)
from programmes.sides import Side


@dataclass(frozen=True)
class DoseLine:
    """One row of the dose table: a stable name for code, a label and the text for the patient."""

    name: str
    label: str
    text: str


def words(
    dosage: Dosage, side: Side, part: Part = Part.LEG, movement: Movement = Movement.LIFT
) -> tuple[DoseLine, ...]:
    """Return the dose as rows in handout order; what is not prescribed has no row.

    Names, in order: amount, hold, load, effort, tempo, rest, often. Texts have no full stop.
    """
    texts = (
        ("amount", amount(dosage, side, part)),
        ("hold", _hold(dosage)),
        ("load", dosage.load[:1].upper() + dosage.load[1:]),
        ("effort", _effort(dosage)),
        ("tempo", _tempo(dosage, movement)),
        ("rest", _rest(dosage, side, part)),
        ("often", how_often(dosage)),
    )
    return tuple(DoseLine(name, _label(name, dosage.kind), text) for name, text in texts if text)


def summary(dosage: Dosage, side: Side, part: Part = Part.LEG) -> str:
    """Return the dose in one line for an overview: "3 sets of 12 on each leg"."""
    said = amount(dosage, side, part)
    if said and dosage.kind in _HELD_EACH and dosage.hold_seconds:
        frame = _("%(amount)s, holding each for %(time)s")
        return say(frame, amount=said, time=time_words(dosage.hold_seconds))
    return said


def amount(dosage: Dosage, side: Side, part: Part = Part.LEG) -> str:
    """Return sets and repetitions, hold, time or distance with the side; "" when none is prescribed."""
    said = _AMOUNTS[dosage.kind](dosage)
    if not said or dosage.kind is Kind.INTERVALS:
        return said
    return on_side(said, side, part)


def how_often(dosage: Dosage) -> str:
    """Return "Twice a day, every day", or what of it is prescribed."""
    times, days = dosage.times_per_day, dosage.days_per_week
    if days is None:
        return "" if times is None else _capital(_times_a_day(times))
    if days == 1 and times == 1:
        return say(_("Once a week"))
    if times is None:
        return _capital(_days_a_week(days))
    return _capital(say(_("%(times)s, %(days)s"), times=_times_a_day(times), days=_days_a_week(days)))


_HELD_EACH = {Kind.REPS, Kind.TO_COMFORT}

_LABELS: dict[str, Promise] = {
    "hold": gettext_lazy("Hold"),
    "load": gettext_lazy("Level"),
    "effort": gettext_lazy("How hard"),
    "tempo": gettext_lazy("Speed"),
    "rest": gettext_lazy("Rest"),
    "often": gettext_lazy("How often"),
}

_AMOUNT_LABELS: dict[Kind, Promise] = {
    Kind.REPS: gettext_lazy("How many"),
    Kind.HOLD: gettext_lazy("How long"),
    Kind.TIME: gettext_lazy("How long"),
    Kind.DISTANCE: gettext_lazy("How far"),
    Kind.TO_COMFORT: gettext_lazy("How many"),
    Kind.INTERVALS: gettext_lazy("How long"),
}


def _label(name: str, kind: Kind) -> str:
    return str(_AMOUNT_LABELS[kind] if name == "amount" else _LABELS[name])


def _reps(dosage: Dosage) -> str:
    sets, reps = dosage.sets, dosage.reps
    if reps is None:
        return "" if sets is None else say(ngettext("%(sets)d set", "%(sets)d sets", sets), sets=sets)
    if sets is None or reps == 1:
        return _capital(_times(reps if sets is None else sets))
    return say(ngettext("%(sets)d set of %(reps)d", "%(sets)d sets of %(reps)d", sets), sets=sets, reps=reps)


def _to_comfort(dosage: Dosage) -> str:
    if dosage.sets is None:
        return say(_("As many as feel comfortable"))
    phrase = ngettext(
        "%(sets)d set of as many as feel comfortable",
        "%(sets)d sets of as many as feel comfortable",
        dosage.sets,
    )
    return say(phrase, sets=dosage.sets)


def _still_hold(dosage: Dosage) -> str:
    if dosage.hold_seconds is None:
        return ""
    return _repeated(say(_("Hold for %(time)s"), time=time_words(dosage.hold_seconds)), dosage.sets)


def _time(dosage: Dosage) -> str:
    if dosage.duration_seconds is None:
        return ""
    return _repeated(time_words(dosage.duration_seconds), dosage.sets)


def _distance(dosage: Dosage) -> str:
    if dosage.distance_metres is None:
        return ""
    return _repeated(distance_words(dosage.distance_metres), dosage.sets)


def _intervals(dosage: Dosage) -> str:
    work, easy = dosage.duration_seconds, dosage.easy_seconds
    if work is None:
        return ""
    activity = dosage.work_activity or Activity.RUN
    if not easy:
        said = _repeated(first_activity(activity, work), dosage.sets)
        return said if easy is None else say(_("%(amount)s, without a break"), amount=said)
    parts = [(activity, work), (dosage.easy_activity or Activity.WALK, easy)]
    # A walk comes first, as the stage table of a walk-run plan has it.
    if dosage.easy_activity is not Activity.EASY_RUN:
        parts.reverse()
    both = say(_("%(first)s, %(second)s"), first=first_activity(*parts[0]), second=second_activity(*parts[1]))
    return _repeated(both, dosage.sets)


_AMOUNTS: dict[Kind, Callable[[Dosage], str]] = {
    Kind.REPS: _reps,
    Kind.HOLD: _still_hold,
    Kind.TIME: _time,
    Kind.DISTANCE: _distance,
    Kind.TO_COMFORT: _to_comfort,
    Kind.INTERVALS: _intervals,
}


def _hold(dosage: Dosage) -> str:
    """Return how long each repetition is held, unless the tempo says it as the pause."""
    hold = dosage.hold_seconds
    if dosage.kind not in _HELD_EACH or hold is None or _is_pause(dosage):
        return ""
    if hold == 0:
        return say(_("Do not hold"))
    return say(_("Hold each one for %(time)s"), time=time_words(hold))


def _effort(dosage: Dosage) -> str:
    given = [value for value in (dosage.effort_low, dosage.effort_high) if value is not None]
    return effort_words(given[0], given[-1]) if given else ""


def _tempo(dosage: Dosage, movement: Movement) -> str:
    if dosage.tempo is None:
        return ""
    return tempo_words(dosage.tempo, movement, held=_is_pause(dosage))


def _is_pause(dosage: Dosage) -> bool:
    """Say whether hold and pause are one and the same."""
    return dosage.tempo is not None and dosage.hold_seconds == dosage.tempo.pause_seconds


def _rest(dosage: Dosage, side: Side, part: Part) -> str:
    """Return the rest. A rest of 0 after the only set tells nobody anything, so it has no words."""
    rest = dosage.rest_seconds
    if rest is None:
        return ""
    if dosage.sets is None or dosage.sets > 1:
        return _rest_between(dosage.kind, rest)
    if rest == 0:
        return ""
    if side is Side.EACH:
        return change_words(rest, part)
    return say(_("%(time)s before you go on"), time=time_words(rest))


def _rest_between(kind: Kind, rest: int) -> str:
    nothing, something = _BETWEEN.get(kind, _BETWEEN[Kind.REPS])
    return say(nothing) if rest == 0 else say(something, time=time_words(rest))


_BETWEEN: dict[Kind, tuple[Promise, Promise]] = {
    Kind.REPS: (gettext_lazy("No rest between sets"), gettext_lazy("%(time)s between sets")),
    Kind.HOLD: (gettext_lazy("No rest between holds"), gettext_lazy("%(time)s between holds")),
    Kind.TIME: (gettext_lazy("No rest between goes"), gettext_lazy("%(time)s between goes")),
    Kind.DISTANCE: (gettext_lazy("No rest between goes"), gettext_lazy("%(time)s between goes")),
}


def _repeated(once: str, sets: int | None) -> str:
    if sets is None or sets == 1:
        return once
    return say(_("%(once)s, %(times)s"), once=once, times=_times(sets))


def _times(count: int) -> str:
    if count == 1:
        return say(_("once"))
    if count == 2:
        return say(_("twice"))
    return say(ngettext("%(count)d time", "%(count)d times", count), count=count)


def _times_a_day(times: int) -> str:
    if times == 1:
        return say(_("once a day"))
    if times == 2:
        return say(_("twice a day"))
    return say(ngettext("%(count)d time a day", "%(count)d times a day", times), count=times)


def _days_a_week(days: int) -> str:
    if days == 7:
        return say(_("every day"))
    return say(ngettext("%(count)d day a week", "%(count)d days a week", days), count=days)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
