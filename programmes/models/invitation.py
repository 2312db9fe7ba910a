"""Invitations: the one way for a person to a log-in at a clinic."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from hashlib import sha256

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.clinic import Clinic, Practitioner
from programmes.models.scoping import ClinicScopedQuerySet

LASTS = timedelta(days=7)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A person asked to work at a clinic. The link in the e-mail is stored as a hash only."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("clinic"))
    practitioner = models.ForeignKey(
        Practitioner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("who comes back"),
        help_text=_("Of those who have no log-in now. Empty for somebody new."),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("As it is to stand on the handout."))
    # As long as a log-in name may be: it becomes one.
    email = models.EmailField(_("e-mail"), max_length=150, help_text=_("The link goes there, and they log in with it."))
    role = models.CharField(_("role"), max_length=12, choices=Practitioner.Role, default=Practitioner.Role.PRACTITIONER)
    invited_by_name = models.CharField(_("invited by"), max_length=150, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ClinicScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "clinic",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.WAITING if timezone.now() < self.expires_at else self.State.EXPIRED

    @property
    def is_open(self) -> bool:
        """True while it could be sent again or revoked."""
        return self.accepted_at is None and self.revoked_at is None

    def renew(self) -> str:
        """Return the token of a new link, which lasts from now; an older link stops. Does not save."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hash_of(token)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + LASTS
        return token
