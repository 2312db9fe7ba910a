"""Words as a search compares them: no accents, no capitals, no hyphens, no plural s."""

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and its accent.
PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
AFTER_A_HISS = ("ches", "shes", "sses", "xes")


def fold(text: str) -> str:
    """Return *text* without accents, capitals or punctuation, words parted by one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold().translate(PLAIN)))


def without_plural(word: str) -> str:
    """Return *word* without an English plural s, so that "squats" finds "squat"."""
    if len(word) > 4 and word.endswith(AFTER_A_HISS):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def as_searched(text: str) -> str:
    """Return *text* folded, each word in the singular: "Calf Raises" and "calf raise" are the same."""
    return " ".join(without_plural(word) for word in fold(text).split())
