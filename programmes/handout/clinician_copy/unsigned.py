"""What of a sheet nobody of its clinic stands by, in the version it has now, and who answered for it all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programmes.handout.checks import signed
from programmes.handout.clinician_copy.contents import Unsigned
from programmes.models import Practitioner, Programme, Review


def unsigned(programme: Programme) -> list[Unsigned]:
    """Return what was not signed off, was changed since or is due again, state by state. Fetched `with_lines`."""
    return sorted(_unsigned(programme), key=lambda each: each.state)


def _unsigned(programme: Programme) -> Iterator[Unsigned]:
    told = {tuple(item): each for each in programme.responsibilities.all() for item in each.covers}
    for each in signed.unsigned(programme):
        state = str(each.state.label)
        if answers := told.get(each.key):
            state = _told(state, answers.who_name, answers.when)
        yield Unsigned(capfirst(each.kind_name), each.name, state)


def answered_for(each: signed.Unsigned, by: Practitioner, when: datetime) -> Unsigned:
    """Return the line of what *by* took responsibility for."""
    return Unsigned(capfirst(each.kind_name), each.name, _told(str(each.state.label), by.name, when))


def _told(state: str, name: str, when: datetime) -> str:
    words = {"state": state, "name": name, "day": _day(when)}
    return _("%(state)s; %(name)s took responsibility on %(day)s") % words


def template_reviewed(programme: Programme) -> str:
    """Return who of the clinic signed the template off last, and when; "" where nobody did."""
    if programme.template is None:
        return ""
    rows = Review.objects.filter(clinic=programme.clinic_id, kind="template", slug=programme.template.slug)
    review = rows.select_related("reviewed_by").order_by("-reviewed_on", "-next_due_on").first()
    if review is None:
        return ""
    return _("%(name)s, %(day)s") % {"name": review.reviewed_by.name, "day": date_format(review.reviewed_on)}


def _day(when: datetime) -> str:
    return date_format(timezone.localtime(when))
