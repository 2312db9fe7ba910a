"""A language that content is written in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.Model):
    """A language, and how its words change with the working side."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    side_words = models.JSONField(_("words for the working side"), default=dict)
    content_version = models.CharField(_("version of the content"), max_length=40, blank=True)
    content_status = models.CharField(_("status of the content"), max_length=120, blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.code
