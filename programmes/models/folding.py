"""Words as a search compares them: no accents, no capitals, no hyphens, no plural s."""

import re
import unicodedata


def fold(text: str) -> str:
    """Return *text* without accents, capitals or punctuation, words parted by one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+|\|", plain.casefold()))


def without_plural(word: str) -> str:
    """Return *word* without an English plural s, so that "squats" finds "squat"."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
