"""Exercises that a practitioner keeps at hand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Practitioner
from programmes.models.library import Exercise
from programmes.models.scoping import ClinicScopedQuerySet


class FavouriteQuerySet(ClinicScopedQuerySet):
    clinic_path = "practitioner__clinic"


class Favourite(models.Model):
    """A practitioner keeps this exercise at hand. The clinic's own copy of it takes its place."""

    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.CASCADE, related_name="favourites", verbose_name=_("practitioner")
    )
    exercise = models.ForeignKey(
        Exercise, on_delete=models.CASCADE, related_name="favourites", verbose_name=_("exercise")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = FavouriteQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [
            models.UniqueConstraint(fields=["practitioner", "exercise"], name="favourite_once_per_practitioner"),
        ]

    def __str__(self) -> str:
        return str(self.exercise)
