"""What the API answered, for whoever sends the same once more because the line broke before the answer came.

A table and no cache: erasing a patient must find what was told of them, and a full cache throws out what it likes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.scoping import ClinicScopedQuerySet

KEPT = timedelta(hours=24)
# Setting the pages of a handout takes a second, and longest as long as HANDOUT_SECONDS: who takes longer is gone.
AT_WORK = timedelta(minutes=5)


class IdempotentAnswerQuerySet(ClinicScopedQuerySet):
    clinic_path = "patient__clinic"

    def outdated(self) -> Self:
        """Return what is kept no longer, and what was begun by somebody who never came back to end it."""
        now = timezone.now()
        return self.filter(models.Q(at__lt=now - KEPT) | models.Q(status=None, at__lt=now - AT_WORK))

    def begun(self, user: object, key: str, request: str) -> tuple[IdempotentAnswer, bool]:
        """Return the row of this key, and whether it was begun only now. Of two at once the second finds the first."""
        self.outdated().delete()
        try:
            with transaction.atomic():
                return self.create(user=user, key=key, request=request), True
        except IntegrityError:
            row = self.filter(user=user, key=key).first()
        # The first gave up in between: the key is free.
        return self.begun(user, key, request) if row is None else (row, False)


class IdempotentAnswer(models.Model):
    """One answer by which something was made. `status` is None as long as it is being made.

    Only what was done is kept: of a refusal nothing is, so that the same is asked anew.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Both are keyed hashes: what was sent is not held.
    key = models.CharField(_("key"), max_length=64)
    request = models.CharField(_("request"), max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    patient = models.ForeignKey("programmes.Patient", on_delete=models.CASCADE, null=True, related_name="+")
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    headers = models.JSONField(_("headers"), default=dict)
    body = models.TextField(_("answer"), blank=True)

    objects = IdempotentAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_once_a_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    def end(self, *, patient_id: UUID | None, status: int, headers: dict[str, str], body: str) -> bool:
        """Keep the answer. False when the row is gone: it was taken for given up, and begun anew by somebody else."""
        rows = type(self).objects.filter(pk=self.pk, status=None)
        return bool(rows.update(patient_id=patient_id, status=status, headers=headers, body=body))

    def give_up(self) -> None:
        """Free the key, unless the answer is kept: then what it tells of was done."""
        type(self).objects.filter(pk=self.pk, status=None).delete()
