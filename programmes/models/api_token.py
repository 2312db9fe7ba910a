"""A key with which another program reads and writes for a practitioner, such as a clinic's record system."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, AuthTokenManager, get_digest_token
from knox.settings import CONSTANTS
from simple_history.models import HistoricalRecords

from programmes.models.clinic import Clinic, Practitioner
from programmes.models.scoping import ClinicScopedQuerySet


class ApiTokenQuerySet(ClinicScopedQuerySet):
    clinic_path = "user__practitioner__clinic"

    def visible_to(self, user: Any) -> Self:
        """Return a person's own tokens; an owner's are all of the clinic's."""
        rows, practitioner = super().visible_to(user), getattr(user, "practitioner", None)
        is_owner = practitioner is not None and practitioner.role == Practitioner.Role.OWNER
        return rows if is_owner or user.is_superuser else rows.filter(user=user)


class ApiToken(AbstractAuthToken):
    """Does what its person may do, within its scope, until it expires. Only its hash is kept: it is shown once."""

    class Scope(models.TextChoices):
        LIBRARY = "library", _("the library: exercises, conditions, templates; no patient")
        PATIENTS = "patients", _("the library, and patients with their programmes and handouts, to read")
        WRITE = "write", _("the same, and may write: patients, programmes, and issue handouts")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(_("hash"), max_length=128, unique=True, editable=False)
    name = models.CharField(
        _("what uses it"), max_length=80, help_text=_("Such as: record system. So that you know what stops with it.")
    )
    scope = models.CharField(_("may do"), max_length=8, choices=Scope, default=Scope.LIBRARY)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True, editable=False)

    objects = AuthTokenManager.from_queryset(ApiTokenQuerySet)()
    history = HistoricalRecords(excluded_fields=["digest", "last_used_on"])

    class Meta:
        ordering = ["-created"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def clinic(self) -> Clinic | None:
        """Return where its person works; None once they have left."""
        practitioner = getattr(self.user, "practitioner", None)
        return practitioner.clinic if practitioner else None

    @property
    def has_expired(self) -> bool:
        return self.expiry is None or self.expiry <= timezone.now()

    def make_key(self) -> str:
        """Return the key that this token answers to, which is told nowhere else: the row holds its hash alone."""
        self.digest, key = get_digest_token()
        self.token_key = key[: CONSTANTS.TOKEN_KEY_LENGTH]
        return key

    def covers(self, scope: str) -> bool:
        """Say whether it reaches as far as *scope*: each holds those before it."""
        reach = self.Scope.values
        return reach.index(self.scope) >= reach.index(scope)

    def note_use(self) -> None:
        """Note the day, so that its owner sees which tokens nothing uses. Writes once a day."""
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)
