"""How the API says no: `application/problem+json` for every error, with a sentence for whoever has to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.urls import Resolver404, resolve
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import APIView, exception_handler

from programmes.shapes.paths import joined
from rehab.problem import problem


class FieldError(serializers.Serializer):
    """One thing to put right."""

    field = serializers.CharField(
        allow_blank=True,
        help_text="The parameter, or the path of the value: `phases[0].prescriptions[1].dose.reps`, counted from 0. "
        "Empty: what was sent as a whole.",
    )
    reason = serializers.CharField()


class Problem(serializers.Serializer):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="What kind of problem it is; `about:blank` where `status` says it all.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence that says what is wrong.")
    errors = FieldError(many=True, help_text="Everything to put right; empty where `detail` says it all.")


class Refusal(APIException):
    """A no of one *kind*. *errors*: pairs of a path and a reason; *more*: members that only this kind has."""

    kind = ""

    def __init__(self, detail: str, *, errors: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(detail)
        self.errors, self.more = list(errors), more


class Unprocessable(Refusal):
    """What was sent can be read, and cannot be. Its detail is made of its errors."""

    status_code = 422

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        errors = list(errors)
        super().__init__(sentences(errors), errors=errors)


def as_problem(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """Return the answer for *error*; None for what the API does not expect, which the site then logs."""
    if isinstance(error, RequestDataTooBig):
        return problem(413, "This is too large to be sent at once.")
    response = exception_handler(error, context)
    if response is None:
        return None
    # Not all that an error has for headers: a problem says its type by itself.
    headers = {name: response[name] for name in ("WWW-Authenticate", "Retry-After", "Allow") if name in response}
    if isinstance(error, ValidationError):
        errors = list(flat(error.detail))
        return problem(response.status_code, sentences(errors), errors=_named(errors), headers=headers)
    kind, errors, more = "", [], {}
    if isinstance(error, Refusal):
        kind, errors, more = error.kind, error.errors, error.more
    detail = str(response.data["detail"])
    return problem(response.status_code, detail, kind=kind, errors=_named(errors), headers=headers, **more)


def flat(told: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the reason of each error that a serializer or filter tells of, nested as what was sent."""
    if isinstance(told, dict):
        for name, inner in told.items():
            at = f"{path}[{name}]" if isinstance(name, int) else joined(path, str(name))
            yield from flat(inner, path if name == api_settings.NON_FIELD_ERRORS_KEY else at)
    elif isinstance(told, list):
        for at, inner in enumerate(told):
            # A list of errors has texts, a list of rows has what is wrong with each: nothing with some.
            yield from flat(inner, path if isinstance(inner, str) else f"{path}[{at}]")
    else:
        yield path, str(told)


def sentences(errors: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{path}: {reason}" if path else reason for path, reason in errors)


def _named(errors: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"field": path, "reason": reason} for path, reason in errors]


NOTHING = "There is nothing at this address."


class NothingHere(APIView):
    """Answers for every address that is none, in JSON like the rest. Whoever reads without the last slash is led on."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        whole = f"{request.path_info}/"
        if not _is_there(whole):
            raise NotFound(f"{NOTHING} /api/v1/docs/ lists what there is.")
        # What is sent would be lost on the way.
        if request.method not in ("GET", "HEAD"):
            raise NotFound(f"{NOTHING} There is at {whole}, with a slash at its end.")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponsePermanentRedirect:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))


def _is_there(address: str) -> bool:
    try:
        return getattr(resolve(address).func, "cls", None) is not NothingHere
    except Resolver404:
        return False
