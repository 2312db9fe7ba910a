"""Starting a patient's programme from a template.

Rows are copied, never linked: a later change of the template alters nobody's programme. Optional rows wait as offers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from programmes.copies import turn_sides
from programmes.copying import StandIns, copy_phases, copy_row, phases_of
from programmes.models import Patient, Phase, Practitioner, Prescription, Programme
from programmes.variants import follow, variant_of


@transaction.atomic
def start_from(
    template: Programme, *, patient: Patient, practitioner: Practitioner | None, side: str = "", variant: str = ""
) -> Programme:
    """Return a new programme for *patient* with the required lines of *template*.

    It remembers the template and its version. *side* is the sore side, "" when there is none;
    *variant* the id of one of the template's variants, "" for the template as it is. Raises ValidationError
    for a programme that is no template, a template of another clinic and a variant that it has not.
    """
    if not template.is_template:
        raise ValidationError(_("“%(name)s” is not a template.") % {"name": template.name}, code="no-template")
    if template.clinic_id not in (None, patient.clinic_id):
        raise ValidationError(_("This template belongs to another clinic."), code="other-clinic")
    chosen = variant_of(template, variant) if variant else None
    programme = copy_row(
        template,
        patient=patient,
        clinic=patient.clinic,
        slug="",
        side=side,
        template=template,
        template_version=template.version,
        current_phase=None,
        created_by=practitioner,
        version="",
    )
    programme.sources.set(template.sources.all())
    programme.not_for_flags.set(template.not_for_flags.all())
    copy_phases(template, programme, with_optional=False)
    turn_sides(programme, template.side)
    if chosen is not None:
        follow(programme, chosen)
    return programme


@dataclass(frozen=True)
class Offer:
    """An optional line of the template that the patient's phase does not hold (yet)."""

    phase: Phase
    line: Prescription
    instead_of: Prescription | None


def offers(programme: Programme) -> list[Offer]:
    """Return what the template offers besides the lines *programme* has, phase by phase.

    Asks for the programme's own lines unless they were fetched `with_lines`.
    """
    optional = _optional_lines(programme)
    found = []
    for phase in _own_phases(programme) if optional else ():
        held = {line.exercise.slug: line for line in phase.prescriptions.all()}
        for line in optional.get(phase.slug, ()):
            if line.exercise.slug not in held:
                instead = held.get(line.instead_of.exercise.slug) if line.instead_of else None
                found.append(Offer(phase, line, instead))
    return found


def _optional_lines(programme: Programme) -> dict[str, list[Prescription]]:
    """Return the optional lines of the programme's template, by the short name of their phase."""
    if programme.template_id is None:
        return {}
    lines = Prescription.objects.filter(phase__programme=programme.template_id, is_optional=True)
    lines = lines.exclude(phase__slug="").select_related("phase", "exercise", "instead_of__exercise")
    by_phase: dict[str, list[Prescription]] = {}
    for line in lines.prefetch_related("exercise__texts", "exercise__pictures").order_by("phase__position", "position"):
        by_phase.setdefault(line.phase.slug, []).append(line)
    return by_phase


def _own_phases(programme: Programme) -> Iterable[Phase]:
    is_fetched = "phases" in getattr(programme, "_prefetched_objects_cache", {})
    return programme.phases.all() if is_fetched else phases_of(programme)


@transaction.atomic
def take_up(offer: Offer, *, replace: bool = False) -> Prescription:
    """Add the offered line to the patient's phase; with *replace*, in place of the line it stands in for."""
    note, replaces = offer.line.note, ""
    position = (offer.phase.prescriptions.aggregate(last=Max("position"))["last"] or 0) + 1
    if replace and offer.instead_of is not None:
        position, replaces = offer.instead_of.position, offer.instead_of.exercise.slug
        offer.instead_of.delete()
        note = ""  # It says what the line stands in for, and that line is gone.
    else:
        offer.phase.programme.refuse_when_full()
    exercise = StandIns(offer.phase.programme.clinic).of(offer.line.exercise)
    changes = {"phase": offer.phase, "exercise": exercise, "position": position, "note": note, "replaces": replaces}
    return copy_row(offer.line, **changes, is_optional=False, instead_of=None)
