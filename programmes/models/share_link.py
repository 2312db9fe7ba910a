"""A link with which a patient opens the handout at home: no account, no app."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Practitioner
from programmes.models.programme import Programme
from programmes.models.scoping import ClinicScopedQuerySet


class ShareLinkQuerySet(ClinicScopedQuerySet):
    clinic_path = "programme__clinic"

    def live(self) -> Self:
        """Leave out links that were revoked or have expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """Opens the latest handout of a programme until it expires or is revoked.

    The token in its address is derived from a key and from `id` (see `links`), so that it can be shown and printed
    again; only its hash is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="share_links", verbose_name=_("programme")
    )
    token_hash = models.CharField(_("hash of its token"), max_length=64, unique=True, editable=False)
    asks_birth_year = models.BooleanField(
        _("asks for the year of birth"),
        default=False,
        help_text=_("So that a link that got lost tells a stranger less."),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="share_links", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("works until"))
    last_opened_on = models.DateField(_("last opened on"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("link for the patient")
        verbose_name_plural = _("links for patients")

    def __str__(self) -> str:
        return str(self.programme)

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def last_day(self) -> date:
        """Return the last day on which it works, of the clinic's calendar. Queries, unless the clinic was fetched."""
        return timezone.localdate(self.expires_at, timezone=ZoneInfo(self.programme.clinic.time_zone))

    def revoke(self, by: Practitioner) -> None:
        """Close it for good. One that is closed already stays as it was closed."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by = timezone.now(), by
            self.save(update_fields=["revoked_at", "revoked_by"])

    def note_opening(self) -> None:
        """Note the day, so that the practitioner sees whether it is used. Writes once a day."""
        today: Any = timezone.localdate()
        if self.last_opened_on != today:
            type(self).objects.filter(pk=self.pk).update(last_opened_on=today)
