"""A line in the log for each request: what kind of page, by whom, how it went and how long it took.

Never the address itself: it may hold a patient's name that was searched for, or a link that opens something.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import LazyObject, empty

from rehab.json_lines import request_id

logger = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def request_log(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request an id, which the answer, the proxy's log and every line of ours name; log it when answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        token = request_id.set(_id_of(request))
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            logger.info("answered", extra={"facts": _facts(request, response, started)})
            return response
        finally:
            request_id.reset(token)

    return answer


def _id_of(request: HttpRequest) -> str:
    """Return the proxy's id for this request, if there is a proxy and it is an id; a new one otherwise."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if _ID.fullmatch(given) else uuid4().hex


def _facts(request: HttpRequest, response: HttpResponseBase, started: float) -> dict[str, Any]:
    return {
        "method": request.method if request.method in _METHODS else "other",
        "route": _route(request),
        "status": response.status_code,
        "milliseconds": round((perf_counter() - started) * 1000),
        "user": _user_id(request),
    }


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address, such as "admin/programmes/patient/<path:object_id>/change/"."""
    if request.resolver_match is not None:
        return request.resolver_match.route
    return "static file" if request.path_info.startswith(settings.STATIC_URL) else "none"


def _user_id(request: HttpRequest) -> Any:
    """Return who asked, if somebody wanted to know: no query is made for the log."""
    user: Any = getattr(request, "user", None)
    if isinstance(user, LazyObject) and user._wrapped is empty:
        return None
    return getattr(user, "pk", None)
