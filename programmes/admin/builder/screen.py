"""The screen itself: the stock page around it, the programme as data, and without a script the plan to read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from programmes.admin.builder.shown import programme_shown
from programmes.admin.builder.words import words
from programmes.admin.issuing import may_issue
from programmes.admin.pictures import look_of
from programmes.admin.site import workbench
from programmes.dosage import HELP
from programmes.models import Patient, Programme


def screen(request: HttpRequest, page: Any, programme: Programme) -> HttpResponse:
    """Return the screen of a programme fetched `with_rows` and `shown.WORDS`. Queries nothing more."""
    may_change = page.has_change_permission(request, programme)
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
        "help": HELP,
    }
    return TemplateResponse(request, "admin/build.html", context)
