"""The small phrases a dose is worded from: times, distances, effort, tempo and where it is done.

Each is a whole phrase a translator can turn round; sentences are put together in `wording`.
"""

from enum import StrEnum
from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from programmes.dosage.dose import Tempo
from programmes.dosage.kinds import Activity
from programmes.sides import Side


class Part(StrEnum):
    """What the two sides of an exercise are called: legs, or sides where the whole body lies or turns."""

    LEG = "leg"
    SIDE = "side"

    @property
    def label(self) -> Promise:
        return _PART_LABELS[self]


class Movement(StrEnum):
    """What a patient does first in one repetition, which also says where the pause is.

    A leg raise lifts, pauses at the top and lowers; a squat lowers, pauses at the bottom and rises.
    """

    LIFT = "lift"
    LOWER = "lower"
    STAND = "stand"
    STEP = "step"
    BEND = "bend"
    STRAIGHTEN = "straighten"
    SLIDE = "slide"

    @property
    def label(self) -> Promise:
        return _MOVEMENT_LABELS[self]


_PART_LABELS: dict[Part, Promise] = {Part.LEG: gettext_lazy("Leg"), Part.SIDE: gettext_lazy("Side")}

_MOVEMENT_LABELS: dict[Movement, Promise] = {
    Movement.LIFT: gettext_lazy("Lift, then lower"),
    Movement.LOWER: gettext_lazy("Lower, then push back up"),
    Movement.STAND: gettext_lazy("Stand up, then sit down"),
    Movement.STEP: gettext_lazy("Step up, then step down"),
    Movement.BEND: gettext_lazy("Bend, then straighten"),
    Movement.STRAIGHTEN: gettext_lazy("Straighten, then bend"),
    Movement.SLIDE: gettext_lazy("Slide out, then slide back"),
}

# In these the slow lowering comes first, and the pause is at the bottom.
_LOWERS_FIRST = {Movement.LOWER, Movement.SLIDE}

# What is done first and what is done second, each timed and not timed (a tempo of 0).
_CLAUSES: dict[Movement, tuple[Promise, Promise, Promise, Promise]] = {
    Movement.LIFT: (
        gettext_lazy("Take %(time)s to lift"),
        gettext_lazy("Lift without counting"),
        gettext_lazy("take %(time)s to lower"),
        gettext_lazy("lower without counting"),
    ),
    Movement.LOWER: (
        gettext_lazy("Take %(time)s to lower"),
        gettext_lazy("Lower without counting"),
        gettext_lazy("take %(time)s to push back up"),
        gettext_lazy("come back up without counting"),
    ),
    Movement.STAND: (
        gettext_lazy("Take %(time)s to stand up"),
        gettext_lazy("Stand up without counting"),
        gettext_lazy("take %(time)s to sit down"),
        gettext_lazy("sit down without counting"),
    ),
    Movement.STEP: (
        gettext_lazy("Take %(time)s to step up"),
        gettext_lazy("Step up without counting"),
        gettext_lazy("take %(time)s to step down"),
        gettext_lazy("step down without counting"),
    ),
    Movement.BEND: (
        gettext_lazy("Take %(time)s to bend"),
        gettext_lazy("Bend without counting"),
        gettext_lazy("take %(time)s to straighten"),
        gettext_lazy("straighten without counting"),
    ),
    Movement.STRAIGHTEN: (
        gettext_lazy("Take %(time)s to straighten"),
        gettext_lazy("Straighten without counting"),
        gettext_lazy("take %(time)s to bend"),
        gettext_lazy("bend without counting"),
    ),
    Movement.SLIDE: (
        gettext_lazy("Take %(time)s to slide out"),
        gettext_lazy("Slide out without counting"),
        gettext_lazy("take %(time)s to slide back"),
        gettext_lazy("slide back without counting"),
    ),
}

_ON_SIDE: dict[tuple[Part, Side], Promise] = {
    (Part.LEG, Side.LEFT): gettext_lazy("%(amount)s on your left leg"),
    (Part.LEG, Side.RIGHT): gettext_lazy("%(amount)s on your right leg"),
    (Part.LEG, Side.EACH): gettext_lazy("%(amount)s on each leg"),
    (Part.SIDE, Side.LEFT): gettext_lazy("%(amount)s on your left side"),
    (Part.SIDE, Side.RIGHT): gettext_lazy("%(amount)s on your right side"),
    (Part.SIDE, Side.EACH): gettext_lazy("%(amount)s on each side"),
}

_CHANGE: dict[Part, Promise] = {
    Part.LEG: gettext_lazy("%(time)s before you change legs"),
    Part.SIDE: gettext_lazy("%(time)s before you change sides"),
}

