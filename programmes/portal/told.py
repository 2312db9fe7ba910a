"""A short word to a patient, in place of the page: with the telephone number of their clinic."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from programmes.handout.page import dialled
from programmes.models import SOURCE_LANGUAGE, Clinic


def told(
    request: HttpRequest, template: str, clinic: Clinic | None, language: str = "", *, status: int, **context: Any
) -> HttpResponse:
    """Return the page *template*, in the clinic's language if in no other. Without a *clinic*: where its number is."""
    number = dialled(clinic.phone) if clinic else ""
    with translation.override(language or (clinic.language if clinic else SOURCE_LANGUAGE)):
        return render(request, template, {"clinic": clinic, "dialled": number, **context}, status=status)
