"""What one file of the library says in another language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phrasebook(models.Model):
    """The translated texts of one file, by the English ones: a text that is changed in English is said in English."""

    language = models.CharField(_("language"), max_length=12)
    file = models.CharField(_("file"), max_length=120)
    texts = models.JSONField(_("translations by the English text"), default=dict)
    reviewed_by = models.CharField(_("reviewed by"), max_length=250, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        ordering = ["language", "file"]
        verbose_name = _("phrasebook")
        verbose_name_plural = _("phrasebooks")
        constraints = [models.UniqueConstraint(fields=["language", "file"], name="phrasebook_one_per_file")]

    def __str__(self) -> str:
        return f"{self.language}/{self.file}"
