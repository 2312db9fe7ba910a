"""How much pain is all right."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import SourcedItem


class PainRule(SourcedItem):
    """How much pain is all right during exercise, and by when it must have settled."""

    name = models.CharField(_("name"), max_length=80)
    max_during = models.PositiveSmallIntegerField(
        _("at most during exercise (0-10)"), validators=[MaxValueValidator(10)]
    )
    settle_within_hours = models.PositiveSmallIntegerField(_("settled within (hours)"))
    next_morning_back_to_usual = models.BooleanField(_("back to usual next morning"), default=True)
    weekly_trend = models.CharField(_("week by week"), max_length=80, blank=True)
    plain = models.TextField(_("what the patient reads"))
    rows = models.JSONField(_("table on the handout"), default=list, blank=True)
    basis = models.CharField(_("basis"), max_length=40, blank=True)
    practitioner_note = models.TextField(_("note for the practitioner"), blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("pain rule")
        verbose_name_plural = _("pain rules")

    def __str__(self) -> str:
        return self.name
