"""A clinic's own copy of something shared, made to be changed. It stands in for the shared row in that clinic.

The copy keeps the short name of its origin, and remembers it with its version.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from programmes.copying import copy_phases, copy_row
from programmes.models import Clinic, Exercise, ExerciseText, KitNeed, Practitioner, Template

FIRST_VERSION = "1"


def next_version(version: str) -> str:
    """Return the version after a change, so that a sign-off of the words before it no longer counts."""
    return str(int(version) + 1) if version.isdecimal() else FIRST_VERSION


@transaction.atomic
def own_copy(row: Any, clinic: Clinic) -> Any:
    """Return *clinic*'s own copy of a shared row of the library, with its words, kit, purposes and sources.

    The one it has already, if there is one. Raises ValidationError for a row that is not shared.
    """
    _refuse_unless_shared(row)
    _one_at_a_time(clinic)
    there_is = type(row).objects.filter(clinic=clinic, slug=row.slug).first()
    if there_is is not None:
        return there_is
    copy = copy_row(row, clinic=clinic, origin=row, origin_version=row.version, version=FIRST_VERSION)
    _copy_links(row, copy)
    if isinstance(row, Exercise):
        _copy_kit(row, copy)
        _copy_words(row, copy)
    return copy


@transaction.atomic
def own_template(template: Template, clinic: Clinic, practitioner: Practitioner | None = None) -> Template:
    """Return *clinic*'s own copy of a shared template with every phase and line; the one it has, if there is one."""
    _refuse_unless_shared(template)
    _one_at_a_time(clinic)
    there_is = Template.objects.filter(clinic=clinic, slug=template.slug).first()
    if there_is is not None:
        return there_is
    copy = copy_row(
        template,
        clinic=clinic,
        template_id=template.pk,
        template_version=template.version,
        current_phase=None,
        version=FIRST_VERSION,
        created_by=practitioner,
    )
    _copy_links(template, copy)
    copy_phases(template, copy, with_optional=True)
    return Template.objects.get(pk=copy.pk)


def _refuse_unless_shared(row: Any) -> None:
    if row.clinic_id is not None:
        raise ValidationError(_("This belongs to a clinic. Only shared content is copied."), code="not-shared")


def _one_at_a_time(clinic: Clinic) -> None:
    """Whoever presses a second time, or together with a colleague, waits here and then finds the copy."""
    list(Clinic.objects.select_for_update(no_key=True).filter(pk=clinic.pk).values_list("pk"))


def _copy_links(row: Any, copy: Any) -> None:
    for field in row._meta.many_to_many:
        getattr(copy, field.name).set(getattr(row, field.name).all())


def _copy_kit(exercise: Exercise, copy: Exercise) -> None:
    for need in KitNeed.objects.filter(exercise=exercise).prefetch_related("any_of"):
        copy_row(need, exercise=copy).any_of.set(need.any_of.all())


def _copy_words(exercise: Exercise, copy: Exercise) -> None:
    for text in ExerciseText.objects.filter(exercise=exercise):
        copy_row(text, exercise=copy)
