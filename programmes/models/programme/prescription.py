"""A line of a programme: one exercise, its dose and its side."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.dose import Dosed
from programmes.models.programme.phase import Phase
from programmes.models.scoping import SharedOrOwnQuerySet
from programmes.sides import Side


class PrescriptionQuerySet(SharedOrOwnQuerySet):
    clinic_path = "phase__programme__clinic"


class Prescription(Dosed):
    """What a patient is asked to do: this exercise, this dose, this side. The only truth about sides."""

    class FirstSide(models.TextChoices):
        LEFT = "left", _("left leg first")
        RIGHT = "right", _("right leg first")

    # Two pages of it. More is a letter.
    MOST_CHARACTERS = 2000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="prescriptions", verbose_name=_("phase"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    exercise = models.ForeignKey(
        "programmes.Exercise",
        on_delete=models.PROTECT,
        related_name="prescriptions",
        verbose_name=_("exercise"),
    )
    side = models.CharField(
        _("side"),
        max_length=8,
        choices=[(side.value, side.label) for side in Side],
        default=Side.TOGETHER.value,
    )
    first_side = models.CharField(
        _("which first"),
        max_length=8,
        choices=FirstSide,
        blank=True,
        help_text=_('For "each side". Empty: the sore side first.'),
    )
    why = models.CharField(
        _("why"), max_length=120, blank=True, help_text=_("At most 12 words. Empty: the exercise's own.")
    )
    note = models.TextField(_("note for the patient"), blank=True, max_length=MOST_CHARACTERS)
    practitioner_note = models.TextField(_("note for the practitioner"), blank=True)
    is_optional = models.BooleanField(_("optional"), default=False)
    instead_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="alternatives",
        verbose_name=_("instead of"),
    )
    replaces = models.SlugField(
        _("took the place of"),
        max_length=80,
        blank=True,
        editable=False,
        help_text=_("The short name of the exercise that the patient did before."),
    )

    objects = PrescriptionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("prescription")
        verbose_name_plural = _("prescriptions")
        constraints = [
            *Dosed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_side="") | Q(side=Side.EACH.value),
                name="prescription_first_side_only_for_each",
            ),
        ]

    def __str__(self) -> str:
        return str(self.exercise)

    def clean(self) -> None:
        super().clean()
        if len(self.note) > self.MOST_CHARACTERS:
            raise ValidationError({"note": _("Write at most 2,000 characters.")}, code="long")
        if self.exercise_id and not self.exercise.is_unilateral and self.side in (Side.LEFT, Side.RIGHT, Side.EACH):
            raise ValidationError(
                {"side": _("This exercise uses both sides together. Choose “together”.")}, code="side"
            )
        if self.first_side and self.side != Side.EACH:
            raise ValidationError({"first_side": _("Only for “each side”. Leave it empty here.")}, code="first-side")
        if "{" in self.note or "}" in self.note:
            raise ValidationError({"note": _("Leave braces out: a note is printed as it stands.")}, code="braces")
