"""Copies of a programme: for another patient, as the same patient's next one, or as a template of the clinic.

Rows are copied, never linked. What was agreed with one patient goes to nobody else.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programmes.copying import copy_phases, copy_row
from programmes.models import (
    Clinic,
    Patient,
    Practitioner,
    Prescription,
    Programme,
    RunningPlan,
    Template,
    running_plan_of,
)
from programmes.models.programme.kept import RUNNER_FIELDS
from programmes.own_copy import FIRST_VERSION
from programmes.sides import Side, turned

# True of one course of treatment only.
OF_ITS_TIME: dict[str, Any] = {"start_date": None, "review_date": None, "practised_on": None, "change_note": ""}
# Agreed with one patient.
PERSONAL: dict[str, Any] = {
    **{"goal": "", "time_of_day": "", "after_what": "", "where": "", "starting_level": ""},
    "session_days": [],
}


@transaction.atomic
def copy_for(programme: Programme, *, patient: Patient, practitioner: Practitioner | None, side: str = "") -> Programme:
    """Return a copy of *programme* for *patient* of the same clinic, whose sore side is *side*.

    Lines for one leg follow the sore side. For another patient, goal, days and notes for the practitioner stay behind;
    notes for the patient come along, as doses may stand in them. Raises ValidationError for another clinic's.
    """
    if patient.clinic_id != programme.clinic_id:
        raise ValidationError(_("This programme belongs to another clinic."), code="other-clinic")
    is_same = patient == programme.patient
    copy = _copied(programme, practitioner, patient=patient, side=side, **({} if is_same else PERSONAL))
    if is_same:
        # A person said which phase the patient is in, and that still holds.
        _stay_in_phase(programme, copy)
        _stay_a_runner(programme, copy)
    else:
        Prescription.objects.filter(phase__programme=copy).update(practitioner_note="")
    turn_sides(copy, programme.side)
    return copy


@transaction.atomic
def as_template(programme: Programme, *, name: str, practitioner: Practitioner) -> Template:
    """Return a template of the clinic with the lines of *programme*, without what is the patient's.

    It remembers the sore side its lines were made for: started for the other one, they turn round.
    """
    slug = _free_slug(name, practitioner.clinic)
    more = {"name": name, "slug": slug, "version": FIRST_VERSION, "patient": None}
    copy = _copied(programme, practitioner, **PERSONAL, **more)
    Prescription.objects.filter(phase__programme=copy).update(practitioner_note="")
    return Template.objects.get(pk=copy.pk)


def turn_sides(programme: Programme, was: str) -> None:
    """Make the lines for one leg follow the sore side of *programme*, made for the side that it *was*."""
    lines = Prescription.objects.filter(phase__programme=programme, side__in=(Side.LEFT, Side.RIGHT))
    if was == programme.side:
        return
    for line in lines:
        line.side = turned(Side(line.side), was, programme.side).value
    Prescription.objects.bulk_update(lines, ["side"])


def _copied(programme: Programme, practitioner: Practitioner | None, **changes: Any) -> Programme:
    own = {"slug": "", "version": "", "current_phase": None, "created_by": practitioner, **OF_ITS_TIME}
    copy = copy_row(programme, **{**own, **changes})
    copy.sources.set(programme.sources.all())
    copy.not_for_flags.set(programme.not_for_flags.all())
    copy_phases(programme, copy, with_optional=True)
    return copy


def _stay_in_phase(programme: Programme, copy: Programme) -> None:
    current = programme.current_phase
    if current is not None:
        copy.current_phase = copy.phases.filter(position=current.position).first()
        copy.save(update_fields=["current_phase"])


def _stay_a_runner(programme: Programme, copy: Programme) -> None:
    """Take along what is known of the runner, and where on the stages; the weeks are planned anew."""
    plan = running_plan_of(programme)
    if plan is not None:
        kept = {name: getattr(plan, name) for name in RUNNER_FIELDS if name not in ("starts_on", "planned_runs")}
        RunningPlan.objects.filter(programme=copy).update(**kept)


def _free_slug(name: str, clinic: Clinic) -> str:
    """Return a short name that no template here has: one like a shared template's would stand in for it."""
    base = slugify(name)[:70] or "template"
    taken = set(Programme.objects.templates().filter(Q(clinic=None) | Q(clinic=clinic)).values_list("slug", flat=True))
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
