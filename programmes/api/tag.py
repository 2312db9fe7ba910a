"""ETags: whether a reader has the same answer already, and whether a writer saw the row as it is now.

A tag holds when the row was changed, which a writer is held to, and a hash of the answer, which changes too when
something is renamed that the row only points at.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.api.problem import Refusal


class NotSaid(Refusal):
    """Whoever writes does not say what they saw."""

    status_code = 428


class ChangedSince(Refusal):
    """It was changed since the writer read it."""

    status_code = 412


def tagged(request: Request, data: Any, changed_at: datetime, **kwargs: Any) -> HttpResponseBase:
    """Return the answer with its tag; only that it is the same, when the reader has it already."""
    digest = sha256(JSONRenderer().render(data)).hexdigest()[:16]
    response = Response(data, **kwargs)
    response["ETag"] = f'"{_moment(changed_at)}-{digest}"'
    if request.method not in ("GET", "HEAD"):
        return response
    same = get_conditional_response(request, etag=response["ETag"])
    return response if same is None or same.status_code != 304 else same


def refuse_unless_seen(request: Request, changed_at: datetime) -> None:
    """Raise unless `If-Match` is a tag of the row as it is. What stands behind the moment in it is not looked at."""
    given = request.headers.get("If-Match", "")
    if not given.strip() or given.strip() == "*":
        raise NotSaid("Send the ETag that you read in the header If-Match, so that nobody's change is lost.")
    tags = [tag.removeprefix("W/").strip('"').partition("-")[0] for tag in parse_etags(given)]
    if _moment(changed_at) not in tags:
        raise ChangedSince("It was changed since you read it. Read it again.")


def _moment(changed_at: datetime) -> str:
    return f"{int(changed_at.timestamp()):x}.{changed_at.microsecond:x}"
