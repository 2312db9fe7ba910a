"""What a visitor is told when nothing could be stored: a page, or JSON for a script."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from programmes import whole_files
from programmes.not_stored.reason import Reason, why_not_stored
from rehab.errors import server_error as usual_server_error
from rehab.problem import is_for_the_api, problem

logger = logging.getLogger(__name__)
INSUFFICIENT_STORAGE, TRY_AGAIN = 507, 503
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Told:
    """Says in plain words that a view could not store anything, and takes back the files that it had written."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with whole_files.noted():
            return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # The rows that spoke of them were never stored.
        whole_files.take_back()
        reason = why_not_stored(error)
        return answer(request, reason) if reason is not None else None


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for what went wrong outside of a view, such as an upload that found no room."""
    reason = why_not_stored(sys.exc_info()[1])
    return answer(request, reason) if reason is not None else usual_server_error(request)


def answer(request: HttpRequest, reason: Reason) -> HttpResponse:
    # Neither the address of a patient nor what a database quotes of a row.
    logger.error("Not stored: %s", reason.value)
    status = TRY_AGAIN if reason is Reason.BUSY else INSUFFICIENT_STORAGE
    if is_for_the_api(request.path):
        return problem(status, str(reason.words))
    if request.content_type == "application/json":
        words = _("Not saved. %(why)s What you typed is still here.") % {"why": reason.words}
        return JsonResponse({"words": words}, status=status)
    return HttpResponse(render_to_string("not_saved.html", {"why": reason.words}), status=status)
