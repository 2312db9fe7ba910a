"""Who took responsibility for handing out what the clinic has not signed off."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.scoping import ClinicScopedQuerySet


class ResponsibilityQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"


class Responsibility(models.Model):
    """A practitioner has read the sheet of this programme and answers for it.

    `covers` lists what the clinic had not signed off then, each as [kind, short name, version]; it says nothing of
    what comes in later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="responsibilities", verbose_name=_("programme")
    )
    who = models.ForeignKey(
        "programmes.Practitioner", on_delete=models.PROTECT, related_name="responsibilities", verbose_name=_("by")
    )
    who_name = models.CharField(_("name at the time"), max_length=120)
    when = models.DateTimeField(_("at"), default=timezone.now)
    covers = models.JSONField(_("what it covers"), default=list)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["when"]
        verbose_name = _("responsibility taken")
        verbose_name_plural = _("responsibilities taken")

    def __str__(self) -> str:
        return f"{self.programme}: {self.who_name}"
