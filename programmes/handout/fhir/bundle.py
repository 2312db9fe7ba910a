"""The whole handout as a Bundle, checked before it leaves."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from programmes.handout import isolates
from programmes.handout.document import Document
from programmes.handout.fhir import people
from programmes.handout.fhir.care_plan import care_plan
from programmes.handout.fhir.condition import condition
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.goals import goals
from programmes.handout.fhir.plain import URI, Plain
from programmes.handout.fhir.request import request
from programmes.handout.fhir.sheet import provenance, sheet

# Resources that the issuer answers for; the others say who is meant.
ANSWERED_FOR = ("CarePlan", "Goal", "ServiceRequest", "DocumentReference")


def bundle(document: Document, given: Given) -> Plain:
    """Return the Bundle, in the document's language."""
    with translation.override(document.language):
        resources = dict(_resources(document, given))
        targets = [url for url, resource in resources.items() if resource["resourceType"] in ANSWERED_FOR]
        resources[given.names.provenance] = provenance(document, given, targets)
    whole = {
        "resourceType": "Bundle",
        "language": document.language,
        "identifier": {"system": URI, "value": given.names.bundle},
        "type": "collection",
        "entry": [
            {"fullUrl": url, "resource": {**resource, "language": document.language}}
            for url, resource in resources.items()
        ],
    }
    return isolates.none_in(whole)


def _resources(document: Document, given: Given) -> Iterator[tuple[str, Plain]]:
    names, aims = given.names, dict(goals(document, given))
    requests = {
        names.request(place, card.number): request(document, given, card, names.goal(place))
        for place, part in enumerate(document.parts)
        for card in part.cards
    }
    yield names.care_plan, care_plan(document, given, list(aims), list(requests))
    yield from aims.items()
    yield from requests.items()
    if document.condition:
        yield names.condition, condition(document, document.condition, given)
    yield names.sheet, sheet(document, given)
    yield names.patient, people.patient(document.patient)
    if document.practitioner:
        yield names.practitioner, people.practitioner(document.practitioner)
    yield names.clinic, people.clinic(document.clinic)
