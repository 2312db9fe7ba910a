"""The diary on the patient's page. What is written without a signal arrives later, and once."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from programmes.diary import EntryForm, boxes_given, keep
from programmes.models import Handout, ShareLink
from programmes.portal.door import opens
from programmes.portal.written import back, sent, written

PLACE = "diary"


@opens
@require_POST
def write(request: HttpRequest, link: ShareLink, handout: Handout) -> HttpResponse:
    """Keep an entry, from the form of the page or from its script, and tell what to do about a warning sign."""
    with translation.override(handout.language):
        form = EntryForm(boxes_given(link.programme), sent(request))
        return written(request, link, form, partial(keep, form, link.programme), PLACE, urgent=form.urgent)


@opens
@require_POST
def take_back(request: HttpRequest, link: ShareLink, handout: Handout, key: UUID) -> HttpResponse:
    """Delete an entry that the patient wrote. What was copied from paper is the practitioner's to delete."""
    link.programme.session_logs.filter(pk=key, entered_by=None).delete()
    return back(request, PLACE)
