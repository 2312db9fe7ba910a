"""Whether a translation was reviewed: which language a handout may speak unasked, and what it says where it was not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.handout import isolates
from programmes.models import SOURCE_LANGUAGE, Exercise, Language, Phase

SHEET = _("The translation has not yet been reviewed. Ask %(clinic)s if something is unclear.")
CARD = _("Translation not yet reviewed")


def may_be_default(language: str, phases: Iterable[Phase]) -> bool:
    """Return whether *phases* can be told in *language* from reviewed words alone. Queries once, for a translation."""
    if language == SOURCE_LANGUAGE:
        return True
    row = Language.objects.filter(code=language).first()
    if row is None or row.awaits_review:
        return False
    return all(_is_told(line.exercise, language) for phase in phases for line in phase.prescriptions.all())


def in_both_languages(phrase: Promise, **values: Promise | str) -> tuple[str, ...]:
    """Return *phrase* in the language of the handout, then in English."""
    said = _filled(phrase, values)
    with translation.override(SOURCE_LANGUAGE):
        source = _filled(phrase, values)
    return (isolates.english(source),) if said == source else (said, isolates.english(source))


def _filled(phrase: Promise, values: dict[str, Any]) -> str:
    return str(phrase) % {name: str(value) for name, value in values.items()}


def _is_told(exercise: Exercise, language: str) -> bool:
    text = exercise.text_in(language)
    return text is not None and text.language == language and not exercise.awaits_review(text)
