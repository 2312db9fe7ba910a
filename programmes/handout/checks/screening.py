"""Whether the patient was asked the safety questions. "Not asked" is never "no"."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.handout.checks.gap import Gap
from programmes.handout.checks.known import Known
from programmes.models import Programme, RedFlag, Screening, ScreeningAnswer

URGENT = (RedFlag.Urgency.EMERGENCY, RedFlag.Urgency.SAME_DAY)


def gaps(programme: Programme, known: Known) -> Iterator[Gap]:
    """Yield what was not asked."""
    if programme.patient is None:
        return
    if known.screening is None:
        yield Gap("no-screening", "screening", _("Ask the screening questions and record the answers first."))
    else:
        yield from _not_asked(known.screening)


def signs_of(screening: Screening) -> dict[str, RedFlag]:
    """Return the warning signs that were answered yes, by their short names."""
    yes = (row.red_flag for row in screening.answers.all() if row.answer == ScreeningAnswer.Answer.YES)
    return {sign.slug: sign for sign in yes if sign is not None}


def _not_asked(screening: Screening) -> Iterator[Gap]:
    """Yield one gap for what was not asked, of the questions whose yes would keep the sheet in the room."""
    left = [
        answer
        for answer in screening.answers.all()
        if answer.answer == ScreeningAnswer.Answer.NOT_ASKED and _could_stop(answer)
    ]
    if left:
        message = ngettext(
            "A safety question was not asked: %(question)s",
            "%(count)d safety questions were not asked. The first: %(question)s",
            len(left),
        )
        yield Gap("not-asked", "screening", message % {"count": len(left), "question": left[0].question})


def _could_stop(answer: ScreeningAnswer) -> bool:
    if answer.red_flag is not None:
        return answer.red_flag.urgency in URGENT
    return answer.patient_flag is not None and answer.patient_flag.stops
