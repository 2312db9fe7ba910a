"""Where a claim, a dose or a rule comes from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import LibraryItem, Provenance


class Source(LibraryItem):
    """A paper, guideline or protocol that something in the library rests on."""

    kind = models.CharField(_("kind"), max_length=40)
    authors = models.TextField(_("authors"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    title = models.TextField(_("title"))
    journal = models.TextField(_("published in"), blank=True)
    doi = models.CharField(_("DOI"), max_length=120, blank=True)
    doi_status = models.CharField(_("DOI status"), max_length=40, blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    provenance = models.CharField(_("how it was seen"), max_length=20, choices=Provenance)
    found_at = models.JSONField(_("found at"), default=list, blank=True)
    what_was_seen = models.TextField(_("what was seen"), blank=True)
    content_was_seen = models.BooleanField(_("its content was seen"), default=False)
    certainty = models.CharField(_("certainty"), max_length=40, blank=True)
    used_for = models.TextField(_("used for"), blank=True)

    history = HistoricalRecords()

    class Meta(LibraryItem.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        """Return one line for the small print: first author, year, title, journal; what is no publication, by title."""
        if self.kind == "convention":
            return self.title
        first, *others = self.authors.split(", ")
        authors = f"{first} et al." if len(others) > 1 else ", ".join([first, *others])
        parts = [authors.rstrip("."), str(self.year) if self.year else "", self.title, self.journal]
        return ". ".join(part for part in parts if part)
