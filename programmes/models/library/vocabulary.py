"""What exercises are for and what they need, as words people look for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from programmes.models.library.item import LibraryItem, LibraryQuerySet


class Purpose(LibraryItem):
    """What an exercise is for, in the words a patient or a hurried practitioner would use: "stairs hurt"."""

    name = models.CharField(_("name"), max_length=80)
    aliases = models.JSONField(_("other ways to say it"), default=list, blank=True)

    history = HistoricalRecords()

    class Meta(LibraryItem.Meta):
        ordering = ["name"]
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")

    def __str__(self) -> str:
        return self.name


class KitQuerySet(LibraryQuerySet):
    def at_hand(self, kit: Collection[str]) -> Self:
        """Return what is there where *kit* is: that, what every home has, and what has something to stand in for it."""
        return self.filter(Q(slug__in=kit) | Q(is_everyday=True) | ~Q(substitute=""))


class Kit(LibraryItem):
    """A thing an exercise needs, and what does instead at home."""

    name = models.CharField(_("name"), max_length=80)
    substitute = models.CharField(_("at home"), max_length=160, blank=True, help_text=_("Such as: a rolled-up towel."))
    is_everyday = models.BooleanField(
        _("nearly every home has it"), default=False, help_text=_("Such as: a chair, a wall, a towel.")
    )

    objects = KitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(LibraryItem.Meta):
        ordering = ["name"]
        verbose_name = _("kit")
        verbose_name_plural = _("kit")

    def __str__(self) -> str:
        return self.name

    def is_at_hand(self, kit: Collection[str]) -> bool:
        """Say of one that is fetched what `at_hand` says of all."""
        return self.is_everyday or bool(self.substitute) or self.slug in kit
