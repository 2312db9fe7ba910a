"""Two people changed one programme: what the second one typed is kept as a programme of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.admin.builder.saving import refusal, sent
from programmes.editing import Refused, add_programme, programme_as_json
from programmes.models import Programme


def keep_as_copy(request: HttpRequest, programme: Programme) -> Programme | JsonResponse:
    """Return a new programme for the same patient with what the screen holds over what is stored, or the refusal."""
    mine = sent(request, "programme")["programme"]
    plain = over(programme_as_json(programme), mine if isinstance(mine, dict) else {})
    plain["name"] = _("%(name)s (copy)") % {"name": str(plain["name"])[:150]}
    plain["slug"] = ""
    try:
        return add_programme(plain, clinic=programme.clinic, patient=programme.patient, user=request.user)
    except Refused as refused:
        return refusal(refused.problems)


def over(stored: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """Return *stored* with what *mine* says; phases are matched by id, and those that only *stored* has are gone."""
    held = {phase["id"]: phase for phase in stored["phases"]}
    phases = [{**held.get(phase.get("id"), {}), **phase} for phase in mine.get("phases", stored["phases"])]
    return {**stored, **mine, "phases": phases}
