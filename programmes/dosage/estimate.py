"""How long a dose takes, as an estimate for planning a session. Nothing here is prescribed.

Conventions, where the dose does not say: a repetition without a tempo takes 3 seconds, "as many as feel
comfortable" is 10, and distance is covered at an easy jog of 2 metres a second.
"""

from programmes.dosage.dose import Dosage
from programmes.dosage.kinds import Kind
from programmes.sides import Side

SECONDS_PER_REPETITION = 3
REPETITIONS_TO_COMFORT = 10
METRES_PER_SECOND = 2


def seconds_estimate(dosage: Dosage, side: Side) -> int | None:
    """Return about how many seconds one session of this dose takes; None when the dose is incomplete.

    Each side doubles the work. One leg works while the other rests, so only what is left of the rest counts.
    """
    work = _seconds_of_one_set(dosage)
    if work is None:
        return None
    sets = 1 if dosage.sets is None else dosage.sets
    rest = 0 if dosage.rest_seconds is None else dosage.rest_seconds
    if side is Side.EACH and dosage.kind is not Kind.INTERVALS:
        return 2 * sets * work + (sets - 1) * max(0, rest - work)
    return sets * work + (sets - 1) * rest


def _seconds_of_one_set(dosage: Dosage) -> int | None:
    match dosage.kind:
        case Kind.HOLD:
            return dosage.hold_seconds
        case Kind.TIME:
            return dosage.duration_seconds
        case Kind.DISTANCE:
            metres = dosage.distance_metres
            return None if metres is None else -(-metres // METRES_PER_SECOND)
        case Kind.INTERVALS:
            work = dosage.duration_seconds
            return None if work is None else work + (dosage.easy_seconds or 0)
        case Kind.TO_COMFORT:
            return REPETITIONS_TO_COMFORT * _seconds_of_one_repetition(dosage)
        case Kind.REPS:
            return None if dosage.reps is None else dosage.reps * _seconds_of_one_repetition(dosage)


def _seconds_of_one_repetition(dosage: Dosage) -> int:
    """Return the tempo with its pause, which is also the hold; the longer of the two counts."""
    hold = 0 if dosage.hold_seconds is None else dosage.hold_seconds
    tempo = dosage.tempo
    if tempo is None:
        return SECONDS_PER_REPETITION + hold
    return tempo.lower_seconds + tempo.lift_seconds + max(tempo.pause_seconds, hold)
