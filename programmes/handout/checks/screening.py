"""Whether the patient was asked the safety questions, and whether an answer forbids exercise."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.handout.checks.gap import Gap
from programmes.models import Patient, PatientFlag, Programme, RedFlag, Screening, ScreeningAnswer

URGENT = (RedFlag.Urgency.EMERGENCY, RedFlag.Urgency.SAME_DAY)


def gaps(programme: Programme) -> Iterator[Gap]:
    """Yield what stands between this patient and exercise. Queries the patient's screening and flags."""
    if programme.patient is None:
        return
    screening = latest_screening(programme)
    if screening is None:
        yield Gap("no-screening", "screening", _("Ask the screening questions and record the answers first."))
    else:
        yield from _not_asked(screening)
        yield from _urgent_signs(screening)
    yield from _flags(programme, screening)


def latest_screening(programme: Programme) -> Screening | None:
    """Return the patient's last screening for the condition of *programme*; for one without a condition, any."""
    screenings = Screening.objects.filter(patient=programme.patient)
    if programme.condition_id:
        screenings = screenings.filter(condition__slug=programme.condition.slug)
    return screenings.prefetch_related("answers__red_flag", "answers__patient_flag").first()


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


def _urgent_signs(screening: Screening) -> Iterator[Gap]:
    if screening.seen_and_dealt_with.strip():
        return
    for answer in screening.answers.all():
        if answer.answer == ScreeningAnswer.Answer.YES and answer.red_flag and answer.red_flag.urgency in URGENT:
            message = _("Warning sign: %(sign)s. Say on the screening how it was seen and dealt with.")
            yield Gap("urgent-sign", "screening", message % {"sign": answer.red_flag.title})


def _flags(programme: Programme, screening: Screening | None) -> Iterator[Gap]:
    not_for = {flag.slug for flag in programme.not_for_flags.all()}
    for flag, field in _known_of(programme.patient, screening):
        if flag.stops:
            message = _("%(flag)s: no exercise until a doctor has looked. This cannot be overridden.")
            yield Gap("stop-flag", field, message % {"flag": flag.label})
        elif flag.slug in not_for:
            message = _("%(flag)s: this programme's template is not for such patients. This cannot be overridden.")
            yield Gap("not-for-flag", field, message % {"flag": flag.label})


def _known_of(patient: Patient, screening: Screening | None) -> Iterator[tuple[PatientFlag, str]]:
    """Yield the flags on the record, and those a yes speaks for that nobody has put there (yet)."""
    on_record = list(patient.flags.all())
    yield from ((flag, "patient") for flag in on_record)
    held = {flag.slug for flag in on_record}
    for answer in screening.answers.all() if screening else ():
        flag = answer.patient_flag
        if answer.answer == ScreeningAnswer.Answer.YES and flag is not None and flag.slug not in held:
            yield flag, "screening"
