"""What is known of the patient: the flags on the record, those the screening speaks for, and which of them stop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from programmes.models import PatientFlag, Programme, Screening, ScreeningAnswer

# Where a flag is known from, and so where to look when it is not true.
RECORD, SCREENING = "patient", "screening"


@dataclass(frozen=True)
class Known:
    """`places` says of each flag's short name where it is known from."""

    screening: Screening | None
    places: dict[str, str]
    labels: dict[str, str]
    stopping: frozenset[str]

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(self.places)


def known_of(programme: Programme) -> Known:
    """Return what is known of the patient of *programme*: record and last screening. Queries a fixed number of times.

    A yes counts before anybody has put the flag on the record.
    """
    if programme.patient is None:
        return Known(None, {}, {}, frozenset())
    screening = latest_screening(programme)
    on_record = {flag.slug: RECORD for flag in programme.patient.flags.all()}
    answers = screening.answers.all() if screening else ()
    said_yes = (row.patient_flag for row in answers if row.answer == ScreeningAnswer.Answer.YES)
    return _known(
        {**{flag.slug: SCREENING for flag in said_yes if flag is not None}, **on_record}, programme, screening
    )


def supposing(programme: Programme, flags: Collection[str]) -> Known:
    """Return what would be known of a patient with just these flags."""
    return _known(dict.fromkeys(flags, RECORD), programme, None)


def latest_screening(programme: Programme) -> Screening | None:
    """Return the patient's last screening for the condition of *programme*; for one without a condition, any."""
    screenings = Screening.objects.filter(patient=programme.patient)
    if programme.condition_id:
        screenings = screenings.filter(condition__slug=programme.condition.slug)
    return screenings.select_related("done_by").prefetch_related("answers__red_flag", "answers__patient_flag").first()


def _known(places: dict[str, str], programme: Programme, screening: Screening | None) -> Known:
    rows = list(_rows(places, programme)) if places else []
    labels = {row.slug: row.label for row in sorted(rows, key=lambda row: row.clinic_id is not None)}
    return Known(screening, places, labels, frozenset(row.slug for row in rows if row.stops))


def _rows(slugs: Iterable[str], programme: Programme) -> Iterable[PatientFlag]:
    """Return the shared rows and the clinic's own: what stops exercise stops it, whatever a copy says."""
    return PatientFlag.objects.filter(Q(clinic=None) | Q(clinic=programme.clinic_id), slug__in=slugs)
