"""Saving what the screen sends: all of it or nothing, with the path of each thing that is wrong."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from programmes.admin.builder.arrived import is_stored
from programmes.editing import ChangedMeanwhile, Problem, Refused, change_programme
from programmes.models import Programme


class Unreadable(Exception):
    """What was sent is not what the screen sends."""


def sent(request: HttpRequest, *keys: str) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises Unreadable unless it has all of *keys*."""
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no JSON.")) from error
    if not isinstance(data, dict) or any(key not in data for key in keys):
        raise Unreadable(_("Send an object with: %(keys)s.") % {"keys": ", ".join(keys)})
    return data


def save(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Store what was sent, and return the ids of the rows it is now: new ones have names of the screen's own."""
    data = sent(request, "seen", "programme")
    try:
        saved = change_programme(programme, data["programme"], user=request.user, seen=moment(data["seen"]))
    except ChangedMeanwhile as error:
        saved = Programme.objects.with_rows().get(pk=programme.pk)
        if not is_stored(saved, data["programme"]):
            return JsonResponse({"words": str(error)}, status=409)
    except Refused as refused:
        return refusal(refused.problems)
    except PermissionDenied as error:
        return JsonResponse({"words": str(error)}, status=403)
    return JsonResponse(
        {
            "seen": saved.changed_at.isoformat(),
            "at": time_format(timezone.localtime()),
            "phases": [
                {"id": str(phase.pk), "lines": [str(line.pk) for line in phase.prescriptions.all()]}
                for phase in saved.phases.all()
            ],
        }
    )


def moment(text: Any) -> datetime:
    """Return the `changed_at` that the screen was made from. Raises Unreadable."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Unreadable(_("“seen” must be a moment such as 2026-03-02T10:00:00+00:00.")) from error


def refusal(problems: tuple[Problem, ...]) -> JsonResponse:
    return JsonResponse({"problems": [{"path": each.path, "message": each.reason} for each in problems]}, status=422)
