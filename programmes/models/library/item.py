"""What every row of the library has: shared by all, or one clinic's own, perhaps in place of a shared one."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.scoping import SharedOrOwnQuerySet


class Provenance(models.TextChoices):
    SOURCE_SEEN = "source-seen", _("every source was seen in a public copy")
    MIXED = "mixed", _("some sources were seen, others are cited from general knowledge")
    GENERAL_KNOWLEDGE = "general-knowledge", _("cited from general knowledge of the literature")
    SEED_ONLY = "seed-only", _("only the clinic's own article says so")
    CONVENTION = "convention", _("usual practice or expert reasoning, no source")


class LibraryQuerySet(SharedOrOwnQuerySet):
    def shared(self) -> Self:
        return self.filter(clinic=None)

    def for_clinic(self, clinic: Any) -> Self:
        """Return what *clinic* works with: its own rows, and the shared ones it has no copy of."""
        if clinic is None:
            return self.shared()
        stand_ins = self.model._default_manager.filter(clinic=clinic, slug=OuterRef("slug"))
        return self.filter(Q(clinic=clinic) | Q(clinic=None) & ~Exists(stand_ins))

    def in_use(self) -> Self:
        """Leave out what has been retired."""
        return self.filter(is_retired=False)


class LibraryItem(models.Model):
    """A row of the library, known by its slug. Shared rows are read-only; a clinic changes its own copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        "programmes.Clinic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clinic"),
        help_text=_("Empty for the shared library."),
    )
    slug = models.SlugField(_("short name"), max_length=80)
    version = models.CharField(_("version"), max_length=16, blank=True, editable=False)
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copied from"),
    )
    origin_version = models.CharField(_("version copied"), max_length=16, blank=True, editable=False)
    is_retired = models.BooleanField(
        _("is retired"),
        default=False,
        help_text=_("Retired rows stay on old programmes and are no longer offered."),
    )

    objects = LibraryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(clinic=None), name="%(class)s_shared_slug_is_unique"),
            models.UniqueConstraint(fields=["clinic", "slug"], name="%(class)s_own_slug_is_unique"),
        ]

    @property
    def is_shared(self) -> bool:
        return self.clinic_id is None


class SourcedItem(LibraryItem):
    """A row of the library that makes a claim, and says where the claim comes from."""

    sources = models.ManyToManyField("programmes.Source", blank=True, related_name="+", verbose_name=_("sources"))
    provenance = models.CharField(
        _("how the sources were seen"), max_length=20, choices=Provenance, default=Provenance.CONVENTION
    )
    ours = models.JSONField(
        _("added by the library"),
        default=dict,
        blank=True,
        help_text=_("Which fields are convention, not sourced."),
    )

    class Meta(LibraryItem.Meta):
        abstract = True
