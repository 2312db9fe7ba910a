"""Writes the access log: what of whom each request read, as one entry, before anything of it leaves the site.

A page need not ask for it. What keeps out is named here; a page that is new is in the log from the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from programmes.models import AccessRecord, Door, looked_at
from programmes.models.access_record import entry
from programmes.models.looked_at import LookedAt

Kind = AccessRecord.Kind
# What the name of an address says of what it shows; the first that fits.
KINDS = (
    (r"accessrecord", Kind.LOG),
    (r"[_-](pdf|fhir)$", Kind.PDF),  # In FHIR stands the PDF too.
    (r"history$|_removal_change$", Kind.HISTORY),
    (r"changelist$|-list$|autocomplete$|:index$|give-to-class$", Kind.LIST),
    (r"clinician-copy$", Kind.COPY),
    (r"_preview$|_build-page$", Kind.PREVIEW),
    (r"_build", Kind.BUILDER),
    (r"_patient_|:patient\b", Kind.PATIENT),
    (r"_screening_", Kind.SCREENING),
    (r"handout", Kind.HANDOUT),
    (r"programme|_phase_|_prescription_|_runningplan_", Kind.PROGRAMME),
)
# Asked at each keystroke of the builder, and answered with nothing of the patient. A save is kept as a snapshot.
KEYSTROKES = re.compile(
    r"_build-(search|dose|save|filters|favourite|pain-rules|override|page/colours\.css)$|words_as_typed$"
)
# Asked again after each change while the builder is open: in the log once a sitting.
AGAIN_AND_AGAIN = re.compile(r"_build-(page|weighed|swaps)$")


def watch(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def watched(request: HttpRequest) -> HttpResponseBase:
        with looked_at.looking(_door(request.path_info)) as looked:
            response = get_response(request)
            if looked.patients and not looked.is_recorded and _shows(looked.door, response):
                _record(request, looked)
        return response

    return watched


def _door(path: str) -> Door:
    if path.startswith("/api/"):
        return Door.API
    if path.startswith("/h/"):
        return Door.PORTAL
    return Door.BUILDER if "/build/" in path else Door.ADMIN


def _shows(door: Door, response: HttpResponseBase) -> bool:
    """Say whether something is shown: also to whoever has it already, and is told that it is the same.

    What the API does not issue it tells the reasons of, and they are the patient's.
    """
    is_shown = 200 <= response.status_code < 300 or response.status_code == 304
    return is_shown or (door == Door.API and response.status_code == 409)


def _record(request: HttpRequest, looked: LookedAt) -> None:
    name = _name(request)
    if request.method == "POST" and looked.door == Door.API:
        # What is made at a list is one row.
        name = name.removesuffix("-list")
    if KEYSTROKES.search(name) or (AGAIN_AND_AGAIN.search(name) and _is_in_sitting(request.user, looked)):
        return
    entries = [entry(kind_of(name), request.user, clinic, *met) for clinic, met in looked.patients.items()]
    AccessRecord.objects.bulk_create(entries)


def _is_in_sitting(user: Any, looked: LookedAt) -> bool:
    return all(AccessRecord.objects.is_in_sitting(user, met[0]) for met in looked.patients.values())


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name if match else "") or ""


def kind_of(name: str) -> str:
    """Return what an address of this name shows of a patient."""
    return next((kind for pattern, kind in KINDS if re.search(pattern, name)), Kind.OTHER)
