"""How the OpenAPI schema describes each address: what it answers, and how it says no."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from programmes.api.problem import Problem

# What any address may answer instead.
PROBLEMS = {
    400: OpenApiResponse(Problem, description="A parameter is unknown, empty or has no meaning here."),
    403: OpenApiResponse(Problem, description="Nobody is logged in, or somebody who works at no clinic."),
    404: OpenApiResponse(Problem, description="There is no such thing in your clinic."),
}


class Description(AutoSchema):
    """Adds what every address has: its query parameters beside the filters, and its problems."""

    def get_override_parameters(self) -> list[Any]:
        asked = getattr(self.view, "parameters_class", None)
        return [*super().get_override_parameters(), *([asked] if asked else [])]

    def get_response_serializers(self) -> Any:
        return {200: super().get_response_serializers(), **PROBLEMS}
