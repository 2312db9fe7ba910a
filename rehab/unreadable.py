"""What cannot even be read as a request: said so by the door itself, as no page of the site is reached.

Django reads the query in the character set that a request says it is in, before it lets anything of ours answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from csp.utils import build_policy
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse

from rehab.headers import HEADERS
from rehab.problem import is_for_the_api, problem

Door = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
WORDS = "This request cannot be read. Send it in UTF-8, with fewer parameters."


def told_unreadable(site: Door) -> Door:
    """Return *site* as a door that answers 400 where it would fail before it has a request to answer."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return site(environ, start_response)
        # An unknown character set, one that is none of texts, bytes that are not of it, or too many parameters.
        except (LookupError, UnicodeError, SuspiciousOperation):
            response = _refusal(environ.get("PATH_INFO", ""))
        start_response(f"400 {HTTPStatus.BAD_REQUEST.phrase}", [*response.items()])
        return [response.content]

    return answer


def _refusal(path: str) -> HttpResponse:
    is_api = is_for_the_api(path)
    response = problem(400, WORDS) if is_api else HttpResponse(WORDS, status=400, content_type="text/plain")
    # As the site's own answers have them, which pass a middleware for each.
    for name, value in (*HEADERS.items(), ("Content-Security-Policy", build_policy())):
        response.setdefault(name, value)
    return response
