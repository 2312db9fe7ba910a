"""The access log: who looked at whose data, when, and by which door. Written once, never changed, read by the owner."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import looked_at
from programmes.models.clinic import Practitioner
from programmes.models.looked_at import Door
from programmes.models.scoping import ClinicScopedQuerySet

ONE_SITTING = timedelta(minutes=10)
STAYS = _("The access log is only added to. Nothing in it is changed or deleted.")


class AccessRecordQuerySet(ClinicScopedQuerySet):
    def note(self, kind: str, user: Any, clinic_id: UUID | None, *patients: UUID, **more: Any) -> None:
        """Write that *user* did this with the data of *patients* of one clinic. One INSERT."""
        self.bulk_create([entry(kind, user, clinic_id, *patients, **more)])
        looked_at.is_recorded()

    def is_in_sitting(self, user: Any, patient_id: UUID) -> bool:
        """Say whether *user* has had this patient before them in the builder within the last ten minutes."""
        since = timezone.now() - ONE_SITTING
        return self.filter(patient_id=patient_id, user=user, door=Door.BUILDER, at__gte=since).exists()

    def cut(self, patient_id: UUID) -> int:
        """Let no entry lead to a patient who was erased; return how many did. The one change there ever is."""
        return super().filter(patient_id=patient_id)._cut()

    def _cut(self) -> int:
        return super().update(patient_id=None)

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(STAYS)

    def delete(self) -> NoReturn:
        raise ValidationError(STAYS)


def entry(kind: str, user: Any, clinic_id: UUID | None, *patients: UUID, **more: Any) -> AccessRecord:
    """Return an entry that is not stored yet. *user* is None for whoever runs the machine by commands."""
    known = user if user is not None and user.is_authenticated else None
    practitioner = more.pop("practitioner", None) or getattr(known, "practitioner", None)
    name = practitioner.name if practitioner else (known.get_username() if known else "")
    return AccessRecord(
        kind=kind,
        door=looked_at.door(),
        clinic_id=clinic_id,
        user=known,
        practitioner=practitioner,
        who_name=name,
        is_from_outside=known is not None and getattr(practitioner, "clinic_id", None) != clinic_id,
        patient_id=patients[0] if patients and not (kind == AccessRecord.Kind.LIST and len(patients) > 1) else None,
        count=len(patients) or None,
        **more,
    )


class AccessRecord(models.Model):
    """Somebody saw or was given data of a patient, or logged in. It names no patient: it holds an id alone."""

    class Kind(models.TextChoices):
        PATIENT = "patient", _("patient's page")
        PROGRAMME = "programme", _("programme")
        BUILDER = "builder", _("plan in the builder")
        SCREENING = "screening", _("screening")
        HANDOUT = "handout", _("handout")
        PDF = "pdf", _("handout as PDF")
        PREVIEW = "preview", _("preview")
        COPY = "copy", _("clinician's copy")
        HISTORY = "history", _("history")
        LIST = "list", _("list of patients")
        LOG = "log", _("access log")
        OTHER = "other", _("another page")
        ISSUED = "issued", _("handout issued")
        WITHDRAWN = "withdrawn", _("handout withdrawn")
        EXPORTED = "exported", _("export")
        ERASED = "erased", _("erasure")
        LOGGED_IN = "logged-in", _("logged in")
        LOGGED_OUT = "logged-out", _("logged out")
        NOT_LET_IN = "not-let-in", _("failed log-in")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    clinic = models.ForeignKey(
        "programmes.Clinic",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("clinic"),
        help_text=_("Whose data it was. Empty for a log-in of somebody who works at none."),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("log-in")
    )
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    who_name = models.CharField(_("name at the time"), max_length=150, blank=True)
    is_from_outside = models.BooleanField(
        _("from outside the clinic"), default=False, help_text=_("Whoever runs the machine, and works elsewhere.")
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    door = models.CharField(_("door"), max_length=8, choices=Door)
    # No foreign key: what was looked at stays on record when the patient is gone.
    patient_id = models.UUIDField(_("patient"), null=True)
    count = models.PositiveIntegerField(_("patients"), null=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log entries")
        indexes = [
            models.Index(fields=["clinic", "-at"], name="accessrecord_of_a_clinic"),
            models.Index(fields=["patient_id", "-at"], name="accessrecord_of_a_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M}, {self.who_name}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(STAYS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(STAYS)
