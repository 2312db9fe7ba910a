"""The printed sheet itself, as a DocumentReference, and who gave it when, as a Provenance."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha1

from django.utils.translation import gettext as _

from programmes.handout.document import Document
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.names import sheet_of
from programmes.handout.fhir.plain import URI, Plain, coding, concept, filled, known_by, reference

AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


def sheet(document: Document, given: Given) -> Plain:
    names = given.names
    return filled(
        resourceType="DocumentReference",
        masterIdentifier={"system": URI, "value": names.sheet},
        identifier=[{"system": URI, "value": digest_name(given.sha256)}],
        status=given.document_status(),
        docStatus="entered-in-error" if given.is_withdrawn else "final",
        subject=reference(names.patient),
        date=given.issued_at.isoformat(),
        author=[reference(names.practitioner)] if document.practitioner else [],
        custodian=reference(names.clinic),
        relatesTo=[{"code": "replaces", "target": known_by(sheet_of(given.earlier))}] if given.earlier else [],
        description=document.title.words,
        content=[{"attachment": _attachment(document, given)}],
    )


def _attachment(document: Document, given: Given) -> Plain:
    # FHIR asks for SHA-1 here, against damage on the way; the digest that is kept stands in the identifier.
    digest = sha1(given.pdf, usedforsecurity=False).digest()
    return filled(
        contentType="application/pdf",
        language=document.language,
        data=b64encode(given.pdf).decode(),
        size=len(given.pdf),
        hash=b64encode(digest).decode(),
        title=document.title.words,
        creation=given.issued_at.isoformat(),
    )


def digest_name(sha256: str) -> str:
    """Return the digest, in hexadecimal, as a URI (RFC 6920)."""
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def provenance(document: Document, given: Given, targets: Sequence[str]) -> Plain:
    """Return who answers for it: the person who issued it, for the clinic."""
    lead = document.practitioner
    is_lead = lead is not None and lead.name == given.issued_by
    who = reference(given.names.practitioner if is_lead else "", given.issued_by)
    library = document.credits.content_version if document.credits else ""
    version = _("Content version %(version)s.") % {"version": library} if library else ""
    sources = document.credits.sources if document.credits else ()
    return filled(
        resourceType="Provenance",
        target=[reference(url) for url in targets],
        occurredDateTime=document.issued.isoformat(),
        recorded=given.issued_at.isoformat(),
        agent=[
            {
                "type": concept("", coding(AGENT, "author")),
                "who": who,
                "onBehalfOf": reference(given.names.clinic, document.clinic.name),
            }
        ],
        entity=[{"role": "source", "what": {"display": text}} for text in (version, *sources) if text],
    )
