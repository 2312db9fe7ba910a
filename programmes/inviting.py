"""Inviting a person to a clinic by e-mail, and what happens when they accept."""

from __future__ import annotations

import logging

from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import Invitation, Practitioner

log = logging.getLogger(__name__)


class NotAccepted(Exception):
    """Says to the invited person why there is no log-in for them, and what to do."""


def deliver(invitation: Invitation, link: str) -> bool:
    """Mail *link*; return False when the mail server did not take it."""
    words = {"invitation": invitation, "link": link}
    subject = _("Your log-in at %(clinic)s") % {"clinic": " ".join(invitation.clinic.name.split())}
    try:
        send_mail(subject, render_to_string("signing_in/invitation_mail.txt", words), None, [invitation.email])
    except OSError as error:
        log.error("The mail server took no invitation: %s. See EMAIL_URL.", type(error).__name__)
        return False
    return True


def accept(invitation: Invitation, password: str) -> User:
    """Return the log-in made for whoever was invited."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.state != Invitation.State.WAITING or row.token_hash != invitation.token_hash:
            raise NotAccepted(_("This invitation was used or revoked a moment ago. Reload the page."))
        user = _log_in_for(row.email)
        user.set_password(password)
        user.save()
        _put_to_work(row, user)
        row.accepted_at = timezone.now()
        row.save(update_fields=["accepted_at"])
    return user


def _log_in_for(email: str) -> User:
    """Return a new log-in, or the one that was ended when this person left. One in use is never handed over."""
    name = email.lower()
    same = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).select_related("practitioner")
    ended = [user for user in same if not (user.is_active or user.is_superuser or hasattr(user, "practitioner"))]
    in_the_way = [user for user in same if user.is_active or (user.username.lower() == name and user not in ended)]
    if in_the_way:
        words = _("There is a log-in with %(email)s already, and it cannot have two. Ask for an invitation to another.")
        raise NotAccepted(words % {"email": email})
    user = next((user for user in ended if user.username.lower() == name), None) or User(username=name)
    user.email, user.is_active, user.is_staff = name, True, True
    return user


def _put_to_work(invitation: Invitation, user: User) -> None:
    practitioner = invitation.practitioner or Practitioner(clinic=invitation.clinic)
    if practitioner.user_id is not None:
        raise NotAccepted(_("You have a log-in here already. Press “Forgotten your password?” where you log in."))
    practitioner.user, practitioner.name, practitioner.role = user, invitation.name, invitation.role
    practitioner.save()
