"""The screen itself: the stock page around it, the programme as data, and without a script the plan to read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import ngettext

from programmes.admin.builder.shown import programme_shown
from programmes.admin.builder.words import words
from programmes.admin.issuing import may_issue
from programmes.admin.pictures import look_of
from programmes.admin.site import workbench
from programmes.dosage import HELP
from programmes.models import Patient, Programme

REVIEWS_IN_WEEKS = (1, 2, 4)


def screen(request: HttpRequest, page: Any, programme: Programme) -> HttpResponse:
    """Return the screen of a programme fetched `with_rows` and `shown.WORDS`. Queries nothing more."""
    may_change = page.has_change_permission(request, programme)
    today = timezone.localdate(timezone=ZoneInfo(programme.clinic.time_zone)) if programme.clinic else None
    today = today or timezone.localdate()
    state = {
        "programme": programme_shown(programme, look_of(request)),
        "seen": programme.changed_at.isoformat(),
        "is_template": programme.is_template,
        "is_warm_up": programme.kind == Programme.Kind.WARM_UP,
        "may_change": may_change,
        "may_issue": not programme.is_template and may_issue(request, programme),
        "exercise_page": reverse("admin:programmes_exercise_changelist"),
        "words": words(),
    }
    context = {
        **page.admin_site.each_context(request),
        "title": programme.name,
        "subtitle": None,
        "opts": page.opts,
        "original": programme,
        "state": state,
        "patient": workbench._registry[Patient].label_of(programme.patient) if programme.patient else "",
        "may_change": may_change,
        "page_url": page.url_of("change", programme),
        "preview_url": page.url_of("preview", programme),
        "links": page.builder_links(request, programme),
        "help": HELP,
        "sides": Programme.SoreSide.choices,
        "weekdays": [(number, WEEKDAYS_ABBR[number - 1]) for number in range(1, 8)],
        "today": today,
        "reviews": [(today + timedelta(weeks=weeks), _in_weeks(weeks)) for weeks in REVIEWS_IN_WEEKS],
    }
    return TemplateResponse(request, "admin/build.html", context)


def _in_weeks(weeks: int) -> str:
    return ngettext("in %(count)d week", "in %(count)d weeks", weeks) % {"count": weeks}
