"""Log-ins in the access log: who came, who left, and whose log-in somebody tried in vain. Never what was typed."""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q

from programmes.models import AccessRecord

Kind = AccessRecord.Kind


def _note(kind: str, user: Any) -> None:
    practitioner = getattr(user, "practitioner", None)
    AccessRecord.objects.note(kind, user, getattr(practitioner, "clinic_id", None))


def _came(sender: Any, user: Any, **kwargs: Any) -> None:
    _note(Kind.LOGGED_IN, user)


def _left(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        _note(Kind.LOGGED_OUT, user)


def _was_not_let_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Somebody may type a password where the name belongs: only the name of somebody there is is kept."""
    typed = credentials.get("username") or credentials.get("email") or ""
    named = Q(username__iexact=typed) | Q(email__iexact=typed)
    _note(Kind.NOT_LET_IN, User.objects.filter(named).first() if typed else None)


def _was_not_believed(sender: Any, user: Any, **kwargs: Any) -> None:
    """A wrong code or passkey: whoever tries it may well know the password."""
    _note(Kind.NOT_LET_IN, user)


user_logged_in.connect(_came)
user_logged_out.connect(_left)
user_login_failed.connect(_was_not_let_in)
authentication_failed.connect(_was_not_believed)
