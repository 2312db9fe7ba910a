"""Whether a patient can read what the practitioner wrote: goal, notes and the clinic's own exercises."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programmes import plain_words
from programmes.models import SOURCE_LANGUAGE, Exercise, ExerciseText, Prescription, Programme
from programmes.precautions import Finding, Level

CODE = "hard-to-read"


def remarks(text: str, language: str) -> list[str]:
    """Return what makes *text* hard to read, each as a sentence that says what to do.

    Grade and jargon are measured in English only; a sentence that is too long is too long in any language.
    """
    if _is_english(language):
        return plain_words.problems(text)
    return list(plain_words.long_sentence_problems(text))


def grade(text: str, language: str) -> float | None:
    """Return the reading grade; None in another language, and for a text too short for one."""
    is_long = len(text.split()) >= plain_words.ENOUGH_WORDS
    return plain_words.grade(text) if is_long and _is_english(language) else None


def findings(programme: Programme) -> Iterator[Finding]:
    """Yield one for each place with words that are hard to read. Uses a programme fetched `with_lines`."""
    language = programme.clinic.language if programme.clinic else SOURCE_LANGUAGE
    yield from _finding("goal", str(_("Goal")), _remarks(programme.goal, language))
    for phase in programme.phases.all():
        for line in phase.prescriptions.all():
            found = [*_remarks(line.note, language), *_of_own_exercise(line)]
            yield from _finding(f"prescription:{line.pk}", str(line.exercise), found)


def _remarks(text: str, language: str) -> list[str]:
    """Return the remarks but for phrases that the check of doses names already."""
    if _is_english(language):
        return plain_words.reading_problems(text)
    return list(plain_words.long_sentence_problems(text))


def _of_own_exercise(line: Prescription) -> Iterator[str]:
    exercise: Exercise = line.exercise
    if exercise.clinic_id is None:
        return  # The shared library is measured when it is written.
    for words in exercise.texts.all():
        for text in _texts(words):
            yield from _remarks(text, words.language)


def _texts(words: ExerciseText) -> list[str]:
    return [words.why, words.setup, *words.steps, words.feel_it, words.stop_if, *words.common_mistakes]


def _finding(where: str, title: str, found: list[str]) -> Iterator[Finding]:
    if found:
        words = {"title": title, "remarks": " ".join(dict.fromkeys(found))}
        yield Finding(CODE, Level.INFO, where, _("%(title)s: %(remarks)s") % words)


def _is_english(language: str) -> bool:
    return language.partition("-")[0] == SOURCE_LANGUAGE
