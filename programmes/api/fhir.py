"""FHIR over the API: as it is downloaded in the workbench."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from programmes.api.description import PROBLEMS, SAME
from programmes.handout.fhir.file import MEDIA_TYPE


def fhir_answer(request: Request, content: str) -> HttpResponseBase:
    """Return the file; only that it is the same, when the reader has it already."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["ETag"] = f'"{sha256(content.encode()).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def fhir(resource: str) -> dict[Any, Any]:
    """Return how the answer is described: a *resource* of FHIR R4B."""
    shape = {
        "type": "object",
        "properties": {"resourceType": {"type": "string", "enum": [resource]}},
        "required": ["resourceType"],
        "additionalProperties": True,
        "description": f"A {resource} of FHIR R4B, as docs/fhir.md has it.",
    }
    return {**PROBLEMS, **SAME, (200, MEDIA_TYPE): shape}
