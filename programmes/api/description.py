"""How the OpenAPI schema describes each address: what it takes, what it answers, and how it says no."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from programmes.api.pages import Pages
from programmes.api.problem import Problem
from rehab.problem import MEDIA_TYPE


def told(**by_status: str) -> dict[tuple[int, str], OpenApiResponse]:
    """Return how problems are described, from "_404" and what it means."""
    return {
        (int(status.removeprefix("_")), MEDIA_TYPE): OpenApiResponse(Problem, description=words)
        for status, words in by_status.items()
    }


# What any address may answer instead.
PROBLEMS = told(
    _400="A parameter is unknown, empty or has no meaning here; or what was sent is no JSON.",
    _401="Nobody is logged in, or the token is wrong, expired or revoked.",
    _403="Somebody who works at no clinic or may not do this, or a token whose scope is too narrow.",
    _404="There is no such thing in your clinic.",
    _405="This is not done at this address.",
    _406="The answer comes in no type that was asked for in `Accept`.",
    _429="Too many questions; `Retry-After` says in how many seconds to go on.",
    _500="Something went wrong here; it is in the log of the site.",
    _503="Somebody else was writing for too long. Ask again in a moment.",
    _507="There is no room left here, and nothing was stored.",
)
# What a page may be asked for.
PAGES = {"page": {"minimum": 1}, "page_size": {"minimum": 1, "maximum": Pages.max_page_size}}
SOME_TEXT = {"type": "string", "minLength": 1, "pattern": r"\S"}


def _answered(name: str, statuses: list[int], description: str, shape: Any = str) -> OpenApiParameter:
    return OpenApiParameter(
        name, shape, OpenApiParameter.HEADER, required=True, response=statuses, description=description
    )


HEADERS_OF_PROBLEMS = [
    _answered("WWW-Authenticate", [401], "How to say who asks."),
    _answered("Allow", [405], "What is done at this address."),
    _answered("Retry-After", [429], "In how many seconds to go on.", int),
]
TAG = _answered("ETag", [200, 201], "Of the row as it is told: for `If-Match`, and for `If-None-Match`.")
PLACE = _answered("Location", [201], "The address of what was made.")
SEEN_BEFORE = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` of an answer that you have: 304 when it is still the same.",
)
TAGGED = [TAG, SEEN_BEFORE]


class Description(AutoSchema):
    """Adds what every address has: its query parameters beside the filters, and its problems."""

    def get_override_parameters(self) -> list[Any]:
        asked = getattr(self.view, "parameters_class", None)
        return [*super().get_override_parameters(), *HEADERS_OF_PROBLEMS, *([asked] if asked else [])]

    def get_response_serializers(self) -> Any:
        return {200: super().get_response_serializers(), **PROBLEMS}


class SentShape(OpenApiSerializerExtension):
    """Says of what is sent that a key that is not named is refused."""

    target_class = "programmes.api.sent.Sent"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        shape = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**shape, "additionalProperties": False}


def say_what_is_refused(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say of each parameter of each address what it may hold: no blank text, and no page that cannot be."""
    for path in result["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "query":
                    parameter["schema"] |= _bounds(parameter["name"], parameter["schema"])
    return result


def _bounds(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    is_any_text = shape.get("type") == "string" and not {"enum", "format"} & set(shape)
    return PAGES.get(name, SOME_TEXT if is_any_text else {})


HEADERS_TO_CHANGE = [
    OpenApiParameter(
        "If-Match",
        SOME_TEXT,
        OpenApiParameter.HEADER,
        required=True,
        description="The `ETag` that was read: what somebody else changed since is not overwritten.",
    ),
    TAG,
]
SAME = {304: OpenApiResponse(description="The same answer as that of the ETag sent along.")}
SENT_TWICE = "What was sent first under this `Idempotency-Key` is still at work."
SENT = told(
    _413="What was sent is too large.",
    _415="What was sent is not `application/json`.",
    _422="What was sent cannot be; `errors` says where and why. Or something else was sent under this key before.",
)


def read(shape: Any) -> dict[Any, Any]:
    return {200: shape, **PROBLEMS}


def made(shape: Any, **problems: str) -> dict[Any, Any]:
    return {201: shape, **PROBLEMS, **SENT, **told(_409=SENT_TWICE, **problems)}


def changed(shape: Any) -> dict[Any, Any]:
    return {
        200: shape,
        **PROBLEMS,
        **SENT,
        **told(_412="It was changed since you read it.", _428="There is no `If-Match`."),
    }
