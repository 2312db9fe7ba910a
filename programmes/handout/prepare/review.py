"""What a handout says where a translation was not reviewed, in its language and in English."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.handout import isolates
from programmes.models import SOURCE_LANGUAGE

SHEET = _("The translation has not yet been reviewed. Ask %(clinic)s if something is unclear.")
CARD = _("Translation not yet reviewed")


def in_both_languages(phrase: Promise, **values: Promise | str) -> tuple[str, ...]:
    """Return *phrase* in the language of the handout, then in English."""
    said = _filled(phrase, values)
    with translation.override(SOURCE_LANGUAGE):
        source = _filled(phrase, values)
    return (isolates.english(source),) if said == source else (said, isolates.english(source))


def _filled(phrase: Promise, values: dict[str, Any]) -> str:
    return str(phrase) % {name: str(value) for name, value in values.items()}
