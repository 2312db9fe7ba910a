"""The filters beside the search box: what there is to choose from, and the rows that pass."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import choices
from programmes.handout.checks.kit import at_home
from programmes.models import Exercise, Programme, Purpose, Template


def narrowed(rows: Any, request: HttpRequest, programme: Programme) -> QuerySet[Exercise]:
    """Return those of *rows* that pass every filter that was chosen."""
    asked = request.GET
    templates = _templates(request, programme) if asked.get("evidence") else None
    kit = (at_home(programme) or frozenset()) if asked.get("at-home") else None
    named = {name: asked.get(name, "") for name in ("region", "position", "category", "purpose")}
    return rows.narrowed(**named, templates=templates, kit_at_hand=kit)


def filters(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return the filters and their choices. Queries twice."""
    rows = choices(Exercise, request.user)
    purposes = choices(Purpose, request.user).order_by("name").values_list("slug", "name")
    asked = [
        _choice("region", _("Part of the body"), [(region, region) for region in rows.regions()]),
        _choice("purpose", _("What for"), purposes),
        _choice("category", _("Kind"), Exercise.Category.choices),
        _choice("position", _("Start position"), Exercise.Position.choices),
    ]
    if programme.patient is not None:
        asked.append({"name": "at-home", "label": _("Only with what is at home")})
    if programme.condition is not None:
        words = {"condition": programme.condition}
        asked.append({"name": "evidence", "label": _("Only what the plans for %(condition)s use") % words})
    return JsonResponse({"filters": asked})


def _choice(name: str, label: str, options: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "choices": [[str(value), str(words)] for value, words in options]}


def _templates(request: HttpRequest, programme: Programme) -> QuerySet[Template]:
    """Return the templates for the programme's condition: what its evidence uses stands in them."""
    slug = programme.condition.slug if programme.condition else ""
    return choices(Template, request.user).filter(condition__slug=slug)
