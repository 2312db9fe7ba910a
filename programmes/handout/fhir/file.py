"""FHIR as a file, of a handout or a template: checked by the definitions of R4B, then written. Queries."""

from __future__ import annotations

from django.utils import timezone

from programmes.handout.document import Document
from programmes.handout.fhir.bundle import bundle
from programmes.handout.fhir.given import Given, codes_of
from programmes.handout.fhir.plain import Plain
from programmes.handout.fhir.plan_definition import plan_definition
from programmes.handout.prepare import prepare
from programmes.models import Clinic, Handout, Rendition, Template
from programmes.sign_off import Item, State, standings

MEDIA_TYPE = "application/fhir+json"


def bundle_file(row: Handout, rendition: Rendition) -> str:
    """Return a handout, with the PDF of *rendition* inside, as a Bundle."""
    document = Document.from_plain(row.document)
    return checked(bundle(document, Given.of(row, document, rendition)))


def plan_definition_file(row: Template, clinic: Clinic | None) -> str:
    """Return a template, all phases and worded for either side, as a PlanDefinition. Raises CannotPrepare.

    *clinic* is whose signature counts, and whose codes a condition has; None is no clinic.
    """
    document = prepare(row, phase="all")
    item = Item("template", row.slug, row.version, row.name)
    is_signed_off = standings([item], clinic, timezone.localdate())[item].state == State.SIGNED
    codes = codes_of(document.terms.condition if document.terms else "", clinic)
    return checked(plan_definition(document, version=row.version, is_signed_off=is_signed_off, codes=codes))


def checked(plain: Plain) -> str:
    """Return a Bundle or a PlanDefinition as JSON. Raises ValidationError of pydantic for what is no valid one."""
    # Slow to load, and asked for by few: setting a page must not wait for it.
    from fhir.resources.R4B.bundle import Bundle
    from fhir.resources.R4B.plandefinition import PlanDefinition

    model = {"Bundle": Bundle, "PlanDefinition": PlanDefinition}[plain["resourceType"]]
    return model.model_validate(plain).model_dump_json(indent=2)
