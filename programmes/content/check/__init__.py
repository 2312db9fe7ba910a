"""Everything the content must be before it may be loaded. Reads a shelf; knows no database."""

from __future__ import annotations

from programmes.content.check.doses import check_doses
from programmes.content.check.figures import check_figures
from programmes.content.check.names import check_names
from programmes.content.check.phrasebooks import check_phrasebooks
from programmes.content.check.programmes import check_programmes
from programmes.content.check.references import check_references
from programmes.content.check.rules import check_rules
from programmes.content.check.safety import check_safety
from programmes.content.check.search import check_search
from programmes.content.check.shape import check_shape
from programmes.content.check.translations import check_translations
from programmes.content.check.words import check_words
from programmes.content.problem import Problem
from programmes.content.shelf import Shelf

# Shape first: it marks the items that the others cannot look into.
_CHECKS = (
    *(check_shape, check_references, check_names, check_doses, check_programmes, check_rules, check_safety),
    *(check_words, check_figures, check_translations, check_phrasebooks, check_search),
)


def check(shelf: Shelf) -> list[Problem]:
    """Return everything wrong with the content, in the order of the checks."""
    return [problem for one in _CHECKS for problem in one(shelf)]
