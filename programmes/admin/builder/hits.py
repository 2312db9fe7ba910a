"""What the search box finds, each with the dose it would be added with; with an empty box, what is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from programmes.access import choices, clinic_of, practitioner_of
from programmes.admin.builder.narrowing import narrowed
from programmes.admin.builder.shown import exercise_shown
from programmes.admin.builder.typed import Asked, Typed, typed, usual_but
from programmes.admin.pictures import look_of
from programmes.models import SOURCE_LANGUAGE, Exercise, Found, Programme

MOST = 12


def hits(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return the exercises that fit what was typed, the best first, and the text they were found by.

    Asked for one `exercise` by its short name, that one. Queries a fixed number of times.
    """
    text, slug = request.GET.get("q", ""), request.GET.get("exercise", "")
    asked = typed(text)
    rows = narrowed(choices(Exercise, request.user), request, programme)
    found = rows.filter(slug=slug) if slug else _found(rows, asked, request)
    kept = _favourites(request)
    shown = [_hit(row, usual_but(row, asked.changes, asked.side), request, kept) for row in found]
    return JsonResponse({"q": text, "term": asked.term, "hits": shown, "note": _note(found)})


def _found(rows: QuerySet[Exercise], asked: Typed, request: HttpRequest) -> list[Exercise]:
    clinic = clinic_of(request.user)
    if asked.term:
        language = clinic.language if clinic else SOURCE_LANGUAGE
        return list(_worded(rows.search(asked.term, language=language, clinic=clinic))[:MOST])
    slugs = _at_hand(request)
    there = {row.slug: row for row in _worded(rows.filter(slug__in=slugs))}
    found = [there[slug] for slug in slugs if slug in there][:MOST]
    return [*found, *_worded(rows.exclude(slug__in=there).order_by("slug"))[: MOST - len(found)]]


def _at_hand(request: HttpRequest) -> list[str]:
    """Return by short name the favourites, what this practitioner took last and what the clinic uses most."""
    practitioner = practitioner_of(request.user)
    if practitioner is None:
        return []
    rows = Exercise.objects
    lists = (
        rows.favourites_of(practitioner),
        rows.recent_for(practitioner)[: MOST // 2],
        rows.most_used_in(practitioner.clinic)[:MOST],
    )
    return list(dict.fromkeys(row.slug for each in lists for row in each))


def _favourites(request: HttpRequest) -> set[str]:
    practitioner = practitioner_of(request.user)
    if practitioner is None:
        return set()
    return set(practitioner.favourites.values_list("exercise__slug", flat=True))


def _worded(rows: QuerySet[Exercise]) -> QuerySet[Exercise]:
    return rows.prefetch_related("texts", "pictures", "kit_needs__any_of")


def _note(found: Any) -> str:
    """Say so when the search guessed: what it offers is not what was typed."""
    is_guess = any(getattr(row, "found", None) == Found.CLOSE for row in found)
    return _("Nothing is called just that. Perhaps one of these:") if is_guess else ""


def _hit(row: Exercise, asked: Asked, request: HttpRequest, kept: set[str]) -> dict[str, Any]:
    return {
        **exercise_shown(row, asked.dosage, asked.side, look_of(request)),
        "about": " · ".join(_about(row)),
        "faults": list(asked.faults),
        "is_favourite": row.slug in kept,
    }


def _about(row: Exercise) -> Iterator[str]:
    """Yield where it works and what it needs, to tell exercises of a similar name apart."""
    yield ", ".join(row.body_regions)
    needs = [str(need) for need in row.kit_needs.all() if not need.is_optional]
    yield ", ".join(needs) or _("no kit")
    yield str(row.get_start_position_display())
