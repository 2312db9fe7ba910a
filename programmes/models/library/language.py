"""A language that content is written in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# The language the library is written in. Every other one is a translation of it.
SOURCE_LANGUAGE = "en"


class Language(models.Model):
    """A language, and how its words change with the working side."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    side_words = models.JSONField(_("words for the working side"), default=dict)
    search_words = models.JSONField(_("words to search by"), default=dict, blank=True)
    content_version = models.CharField(_("version of the content"), max_length=40, blank=True)
    content_status = models.CharField(_("status of the content"), max_length=120, blank=True)
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return self.code

    @property
    def awaits_review(self) -> bool:
        """Say whether nobody has yet read these words against the English ones."""
        return self.code != SOURCE_LANGUAGE and self.reviewed_on is None
