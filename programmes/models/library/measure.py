"""Outcome measures: total scores only where the item text is licensed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import SourcedItem


class Measure(SourcedItem):
    """A score that shows whether a patient gets better."""

    name = models.CharField(_("name"), max_length=160)
    items = models.CharField(_("items"), max_length=80, blank=True)
    score_range = models.JSONField(_("score range"), default=list)
    better = models.CharField(_("better is"), max_length=40)
    meaningful_change = models.CharField(_("smallest change that matters"), max_length=160, blank=True)
    licence = models.TextField(_("licence"), blank=True)
    ships_items = models.CharField(_("item text may be shipped"), max_length=40)
    certainty = models.CharField(_("certainty"), max_length=40, blank=True)

    history = HistoricalRecords(m2m_fields=["sources"])

    class Meta(SourcedItem.Meta):
        verbose_name = _("outcome measure")
        verbose_name_plural = _("outcome measures")

    def __str__(self) -> str:
        return self.name

    @property
    def range(self) -> tuple[float, float | None]:
        """Return the least and the most a score can be; no most where it has no end, such as repetitions."""
        low, high = self.score_range or (0, None)
        return low, high
