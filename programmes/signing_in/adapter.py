"""What of django-allauth is ours: its words, who may come in, and how its mails leave."""

from __future__ import annotations

import logging
import time
from threading import Thread
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
MISMATCH = _(
    "This log-in and password do not belong together. Mind capital letters, or press “Forgotten your password?”."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "enter_current_password": _("This is not your password now. Type that one first."),
        "incorrect_password": _("This is not your password. Try again."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then type the newest code."),
        "rate_limited": _("Too many wrong codes. Wait five minutes, then type the newest code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # Only an invitation makes a log-in.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave wrong passwords to django-axes: two counters would say two things."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever logged in within the last minutes is not asked for the password once more."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send beside the request: how long an answer takes must not tell whether somebody was written to."""
        message = self.render_mail(template_prefix, email, {**context, "email": email, "site_name": settings.SITE_NAME})
        Thread(target=_send, args=(message,)).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:
        log.error("The mail server took no message: %s. See EMAIL_URL.", type(error).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used before. Every 30 seconds another is shown: type it."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: recovery codes stand in for one."),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("Passkey {number}").format(number=user.authenticator_set.filter(type=type).count() + 1)
