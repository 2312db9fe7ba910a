"""`Idempotency-Key`: what is sent again under the same key is answered as the first time, and done once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.http import parse_header_parameters
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from programmes.api.problem import Refusal
from programmes.models import IdempotentAnswer

HEADER = "Idempotency-Key"
# What the schema says of a key, and what is asked of it: one that shows, and can be told from others.
KEY: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[ -~]*[!-~][ -~]*$"}
KEPT_HEADERS = ("Location", "ETag")
PARAMETER = OpenApiParameter(
    HEADER,
    KEY,
    OpenApiParameter.HEADER,
    description="A name of your own for what is sent, such as a UUID. Sent again within 24 hours it is done once.",
)
Answers = Callable[..., HttpResponseBase]


class AnotherBody(Refusal):
    status_code, kind = 422, "key-used-before"


class AtWork(Refusal):
    status_code, kind = 409, "still-at-work"


class Keep:
    """Keeps the answer under the key that was sent with the request; without a key, nothing."""

    def __init__(self, row: IdempotentAnswer | None = None) -> None:
        self._row = row

    def __call__(self, answer: Any, patient_id: UUID | None) -> Any:
        """Return *answer*, which holds that patient's data.

        Called in the transaction that makes what is answered: either both are there, whatever happens, or neither.
        """
        if self._row is not None and not self._row.end(
            patient_id=patient_id,
            status=answer.status_code,
            headers={name: answer[name] for name in KEPT_HEADERS if name in answer},
            body=JSONRenderer().render(answer.data).decode(),
        ):
            raise AtWork("This took so long that it was begun once more. Ask again in a moment.")
        return answer


def once(handler: Answers) -> Answers:
    """Let what *handler* does be done once a key. It is given a `Keep`, and calls it with its answer."""

    @wraps(handler)
    def answered(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        if key is None or _is_refused(request):
            return handler(view, request, Keep(), *args, **kwargs)
        if len(key) > KEY["maxLength"] or not re.fullmatch(KEY["pattern"], key):
            raise ValidationError({HEADER: [f"Give 1 to {KEY['maxLength']} letters, digits and signs."]})
        row, is_new = IdempotentAnswer.objects.begun(request.user, _hash("key", key), _hash("request", *_sent(request)))
        if not is_new:
            return _again(row, request)
        try:
            return handler(view, request, Keep(row), *args, **kwargs)
        except BaseException:
            row.give_up()
            raise

    return answered


def _is_refused(request: Request) -> bool:
    """Say whether the handler refuses what was sent for its type. The body of a form may have been read before."""
    kind, _parameters = parse_header_parameters(request.content_type or "")
    return bool(_length(request)) and kind.lower() != "application/json"


def _length(request: Request) -> int:
    """Return how many bytes were sent. Without any, no type is asked for: nothing is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _sent(request: Request) -> tuple[str, ...]:
    body = request.body.hex() if _length(request) else ""
    return request.method, request.path, request.headers.get("If-Match", ""), body


def _hash(salt: str, *parts: str) -> str:
    return salted_hmac(f"idempotency-{salt}", "\n".join(parts), algorithm="sha256").hexdigest()


def _again(row: IdempotentAnswer, request: Request) -> HttpResponseBase:
    if row.request != _hash("request", *_sent(request)):
        raise AnotherBody("Something else was sent under this key before. Give each its own.")
    if row.status is None:
        raise AtWork("The first one under this key is still at work. Ask again in a moment.")
    # Somebody may have gone to another clinic since.
    if row.patient is None or not request.user.has_perm("programmes.view_patient", row.patient):
        raise Http404
    return HttpResponse(row.body, content_type="application/json", status=row.status, headers=row.headers)
