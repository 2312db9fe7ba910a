"""Which fields each kind of dose needs and may have, and how far a number may go.

The bounds guard against slips of the keyboard (30 sets for 3); they are no clinical rule. Whether a dose is
wise is the practitioner's judgement and the business of the checks on a programme.
"""

from programmes.dosage.kinds import Kind

# Field -> lowest and highest number accepted.
BOUNDS: dict[str, tuple[int, int]] = {
    "sets": (1, 20),
    "reps": (1, 200),
    "hold_seconds": (0, 600),  # 0 is "no hold", said on purpose
    "duration_seconds": (1, 14_400),  # a four-hour walk
    "distance_metres": (1, 50_000),
    "rest_seconds": (0, 1_800),
    "easy_seconds": (0, 3_600),  # 0 is "without a break"
    "times_per_day": (1, 24),
    "days_per_week": (1, 7),
    "effort_low": (0, 10),
    "effort_high": (0, 10),
    "tempo.lower_seconds": (0, 60),
    "tempo.pause_seconds": (0, 60),
    "tempo.lift_seconds": (0, 60),
}

LOAD_MAX_LENGTH = 120

_NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.REPS: ("sets", "reps"),
    Kind.HOLD: ("sets", "hold_seconds"),
    Kind.TIME: ("duration_seconds",),
    Kind.DISTANCE: ("distance_metres",),
    Kind.TO_COMFORT: (),
    Kind.INTERVALS: ("sets", "duration_seconds", "easy_seconds", "work_activity", "easy_activity"),
}

_OPTIONAL: dict[Kind, tuple[str, ...]] = {
    Kind.REPS: ("hold_seconds", "rest_seconds", "tempo"),
    Kind.HOLD: ("rest_seconds",),
    Kind.TIME: ("sets", "rest_seconds"),
    Kind.DISTANCE: ("sets", "rest_seconds"),
    Kind.TO_COMFORT: ("sets", "hold_seconds", "rest_seconds", "tempo"),
    Kind.INTERVALS: (),
}

_ANY_KIND = ("times_per_day", "load", "effort_low", "effort_high")


def needed_fields(kind: Kind) -> tuple[str, ...]:
    """Return the fields without which this kind of dose cannot be followed."""
    return (*_NEEDED[kind], "days_per_week")


def allowed_fields(kind: Kind) -> frozenset[str]:
    """Return every field this kind of dose may have, the needed ones and `kind` itself among them."""
    return frozenset(("kind", *needed_fields(kind), *_OPTIONAL[kind], *_ANY_KIND))
