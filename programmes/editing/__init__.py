"""A programme as JSON -> rows, or the paths that fail; and back. The one writer: builder, API and import call it.

Knows models and who may change them; no request, no handout, no file.
"""

from programmes.editing.history import record
from programmes.editing.plain import FORMAT, programme_as_json
from programmes.editing.problem import ChangedMeanwhile, Problem, Refused
from programmes.editing.write import add_programme, change_programme

__all__ = [
    "FORMAT",
    "ChangedMeanwhile",
    "Problem",
    "Refused",
    "add_programme",
    "change_programme",
    "programme_as_json",
    "record",
]
