"""How the API says no (RFC 9457): one JSON shape for every error, whoever it is that answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"
# A problem that its status says all about.
PLAIN = "about:blank"
KIND = "urn:rehab:problem:"


def problem(
    status: int,
    detail: str,
    *,
    kind: str = "",
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JsonResponse:
    """Return the answer for an error.

    *kind* tells problems of one status apart, such as "not-ready"; "" where the status says it all. *errors*: each
    thing to put right, with its "field" and "reason". *more* are members of that kind.
    """
    told = {
        "type": f"{KIND}{kind}" if kind else PLAIN,
        "title": kind.replace("-", " ").capitalize() if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    return JsonResponse({**told, **more}, status=status, content_type=MEDIA_TYPE, headers=headers)


def is_for_the_api(path: str) -> bool:
    return path == "/api" or path.startswith("/api/")
