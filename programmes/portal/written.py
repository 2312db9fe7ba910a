"""What a patient writes on their page: sent by the form of the page, or by its script, and answered to either."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from programmes import links
from programmes.diary import TooMany
from programmes.handout.document import WarningBox
from programmes.models import ShareLink
from programmes.portal.opened import page_of
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
    request: HttpRequest,
    link: ShareLink,
    form: forms.Form,
    keep: Callable[[], None],
    place: str,
    urgent: Callable[[], Sequence[WarningBox]] = tuple,
) -> HttpResponse:
    """Keep what is valid, and tell what is *urgent*, kept or not. *place* is where on the page the form stands."""
    is_valid, boxes = form.is_valid(), urgent()
    if not is_valid:
        return refused(request, link, {name: str(texts[0]) for name, texts in form.errors.items()}, place, boxes)
    try:
        keep()
    except TooMany:
        if _is_script(request):
            return JsonResponse({"actions": _actions(boxes)}, status=429)
        return _told(request, link, place, status=422, urgent=boxes, is_full=True)
    if _is_script(request):
        return JsonResponse({"actions": _actions(boxes)})
    return _told(request, link, place, status=200, urgent=boxes) if boxes else back(request, place)


def refused(
    request: HttpRequest, link: ShareLink, errors: Mapping[str, str], place: str, urgent: Sequence[WarningBox] = ()
) -> HttpResponse:
    """Say why nothing was kept, by the name of the field."""
    if _is_script(request):
        return JsonResponse({"errors": errors, **({"actions": _actions(urgent)} if urgent else {})}, status=422)
    return _told(request, link, place, status=422, urgent=urgent, errors=errors)


def _actions(boxes: Sequence[WarningBox]) -> list[str]:
    return [box.action for box in boxes]


def back(request: HttpRequest, place: str) -> HttpResponse:
    return redirect(f"{page_of(request)}#{place}")


def _is_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _told(request: HttpRequest, link: ShareLink, place: str, *, status: int, **said: Any) -> HttpResponse:
    words = {"place": place, **said}
    return told(request, "portal/written.html", link.programme.clinic, links.language_of(link), status=status, **words)
