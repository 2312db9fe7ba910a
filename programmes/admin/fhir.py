"""FHIR as a download."""

from __future__ import annotations

from django.http import HttpResponse

from programmes.handout.fhir.file import MEDIA_TYPE


def fhir_download(content: str, name: str) -> HttpResponse:
    """Return a Bundle or a PlanDefinition as a file. The name is to say nothing of the patient."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.fhir.json"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
