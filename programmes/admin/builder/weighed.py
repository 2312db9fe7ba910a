"""What the gate says of a programme, for the screen: by the row or field it is about, with the minutes and offers."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format

from programmes.access import practitioner_of
from programmes.admin.builder.shown import exercise_shown
from programmes.admin.findings import FindingShown, VerdictShown, verdict_shown, where_finished
from programmes.admin.opened import note_opening
from programmes.admin.pictures import look_of
from programmes.admin.weigh import WEIGHED, WeighForm
from programmes.handout.checks.budget import budgets
from programmes.handout.checks.gap import Gap
from programmes.handout.gate import judge
from programmes.handout.minutes import minutes_in_words
from programmes.handout.verdict import Verdict
from programmes.models import Programme
from programmes.pictures import Look
from programmes.starting import Offer, offers


def weighed(request: HttpRequest, programme: Programme) -> JsonResponse:
    """Return what is to be finished, weighed and offered, of a programme fetched `with_lines`."""
    if programme.patient is not None:
        # Here and not where the screen opens, which is to cost as little as can be.
        note_opening(request.user, programme.patient)
    verdict = judged(request, programme)
    shown = verdict_shown(verdict, programme, is_own_page=True)
    return JsonResponse(
        {
            "gaps": [_gap(gap, programme) for gap in verdict.gaps],
            "percent": verdict.percent,
            "beside": {where: [_finding(each) for each in found] for where, found in shown.beside.items()},
            "asks": asked(request, shown),
            "shown": shown.fingerprint,
            "last": programme.handouts.aggregate(last=Max("version"))["last"] or 0,  # withdrawn ones too
            "stops": [each.reason for each in shown.stops],
            "minutes": {budget.where: minutes_in_words(budget) for budget in budgets(programme)},
            "offers": _offers(programme, look_of(request)),
        }
    )


def judged(request: HttpRequest, programme: Programme) -> Verdict:
    """Return the verdict; on a template as for somebody of whom nothing is known but that they were asked."""
    if programme.is_template:
        return judge(programme, flags=())
    return judge(programme, practitioner=practitioner_of(request.user))


def asked(request: HttpRequest, shown: VerdictShown) -> list[dict[str, Any]]:
    """Return the questions of the form that is answered before a handout is issued, in its order."""
    practitioner = practitioner_of(request.user)
    if practitioner is None:
        return []
    form = WeighForm(shown, practitioner)
    about = {found.name: found for found in shown.unanswered}
    return [
        {
            "name": field.name,
            "label": str(field.label),
            "is_tick": field.name not in about,
            "about": _about(field.name, about, shown),
        }
        for field in form
    ]


def _about(name: str, about: dict[str, FindingShown], shown: VerdictShown) -> list[str]:
    if name in about:
        return [_with_places(about[name])]
    if name == WEIGHED:
        return [_with_places(each) for each in shown.to_confirm]
    return [f"{each.name} ({each.kind_name}, {each.state.label})" for each in shown.unsigned]


def _with_places(found: FindingShown) -> str:
    labels = list(dict.fromkeys(place.label for place in found.places))
    return f"{found.reason} ({', '.join(labels)})"


def _gap(gap: Gap, programme: Programme) -> dict[str, str]:
    return {"code": gap.code, "where": gap.field, "words": gap.message, "url": where_finished(gap, programme)}


def _finding(found: FindingShown) -> dict[str, Any]:
    answer = found.answer
    return {
        "code": found.code,
        "where": found.keys[0][1],
        "level": found.level.name.lower(),
        "called": str(found.level.label),
        "reason": found.reason,
        "flags": found.flags,
        "sources": found.sources,
        "safer": [{"exercise": slug, "name": name} for slug, name in found.offered],
        "asks": found.ask if found.needs_reason and answer is None else "",
        "answer": f"{answer.reason} ({answer.who}, {date_format(answer.when)})" if answer else "",
    }


def _offers(programme: Programme, look: Look) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for offer in offers(programme) if not programme.is_template else ():
        found.setdefault(str(offer.phase.pk), []).append(_offer(offer, look))
    return found


def _offer(offer: Offer, look: Look) -> dict[str, Any]:
    line = offer.line
    stands_in = offer.instead_of
    return {
        **exercise_shown(line.exercise, line.dosage, line.side, look),
        "why": line.why,
        "note": line.note,
        "first_side": line.first_side,
        "instead_of": {"id": str(stands_in.pk), "name": str(stands_in.exercise)} if stands_in else None,
    }
