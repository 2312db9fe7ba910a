"""What of a programme's content nobody of its clinic stands by, in the version it has now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.handout.clinician_copy.contents import Unsigned
from programmes.models import Programme, Review, Template

Reviews = dict[tuple[str, str], Review]


def reviews_of(programme: Programme) -> Reviews:
    """Return the last review of each item by the programme's clinic, by kind and short name. Queries once."""
    slugs = {row.slug for row in _rows(programme)}
    rows = Review.objects.filter(clinic=programme.clinic_id, slug__in=slugs).select_related("reviewed_by")
    return {(row.kind, row.slug): row for row in rows.order_by("reviewed_on", "pk")}


def unsigned(programme: Programme, reviews: Reviews) -> Iterator[Unsigned]:
    """Yield each item that was not signed off, was changed since, or is due again, of one fetched `with_lines`."""
    for row in _rows(programme):
        model = Template if isinstance(row, Programme) else type(row)
        state = _state(row, reviews.get((model._meta.model_name, row.slug)))
        if state:
            yield Unsigned(capfirst(str(model._meta.verbose_name)), _called(row), state)


def reviewed_in_words(review: Review) -> str:
    words = {"name": review.reviewed_by.name, "day": date_format(review.reviewed_on)}
    return _("%(name)s, %(day)s") % words


def _rows(programme: Programme) -> list[Any]:
    phases = list(programme.phases.all())
    lines = [line for phase in phases for line in phase.prescriptions.all()]
    found = [
        programme.template,
        programme.subject,
        *(line.exercise for line in lines),
        *(line.advice for phase in phases for line in phase.advice_lines.all()),
        *(rule for phase in phases for rule in (phase.pain_rule, phase.running_pain_rule)),
    ]
    return list(dict.fromkeys(row for row in found if row is not None))


def _called(row: Any) -> str:
    return row.name if isinstance(row, Programme) else str(row)


def _state(row: Any, review: Review | None) -> str:
    if review is None:
        return _("not signed off")
    words = {"name": review.reviewed_by.name, "day": date_format(review.next_due_on)}
    if review.version != row.version:
        return _("changed since %(name)s signed it off") % words
    return _("review overdue since %(day)s") % words if review.next_due_on < timezone.localdate() else ""
