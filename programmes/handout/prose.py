"""Small turns of phrase that several sections of a handout share. Knows words only."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def joined(words: Sequence[str]) -> str:
    """Return "Monday, Wednesday and Friday"."""
    *others, last = words
    if not others:
        return last
    return _("%(others)s and %(last)s") % {"others": pgettext("between words", ", ").join(others), "last": last}


def now_and_before(now: str, before: str) -> str:
    """Return a sentence of what is and what was: "3 sets of 12, was 3 sets of 10."

    A bare amount fits into the sentence; a phrase that has commas or a verb stands behind it.
    """
    if not before:
        return _("%(now)s.") % {"now": now}
    is_bare = before[:1].isdigit() and "," not in now + before
    frame = _("%(now)s, was %(before)s.") if is_bare else _("%(now)s. Until now: %(before)s.")
    return frame % {"now": now, "before": before}
