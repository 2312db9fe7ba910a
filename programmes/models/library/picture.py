"""A photo or drawing that a clinic shows in place of the drawn figure of its own exercise."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import PurePath
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.exercise import Exercise


def _stored_name(picture: Any, name: str) -> str:
    """Return a name of our own: what a file was called on somebody's machine may say whom it shows."""
    return f"pictures/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class ExercisePicture(models.Model):
    """One frame of an exercise as a photo or drawing. What is stored has been checked and cleaned."""

    class Frame(models.TextChoices):
        START = "start", _("start")
        END = "end", _("end")

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="pictures")
    frame = models.CharField(_("frame"), max_length=5, choices=Frame)
    file = models.FileField(_("picture"), upload_to=_stored_name)
    may_be_mirrored = models.BooleanField(
        _("may be mirrored"),
        default=True,
        help_text=_("It shows the right leg at work, and is turned round for the left. No words in the picture."),
    )
    licence = models.CharField(
        _("licence"), max_length=80, help_text=_("By what right you use it. Such as: our own photo; CC BY 4.0.")
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Whose picture it is."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["-frame"]  # start before end
        verbose_name = _("picture")
        verbose_name_plural = _("own pictures")
        constraints = [
            models.UniqueConstraint(fields=["exercise", "frame"], name="exercisepicture_one_per_frame"),
        ]

    def __str__(self) -> str:
        return self.get_frame_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = type(self).objects.filter(pk=self.pk).values_list("file", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.file.name:
            self._throw_away(before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self._throw_away(self.file.name)
        return super().delete(*args, **kwargs)

    def _throw_away(self, name: str) -> None:
        """Delete a file nobody shows any more, once that is sure. A photo is not kept longer than it is used."""
        transaction.on_commit(partial(self.file.storage.delete, name))
