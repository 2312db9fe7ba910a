"""A person who is given programmes."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models import looked_at
from programmes.models.clinic import Clinic
from programmes.models.library.vocabulary import Kit
from programmes.models.safety import PatientFlag
from programmes.models.scoping import ClinicScopedQuerySet


class Layout(models.TextChoices):
    """How large a handout is set."""

    STANDARD = "standard", _("standard (14 pt)")
    LARGE_PRINT = "large-print", _("large print (18 pt)")
    EXTRA_LARGE = "extra-large", _("extra large (24 pt)")
    COMPACT = "compact", _("compact (12 pt)")
    ONE_SHEET = "one-sheet", _("one sheet: your plan only")


class PatientQuerySet(ClinicScopedQuerySet):
    def current(self) -> Self:
        """Leave out patients who were discharged or archived."""
        return self.filter(discharged_at=None, archived_at=None)


class Patient(models.Model):
    """Somebody treated at a clinic. Every identifier is optional: a programme can carry no name at all."""

    class NameOnHandout(models.TextChoices):
        NAME = "name", _("name")
        INITIALS = "initials", _("initials only")
        NONE = "none", _("nothing")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients", verbose_name=_("clinic"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    reference = models.CharField(_("record number"), max_length=40, blank=True, help_text=_("The clinic's own."))
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    name_on_handout = models.CharField(
        _("on the handout"), max_length=8, choices=NameOnHandout, default=NameOnHandout.NAME
    )
    information_need = models.CharField(
        _("reads"),
        max_length=12,
        choices=[choice for choice in Layout.choices if choice[0] != Layout.ONE_SHEET],
        default=Layout.STANDARD,
        help_text=_("The size their handouts are printed in, unless another is chosen."),
    )
    language = models.CharField(_("language"), max_length=12, blank=True, help_text=_("Empty: the clinic's language."))
    kit_at_home = models.ManyToManyField(Kit, blank=True, related_name="+", verbose_name=_("kit at home"))
    flags = models.ManyToManyField(PatientFlag, blank=True, related_name="+", verbose_name=_("flags"))
    discharged_at = models.DateTimeField(_("discharged at"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PatientQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[flags, kit_at_home], excluded_fields=["created_at", "changed_at"])

    class Meta:
        ordering = ["name", "reference"]
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "reference"],
                condition=~models.Q(reference=""),
                name="patient_reference_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.reference or str(_("Patient %(id)s") % {"id": str(self.id)[:8]})

    @classmethod
    def from_db(cls, *args: Any) -> Self:
        row = super().from_db(*args)
        looked_at.note(row.__dict__.get("clinic_id"), row.pk)
        return row

    @property
    def initials(self) -> str:
        return "".join(word[0].upper() for word in self.name.split())

    @property
    def printed_name(self) -> str:
        """Return what stands on paper: name, initials or nothing."""
        if self.name_on_handout == self.NameOnHandout.NONE:
            return ""
        return self.initials if self.name_on_handout == self.NameOnHandout.INITIALS else self.name

    def discharge(self) -> None:
        self.discharged_at = timezone.now()
        self.save(update_fields=["discharged_at", "changed_at"])

    def archive(self) -> None:
        self.archived_at = timezone.now()
        self.save(update_fields=["archived_at", "changed_at"])

    def take_back(self) -> None:
        """Undo a discharge or an archiving."""
        self.discharged_at = self.archived_at = None
        self.save(update_fields=["discharged_at", "archived_at", "changed_at"])
