"""One template given to a class: each patient has a programme of their own from it, and the gate is asked for each.

Whoever begins it says once what all agreed on, and each handout goes out in their name. No warning is weighed for many
at once: whoever has one is left for a person, as is whoever the rules or an open question keep from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from programmes import editing
from programmes.batches import marking
from programmes.batches.marking import LeftAlone
from programmes.handout.checks import signed
from programmes.handout.issue import issue, still_here
from programmes.models import Batch, BatchItem, Patient, Practitioner, Programme
from programmes.starting import start_from


@dataclass(frozen=True)
class Agreed:
    """What all of a class start with: `side` is the sore one of each, `variant` "" for the template as it is."""

    goal: str = ""
    side: str = ""
    variant: str = ""
    practised_on: date | None = None
    review_date: date | None = None


@transaction.atomic
def begin_class(
    template: Programme,
    patients: Iterable[Patient],
    agreed: Agreed,
    *,
    by: Practitioner,
    key: UUID,
    takes_responsibility: bool = False,
) -> Batch:
    """Return the batch that gives *template* to *patients*. *key* is its id: asked twice with the same, it is one.

    Raises ValidationError for a template or patients of another clinic, without patients, and for a *key* that was
    taken for something else.
    """
    chosen = list(patients)
    if not chosen:
        raise ValidationError(_("Choose the patients."), code="no-patients")
    if not template.is_template or template.clinic_id not in (None, by.clinic_id):
        raise ValidationError(_("This is no template of your clinic."), code="no-template")
    if any(patient.clinic_id != by.clinic_id for patient in chosen):
        raise ValidationError(_("A patient is treated at another clinic."), code="other-clinic")
    batch, made = Batch.objects.get_or_create(
        pk=key,
        defaults={
            "clinic": by.clinic,
            "kind": Batch.Kind.TEMPLATE,
            "slug": template.slug,
            "version": template.version,
            "name": template.name,
            "template": template,
            "takes_responsibility": takes_responsibility,
            "made_by": by,
            "made_by_name": by.name,
            **asdict(agreed),
        },
    )
    if made:
        batch.items.bulk_create(BatchItem(batch=batch, patient=patient) for patient in chosen)
    elif not _is_the_same(batch, template, chosen, agreed, by):
        raise ValidationError(_("This form was sent before, filled in differently. Open it anew."), code="sent-before")
    return batch


def _is_the_same(
    batch: Batch, template: Programme, patients: Iterable[Patient], agreed: Agreed, by: Practitioner
) -> bool:
    """Say whether *batch* is what is asked for: nobody who was ticked later is left out unsaid."""
    begun = Agreed(**{name: getattr(batch, name) for name in asdict(agreed)})
    whose = set(batch.items.values_list("patient", flat=True))
    is_by_them = batch.made_by_id == by.pk and batch.template_id == template.pk
    return is_by_them and begun == agreed and whose == {patient.pk for patient in patients}


def give_to_one(item: BatchItem, user: Any) -> None:
    """Start the patient's programme unless that was done, and issue it, or raise whatever keeps it.

    What was started stays where the gate keeps it: a person finishes it.
    """
    batch: Any = item.batch
    by = still_here(batch.made_by)
    programme = _started(item, by)
    if programme.handouts.exists():
        raise LeftAlone(_("It was issued by somebody meanwhile."))
    programme = Programme.objects.with_lines().get(pk=programme.pk)
    if batch.takes_responsibility and not _is_as_answered_for(programme):
        raise LeftAlone(
            _("It was changed since it was started, and not all of it is signed off. Read it, and issue it yourself.")
        )
    issue(
        programme,
        by,
        user or by.user,
        seen=programme.changed_at,
        takes_responsibility=batch.takes_responsibility,
        beside=partial(marking.done, item),
    )


def _is_as_answered_for(programme: Programme) -> bool:
    """Say whether all of it is signed off, or nobody changed it since whoever began this answered for it."""
    return programme.snapshots.count() == 1 or not signed.to_answer_for(programme)


@transaction.atomic
def _started(item: BatchItem, by: Practitioner) -> Programme:
    """Return the patient's programme of this batch. Two who ask at once get the same one."""
    # The patient is held first, as issuing holds them: two that hold in other orders would wait for each other.
    patient = _held(item)
    item = BatchItem.objects.select_related("batch__template", "programme").get(pk=item.pk)
    batch: Any = item.batch
    template = batch.template
    if template.version != batch.version or template.is_retired:
        raise LeftAlone(_("The template was changed or retired since this was begun. Begin it anew, on its page."))
    if item.programme is not None:
        return item.programme
    if patient.programmes.filter(template=template).exists():
        raise LeftAlone(_("They have a programme from this template already: look whether they need another."))
    try:
        programme = start_from(template, patient=patient, practitioner=by, side=batch.side, variant=batch.variant)
    except ValidationError as error:
        raise LeftAlone(" ".join(error.messages)) from error
    programme.goal, programme.review_date = batch.goal or programme.goal, batch.review_date
    programme.practised_on = batch.practised_on
    programme.save()
    item.programme = editing.record(programme, by.user)
    item.save(update_fields=["programme"])
    return item.programme


def _held(item: BatchItem) -> Patient:
    """Return the patient, whom nobody else issues to or starts for meanwhile. Raises LeftAlone for one who left."""
    rows = Patient.objects.select_for_update(of=("self",)).select_related("clinic").current()
    patient = rows.filter(pk=item.patient_id).first()
    if patient is None:
        raise LeftAlone(_("The patient was discharged or archived."))
    return patient
