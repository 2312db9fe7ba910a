"""A clinic's sign-off of what it hands out."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.scoping import ClinicScopedQuerySet


class Review(models.Model):
    """A clinician of the clinic has read this version of this item and stands by it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("programmes.Clinic", on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=40, help_text=_("exercise, condition, template ..."))
    slug = models.SlugField(_("item"), max_length=80)
    version = models.CharField(_("version"), max_length=16)
    reviewed_by = models.ForeignKey("programmes.Practitioner", on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("reviewed on"))
    next_due_on = models.DateField(_("next due on"))

    objects = ClinicScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_due_on__gt=models.F("reviewed_on")), name="review_due_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.reviewed_on})"
