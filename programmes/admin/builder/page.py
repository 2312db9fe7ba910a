"""The sheet beside the plan: the handout as a web page, marked as a preview, in a frame of the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from programmes.access import practitioner_of
from programmes.handout import brand
from programmes.handout.prepare import CannotPrepare
from programmes.handout.preview import preview_page
from programmes.models import Programme


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let *view* be shown in a frame of the site's own pages, and of nobody else's."""
    return wraps(view)(xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view)))


@framed
def page(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Show the sheet of *programme*, fetched `with_lines`, as it would be handed out now. Nothing is stored."""
    try:
        return HttpResponse(preview_page(programme, practitioner=practitioner_of(request.user)))
    except CannotPrepare as error:
        words = '<!DOCTYPE html><html lang="en"><title>{}</title><p>{}</p></html>'
        return HttpResponse(format_html(words, _("No preview yet"), str(error)))


def colours(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Return the style sheet with the clinic's colour."""
    styles: Any = brand.styles(programme.clinic.accent_colour) if programme.clinic else ""
    return HttpResponse(styles, content_type="text/css")
