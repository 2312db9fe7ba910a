"""How the API says no: one JSON shape for every error, with a sentence for the person who has to mend it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler


class Problem(serializers.Serializer):
    """What went wrong."""

    detail = serializers.CharField(help_text="A sentence that says what is wrong.")
    parameters = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="For a bad request: what is wrong with each query parameter.",
    )


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer for *error*; None for what the API does not expect, which the site then logs."""
    response = exception_handler(error, context)
    if response is not None and isinstance(error, ValidationError):
        response.data = _bad_request(response.data)
    return response


def _bad_request(parameters: dict[str, list[Any]]) -> dict[str, Any]:
    told = {name: [str(message) for message in messages] for name, messages in parameters.items()}
    sentences = [f"{name}: {' '.join(messages)}" for name, messages in told.items()]
    return {"detail": " ".join(sentences), "parameters": told}


class NothingHere(APIView):
    """Answers for every address that is none, in JSON like the rest."""

    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotFound("There is nothing at this address. /api/v1/docs/ lists what there is.")
