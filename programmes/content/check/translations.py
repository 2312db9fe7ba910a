"""Whether a translation says what the English says: the same exercises, steps and cautions, with its own side words.

Sentences are measured as everywhere. A reading grade is not: its formula is for English.
"""

from __future__ import annotations

from collections.abc import Iterator

from programmes.content.check.names import misnamed, shared_names
from programmes.content.check.references import no_such
from programmes.content.check.review import review_problems
from programmes.content.check.words import sides_of, worded_problems
from programmes.content.patient_text import PATIENT_TEXT
from programmes.content.problem import Problem
from programmes.content.shelf import Item, Shelf, Translation
from programmes.plain_words import long_sentence_problems
from programmes.shapes.paths import values_at
from programmes.sides import words_problems


def check_translations(shelf: Shelf) -> Iterator[Problem]:
    english = {item.slug: item for item in shelf.of("exercises")}
    for translation in shelf.translations:
        yield from _side_word_problems(translation)
        sound = [item for item in translation.exercises if item.has_its_shape]
        for item in sound:
            yield from misnamed(item)
            yield from review_problems(item)
            yield from _unknown(item, shelf)
            if item.slug in english:
                yield from _unlike(item, english[item.slug])
                yield from _text_problems(item, english[item.slug], translation)
        yield from shared_names(sound, ("name", "aliases[]"))


def _side_word_problems(translation: Translation) -> Iterator[Problem]:
    words = translation.words
    if words is None or not words.has_its_shape:
        return
    if words.data["language"] != translation.language:
        reason = f"must be the name of the folder, “{translation.language}”, not “{words.data['language']}”"
        yield words.problem("language", reason)
    yield from (words.problem("words", problem) for problem in words_problems(words.data["words"]))
    yield from review_problems(words)


def _unknown(item: Item, shelf: Shelf) -> Iterator[Problem]:
    known = shelf.known("exercises")
    if known is not None and item.slug not in known:
        yield item.problem("slug", no_such("exercises", item.slug, known))


def _unlike(item: Item, english: Item) -> Iterator[Problem]:
    """Yield what the patient would not be told, or be told besides."""
    steps, wanted = len(item.data["steps"]), len(english.data["steps"])
    if steps != wanted:
        yield item.problem("steps", f"holds {steps}, the English {wanted}; say the same, step by step")
    there, said = ({caution["code"] for caution in one.data["precautions"]} for one in (english, item))
    for position, caution in enumerate(item.data["precautions"]):
        if caution["code"] not in there:
            path = f"precautions[{position}].code"
            yield item.problem(path, f"the English has no caution for “{caution['code']}”; take it out")
    for code in sorted(there - said):
        yield item.problem("precautions", f"lacks the caution for “{code}”; translate it")


def _text_problems(item: Item, english: Item, translation: Translation) -> Iterator[Problem]:
    words, sides = translation.side_words, sides_of(english.data)
    texts = [found for pattern in PATIENT_TEXT["exercises"] for found in values_at(item.data, pattern)]
    for path, text in texts:
        if "{" in text and not english.data["is_unilateral"]:
            yield item.problem(path, "names a side, but this exercise uses both sides together; leave braces out")
        elif words is not None:
            reasons = worded_problems(path, text, words, sides, long_sentence_problems)
            yield from (item.problem(path, reason) for reason in dict.fromkeys(reasons))
