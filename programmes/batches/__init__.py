"""Handouts for many: what was printed wrongly is put right on every sheet, or one template is given to a class.

One call a handout does the work (`give`), so that a command, a page or a queue can make it. It can be stopped at any
moment and begun again: what was done is not done twice.
"""

from programmes.batches.classes import Agreed, begin_class
from programmes.batches.going_on import Passing, cancel, carry_on, give, give_up, note_refused, try_again, waiting
from programmes.batches.recalls import (
    Holding,
    Unsigned,
    begin_rebrand,
    begin_recall,
    gather,
    holding,
    outdated_blocks,
    unsigned_of,
)

__all__ = [
    "Agreed",
    "Holding",
    "Passing",
    "Unsigned",
    "begin_class",
    "begin_rebrand",
    "begin_recall",
    "cancel",
    "carry_on",
    "gather",
    "give",
    "give_up",
    "holding",
    "note_refused",
    "outdated_blocks",
    "try_again",
    "unsigned_of",
    "waiting",
]
