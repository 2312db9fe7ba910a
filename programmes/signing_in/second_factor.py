"""The second factor: an app or a passkey. A clinic may ask it of everybody, and then nothing is shown before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from programmes.models import Clinic
from programmes.signing_in.sessions import end_sessions
from rehab.problem import is_for_the_api, problem

# What leads to a second factor, or out again.
OPEN_WITHOUT = ("account_", "mfa_", "sessions_", "invitation", "admin:logout")


def factors() -> QuerySet[Authenticator]:
    """Return what counts as one. Recovery codes alone do not: they run out."""
    return Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def has_second_factor(user: Any) -> bool:
    """Queries only for a user that our back end has not just read."""
    known = getattr(user, "has_second_factor", None)
    return factors().filter(user=user).exists() if known is None else known


def who_asks(user: Any) -> Clinic | None:
    """Return the clinic that asks *user* for a second factor: their own or, of whoever runs the machine, any; or None.

    Queries only for a superuser, who sees the patients of each clinic.
    """
    if user.is_superuser:
        return Clinic.objects.filter(requires_mfa=True).first()
    practitioner = getattr(user, "practitioner", None)
    return practitioner.clinic if practitioner is not None and practitioner.clinic.requires_mfa else None


def needs_second_factor(user: Any) -> bool:
    """True of somebody who is asked for a second factor, and has none."""
    is_known_to_have_one = getattr(user, "has_second_factor", False)
    return not is_known_to_have_one and who_asks(user) is not None and not has_second_factor(user)


def remove_second_factor(user: Any) -> None:
    """For somebody who lost theirs. They are logged out everywhere: whoever found it may be in."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


class SecondFactorFirst:
    """Leads whoever lacks a required second factor to the page where they set one up, from every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # What a view says of itself (`login_required`) is no help: those of the API ask later, by themselves.
        match = request.resolver_match
        if match is not None and match.view_name.startswith(OPEN_WITHOUT):
            return None
        if not request.user.is_authenticated or not needs_second_factor(request.user):
            return None
        words = _("A second factor is asked for here. Set one up first, under “Your log-in”.")
        if is_for_the_api(request.path):
            return problem(403, words)
        messages.warning(request, words)
        return redirect("mfa_index")
