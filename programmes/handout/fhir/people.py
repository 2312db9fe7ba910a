"""Patient, practitioner and clinic as the sheet names them, and no further."""

from __future__ import annotations

from programmes.handout.document import Clinic, PatientLine, Practitioner
from programmes.handout.fhir.plain import Plain, concept, filled


def patient(line: PatientLine | None) -> Plain:
    """Return the patient by the name or initials that are printed; on a sheet without a name, by nothing at all."""
    return filled(resourceType="Patient", name=[{"text": line.name}] if line and line.name else [])


def practitioner(lead: Practitioner) -> Plain:
    texts = (lead.profession, lead.qualifications, lead.registration)
    return filled(
        resourceType="Practitioner",
        name=[{"text": lead.name}],
        qualification=[{"code": concept(text)} for text in texts if text],
    )


def clinic(place: Clinic) -> Plain:
    ways = (("phone", place.phone), ("email", place.email), ("url", place.website))
    return filled(
        resourceType="Organization",
        name=place.name,
        telecom=[{"system": system, "value": value} for system, value in ways if value],
        address=[{"text": place.address}] if place.address else [],
    )
