"""What a patient writes on their page: sent by the form of the page, or by its script, and answered to either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from programmes import links
from programmes.diary import TooMany
from programmes.handout.document import WarningBox
from programmes.models import ShareLink
from programmes.portal.told import told

MOST_BYTES = 10_000


def sent(request: HttpRequest) -> Mapping[str, Any]:
    """Return what was filled in; nothing of what the script sent when that is no entry."""
    if not _is_script(request):
        return request.POST
    try:
        values = json.loads(request.body[:MOST_BYTES])
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def written(
    request: HttpRequest, link: ShareLink, form: forms.Form, keep: Callable[[], Sequence[WarningBox]], place: str
) -> HttpResponse:
    """Keep what is valid, and tell what *keep* says to do about it. *place* is where on the page the form stands."""
    if not form.is_valid():
        return refused(request, link, {name: str(texts[0]) for name, texts in form.errors.items()}, place)
    try:
        urgent = keep()
    except TooMany:
        return JsonResponse({}, status=429) if _is_script(request) else _told(request, link, place, is_full=True)
    if _is_script(request):
        return JsonResponse({"actions": [box.action for box in urgent]})
    return _told(request, link, place, urgent=urgent) if urgent else back(request, place)


def refused(request: HttpRequest, link: ShareLink, errors: Mapping[str, str], place: str) -> HttpResponse:
    """Say why nothing was kept, by the name of the field."""
    if _is_script(request):
        return JsonResponse({"errors": errors}, status=422)
    return _told(request, link, place, errors=errors)


def back(request: HttpRequest, place: str) -> HttpResponse:
    assert request.resolver_match is not None
    return redirect(f"{reverse('portal:page', args=[request.resolver_match.kwargs['token']])}#{place}")


def _is_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _told(request: HttpRequest, link: ShareLink, place: str, **said: Any) -> HttpResponse:
    status = 200 if "urgent" in said else 422
    words = {"place": place, **said}
    return told(request, "portal/written.html", link.programme.clinic, links.language_of(link), status=status, **words)
