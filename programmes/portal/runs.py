"""Runs on the patient's page, where there is a running plan. One written without a signal arrives later, and once."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from programmes.models import Handout, Programme, RunLog, ShareLink, running_plan_of
from programmes.portal.door import opens
from programmes.portal.words import NO_RUNS
from programmes.portal.written import back, refused, sent, written
from programmes.runs import RunForm, RunShown, keep, unit_of

PLACE = "runs"


def shown(programme: Programme, at_once: int) -> dict[str, Any]:
    """Return the form and the runs for the page, the last ones *at_once*; nothing without a running plan. Queries."""
    plan = running_plan_of(programme)
    if plan is None:
        return {}
    runs = [RunShown(row, unit_of(plan)) for row in plan.run_logs.all()]
    return {"run": RunForm(plan), "runs": runs[:at_once], "older_runs": runs[at_once:]}


@opens
@require_POST
def write(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    """Keep a run, from the form of the page or from its script."""
    plan = running_plan_of(link.programme)
    with translation.override(handout.language):
        if plan is None:
            return refused(request, link, {"plan": str(NO_RUNS)}, PLACE)
        form = RunForm(plan, sent(request))
        return written(request, link, form, partial(keep, form, plan), PLACE)


@opens
@require_POST
def take_back(request: HttpRequest, link: ShareLink, handout: Handout, key: UUID) -> HttpResponse:
    """Delete a run that the patient wrote. What a practitioner wrote down is theirs to delete."""
    RunLog.objects.filter(plan__programme=link.programme, pk=key, entered_by=None).delete()
    return back(request, PLACE)
