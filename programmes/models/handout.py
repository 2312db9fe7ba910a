"""What a patient was given, exactly as it was given."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.access_record import AccessRecord
from programmes.models.clinic import Paper
from programmes.models.patient import Layout
from programmes.models.programme import Programme
from programmes.models.scoping import ClinicScopedQuerySet


class HandoutQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"

    def live(self) -> Any:
        """Leave out handouts that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def current(self) -> Any:
        """Leave out all but the last one given of each programme whose patient is neither discharged nor archived."""
        newer = self.model.objects.live().filter(programme=OuterRef("programme"), version__gt=OuterRef("version"))
        rows = self.live().filter(
            programme__patient__isnull=False,
            programme__patient__discharged_at=None,
            programme__patient__archived_at=None,
        )
        return rows.filter(~Exists(newer))

    def last_given(self) -> Any:
        """Return the latest version that is in use, or None."""
        return self.live().order_by("-version").first()


class Handout(models.Model):
    """A version of a programme as a patient was given it. Never edited; at most withdrawn, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="handouts", verbose_name=_("programme")
    )
    version = models.PositiveIntegerField(_("version"))
    document = models.JSONField(_("document"))
    schema_version = models.PositiveSmallIntegerField(_("schema version"))
    layout = models.CharField(_("layout"), max_length=12, choices=Layout)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper)
    language = models.CharField(_("language"), max_length=12)
    language_reason = models.TextField(
        _("why in this language"), blank=True, help_text=_("Given where the translation was not yet reviewed.")
    )
    library_version = models.CharField(_("library version"), max_length=40, blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        "programmes.Practitioner",
        on_delete=models.PROTECT,
        related_name="handouts",
        verbose_name=_("issued by"),
    )
    issued_by_name = models.CharField(_("name of the issuer"), max_length=120)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "programmes.Practitioner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-version"]
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="handout_version_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="handout_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(programme)s, version %(version)s") % {"programme": self.programme, "version": self.version})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("A handout that was given to a patient is not edited. Issue a new version."))
        super().save(*args, **kwargs)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def withdraw(self, practitioner: Any, reason: str) -> None:
        """Mark as not to be used. Raise ValidationError without a reason or when it was withdrawn before."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say why, so that a colleague understands it later.")}, code="no-reason")
        rows = type(self).objects.filter(pk=self.pk, withdrawn_at=None)
        values = {
            "withdrawn_at": timezone.now(),
            "withdrawn_by": practitioner,
            "withdrawn_reason": reason.strip(),
        }
        with transaction.atomic():
            if not rows.update(**values):
                raise ValidationError(_("This handout was withdrawn before."), code="withdrawn")
            _note_withdrawal(self, practitioner)
        self.refresh_from_db()


def _note_withdrawal(handout: Handout, practitioner: Any) -> None:
    programme, kind = handout.programme, AccessRecord.Kind.WITHDRAWN
    patients = [programme.patient_id] if programme.patient_id else []
    AccessRecord.objects.note(kind, practitioner.user, programme.clinic_id, *patients, practitioner=practitioner)


class Rendition(models.Model):
    """The PDF of a handout in one layout and paper: made once, then kept byte for byte."""

    handout = models.ForeignKey(Handout, on_delete=models.CASCADE, related_name="renditions")
    layout = models.CharField(_("layout"), max_length=12, choices=Layout)
    paper = models.CharField(_("paper"), max_length=6, choices=Paper)
    pdf = models.BinaryField(_("PDF"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    renderer_version = models.CharField(
        _("made with"), max_length=255, help_text=_("The versions of all that decided the bytes.")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["handout", "layout", "paper"], name="rendition_one_per_layout_and_paper")
        ]

    def __str__(self) -> str:
        return f"{self.handout} ({self.layout}, {self.paper})"


class ClinicianCopy(models.Model):
    """What was known and weighed when a handout was issued, for colleagues. It never goes to the patient."""

    handout = models.OneToOneField(Handout, on_delete=models.CASCADE, related_name="clinician_copy")
    contents = models.JSONField(_("contents"))

    class Meta:
        verbose_name = _("clinician's copy")
        verbose_name_plural = _("clinician's copies")

    def __str__(self) -> str:
        return str(self.handout)