# First in the sentence, and after another part.
_ACTIVITIES: dict[Activity, tuple[Promise, Promise]] = {
    Activity.RUN: (gettext_lazy("Run %(time)s"), gettext_lazy("run %(time)s")),
    Activity.QUICK_RUN: (
        gettext_lazy("Run with quicker steps for %(time)s"),
        gettext_lazy("run with quicker steps for %(time)s"),
    ),
    Activity.EASY_RUN: (gettext_lazy("Run easily for %(time)s"), gettext_lazy("run easily for %(time)s")),
    Activity.WALK: (gettext_lazy("Walk %(time)s"), gettext_lazy("walk %(time)s")),
}

# Plain words for effort out of 10, by convention: those of the common 0-10 chart of perceived effort (0 nothing,
# 2-3 light, 4-5 moderate to somewhat hard, 6-7 hard, 8-9 very hard, 10 all you have), said more simply.
_EFFORT: tuple[Promise, ...] = (
    pgettext_lazy("effort", "no effort"),
    pgettext_lazy("effort", "very easy"),
    pgettext_lazy("effort", "easy"),
    pgettext_lazy("effort", "easy"),
    pgettext_lazy("effort", "medium"),
    pgettext_lazy("effort", "fairly hard"),
    pgettext_lazy("effort", "hard"),
    pgettext_lazy("effort", "hard"),
    pgettext_lazy("effort", "very hard"),
    pgettext_lazy("effort", "very hard"),
    pgettext_lazy("effort", "as hard as you can"),
)


def say(phrase: Promise | str, **values: object) -> str:
    """Return a translated phrase with its values filled in."""
    return str(phrase) % values if values else str(phrase)


def time_words(seconds: int) -> str:
    """Return "45 seconds", "1 minute 30 seconds" or "1 hour 15 minutes"."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [
        (hours, ngettext("%(count)d hour", "%(count)d hours", hours)),
        (minutes, ngettext("%(count)d minute", "%(count)d minutes", minutes)),
        (rest, ngettext("%(count)d second", "%(count)d seconds", rest)),
    ]
    said = [say(phrase, count=count) for count, phrase in parts if count] or [say(parts[-1][1], count=0)]
    return reduce(_and_shorter, said)


def distance_words(metres: int) -> str:
    """Return "80 metres", or whole kilometres as "5 kilometres"."""
    if metres >= 1000 and metres % 1000 == 0:
        count = metres // 1000
        return say(ngettext("%(count)d kilometre", "%(count)d kilometres", count), count=count)
    return say(ngettext("%(count)d metre", "%(count)d metres", metres), count=metres)


def effort_words(low: int, high: int) -> str:
    """Return the effort with its plain words: "Effort 4 to 6 out of 10: fairly hard to hard"."""
    # Off the scale is refused elsewhere; a preview of it must still be drawn.
    easier, harder = (_EFFORT[min(max(value, 0), 10)] for value in (low, high))
    if low == high:
        return say(_("Effort %(low)d out of 10: %(easier)s"), low=low, easier=easier)
    if str(easier) == str(harder):
        return say(_("Effort %(low)d to %(high)d out of 10: %(easier)s"), low=low, high=high, easier=easier)
    phrase = _("Effort %(low)d to %(high)d out of 10: %(easier)s to %(harder)s")
    return say(phrase, low=low, high=high, easier=easier, harder=harder)


def tempo_words(tempo: Tempo, movement: Movement, held: bool) -> str:
    """Return one repetition in words. `held` says that the pause is the hold of the dose."""
    first, second = tempo.lift_seconds, tempo.lower_seconds
    if movement in _LOWERS_FIRST:
        first, second = second, first
    timed_first, free_first, timed_second, free_second = _CLAUSES[movement]
    clauses = {
        "first": say(timed_first if first else free_first, time=time_words(first)),
        "second": say(timed_second if second else free_second, time=time_words(second)),
    }
    if tempo.pause_seconds == 0:
        return say(_("%(first)s, %(second)s, with no pause"), **clauses)
    pause = time_words(tempo.pause_seconds)
    if held:
        return say(_("%(first)s, hold %(pause)s, %(second)s"), pause=pause, **clauses)
    return say(_("%(first)s, pause %(pause)s, %(second)s"), pause=pause, **clauses)


def on_side(amount: str, side: Side, part: Part) -> str:
    """Return the amount with where it is done; both together needs no saying."""
    frame = _ON_SIDE.get((part, side))
    return amount if frame is None else say(frame, amount=amount)


def change_words(seconds: int, part: Part) -> str:
    """Return the rest between one side and the other."""
    return say(_CHANGE[part], time=time_words(seconds))


def first_activity(activity: Activity, seconds: int) -> str:
    return say(_ACTIVITIES[activity][0], time=time_words(seconds))


def second_activity(activity: Activity, seconds: int) -> str:
    return say(_ACTIVITIES[activity][1], time=time_words(seconds))


def _and_shorter(longer: str, shorter: str) -> str:
    return say(pgettext("time", "%(longer)s %(shorter)s"), longer=longer, shorter=shorter)
