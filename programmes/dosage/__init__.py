"""A dose: what it is, what is allowed, how it reads, how it is typed in short, whether it is harder, how long it takes.

Pure. Knows no exercise, patient or database; no other place words a dose.
"""

from programmes.dosage.comparison import Difference, Direction, compare, differences, overall
from programmes.dosage.contradictions import contradictions
from programmes.dosage.dose import Dosage, DosageError, Problem, Tempo
from programmes.dosage.estimate import seconds_estimate
from programmes.dosage.kinds import Activity, Kind
from programmes.dosage.limits import BOUNDS, LOAD_MAX_LENGTH, allowed_fields, needed_fields
from programmes.dosage.phrases import Movement, Part, time_words
from programmes.dosage.session import DayKind, Item, Session, longest, seconds_of_session, sessions_of_week
from programmes.dosage.shorthand import HELP, Shorthand, as_shorthand, parse_shorthand
from programmes.dosage.volume import is_much_more_or_less, ratio
from programmes.dosage.wording import DoseLine, how_often, summary, words

__all__ = [
    "BOUNDS",
    "HELP",
    "LOAD_MAX_LENGTH",
    "Activity",
    "DayKind",
    "Difference",
    "Direction",
    "DoseLine",
    "Dosage",
    "DosageError",
    "Item",
    "Kind",
    "Movement",
    "Part",
    "Problem",
    "Session",
    "Shorthand",
    "Tempo",
    "allowed_fields",
    "as_shorthand",
    "compare",
    "contradictions",
    "differences",
    "how_often",
    "is_much_more_or_less",
    "longest",
    "needed_fields",
    "overall",
    "parse_shorthand",
    "ratio",
    "seconds_estimate",
    "seconds_of_session",
    "sessions_of_week",
    "summary",
    "time_words",
    "words",
]
