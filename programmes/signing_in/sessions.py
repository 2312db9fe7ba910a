"""Where somebody is logged in. A changed second factor ends all but the session it was changed in.

A changed password does so by itself: Django binds each session to it.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

# What a browser says of itself names others too, so the first that fits counts.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return what somebody knows a session by, such as "Firefox on Linux"."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), _("Another browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else str(browser)


def sessions_of(user: Any) -> list[UserSession]:
    """Return where *user* is logged in, the latest first, each with its `device`."""
    sessions = sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.created_at, reverse=True)
    for session in sessions:
        session.device = device_of(session.user_agent)
    return sessions


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End the sessions of *user* but the one with that key; return how many."""
    others = UserSession.objects.filter(user=user).exclude(session_key=but)
    for session in (ended := list(others)):
        session.end()
    return len(ended)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def end_others(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    end_sessions(user, but=request.session.session_key)
