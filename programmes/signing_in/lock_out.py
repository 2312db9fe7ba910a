"""Too many wrong passwords: who is locked out, for how long, and the page that says so."""

from __future__ import annotations

import math
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from programmes.wrong_tries import as_counted


def address_of(request: HttpRequest) -> str | None:
    """Return where a request comes from, as it is counted; one made by hand comes from nowhere."""
    address = get_client_ip(request)
    return as_counted(address) if address else None


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return whose log-in is tried, however it was typed: by name or e-mail, in capitals or not."""
    typed = (credentials or {}).get("username") or (credentials or {}).get("email") or request.POST.get("login", "")
    typed = typed.strip()
    user = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    return user.get_username() if user else typed.casefold()[:255]


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    minutes = _minutes_left(name_of(request, credentials), address_of(request))
    page = render(request, "signing_in/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def _minutes_left(name: str, address: str | None) -> int:
    attempts = AccessAttempt.objects.filter(username=name, ip_address=address)
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    left = last + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, math.ceil(left.total_seconds() / 60))
