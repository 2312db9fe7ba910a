"""What exercises are for and what they need, as words people look for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.library.item import LibraryItem


class Purpose(LibraryItem):
    """What an exercise is for, in the words a patient or a hurried practitioner would use: "stairs hurt"."""

    name = models.CharField(_("name"), max_length=80)
    aliases = models.JSONField(_("other ways to say it"), default=list, blank=True)

    class Meta(LibraryItem.Meta):
        ordering = ["name"]
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")

    def __str__(self) -> str:
        return self.name


class Kit(LibraryItem):
    """A thing an exercise needs, and what does instead at home."""

    name = models.CharField(_("name"), max_length=80)
    substitute = models.CharField(_("at home"), max_length=160, blank=True, help_text=_("Such as: a rolled-up towel."))
    is_everyday = models.BooleanField(
        _("nearly every home has it"), default=False, help_text=_("Such as: a chair, a wall, a towel.")
    )

    class Meta(LibraryItem.Meta):
        ordering = ["name"]
        verbose_name = _("kit")
        verbose_name_plural = _("kit")

    def __str__(self) -> str:
        return self.name
