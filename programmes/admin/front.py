"""What waits for one person on the front page: patients at hand, programmes to review, sign-offs to renew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from programmes.access import practitioner_of, visible
from programmes.admin.called import called
from programmes.admin.gone_out import gone_out
from programmes.admin.one_writer import is_outgrown
from programmes.admin.opened import opened_last
from programmes.admin.review_due import DUE, ReviewDue
from programmes.models import Clinic, Patient, Programme
from programmes.sign_off import State, overdue

MOST_TO_REVIEW = 8
MOST_GONE_OUT = 3


@dataclass(frozen=True)
class AtHand:
    """A patient opened lately, and the programme of theirs that was changed last, if there is one."""

    patient: Patient
    label: str
    programme: Programme | None


def front(user: Any) -> dict[str, Any]:
    """Return what the page shows. Queries a fixed number of times, and once more for each kind to be signed anew."""
    today, practitioner = timezone.localdate(), practitioner_of(user)
    clinic = practitioner.clinic if practitioner else None
    due = visible(Programme, user).to_review(today)
    to_review = due.select_related("patient", "created_by").order_by("review_date", "pk")[:MOST_TO_REVIEW]
    return {
        "clinic": clinic,
        "today": today,
        "opened": [_at_hand(patient) for patient in opened_last(user)],
        "to_review": to_review,
        "to_review_count": due.count(),
        "to_review_url": reverse("admin:programmes_programme_changelist", query={ReviewDue.parameter_name: DUE}),
        "overdue": _overdue(clinic, today),
        "gone_out": gone_out(practitioner, most=MOST_GONE_OUT) if practitioner else [],
        "outgrown": is_outgrown(user),
    }


def _at_hand(patient: Patient) -> AtHand:
    return AtHand(patient, called(patient), next(iter(patient.programmes.all()), None))


def _overdue(clinic: Clinic | None, today: date) -> list[dict[str, Any]]:
    """Return the lists in which *clinic* has sign-offs to renew, each with how many."""
    counts = overdue(clinic, today) if clinic else {}
    return [
        {
            "name": capfirst(model._meta.verbose_name_plural),
            "url": reverse(f"admin:programmes_{model._meta.model_name}_changelist") + f"?review={State.OVERDUE}",
            "count": count,
        }
        for model, count in counts.items()
    ]
