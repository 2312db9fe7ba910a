"""What a patient can do besides exercise."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import SourcedItem


class Advice(SourcedItem):
    """One thing that helps, or that need not be done, with how sure anybody can be of it."""

    topic = models.CharField(_("topic"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    patient_title = models.CharField(_("title for the patient"), max_length=120, blank=True)
    plain = models.TextField(_("what the patient reads"))
    steps = models.JSONField(_("steps"), default=list, blank=True)
    evidence_rating = models.CharField(_("evidence"), max_length=40)
    practitioner_note = models.TextField(_("note for the practitioner"), blank=True)
    applies_to = models.JSONField(_("applies to"), default=list, blank=True)
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    is_from_seed = models.BooleanField(_("from the clinic's article"), default=False)
    seed_claim = models.TextField(_("what the article says"), blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("advice")
        verbose_name_plural = _("advice")

    def __str__(self) -> str:
        return self.title
