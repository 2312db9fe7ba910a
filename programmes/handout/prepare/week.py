"""The days of the week in the order in which the handout's language counts them."""

from __future__ import annotations

from django.utils.formats import get_format


def days() -> tuple[int, ...]:
    """Return the seven days, Monday being 0. Django's first day of the week counts from Sunday."""
    first = int(get_format("FIRST_DAY_OF_WEEK")) - 1
    return tuple((first + place) % 7 for place in range(7))
