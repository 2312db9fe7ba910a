"""What is treated, as a Condition: in the patient's words, with the codes of the library. It claims no diagnosis."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.document import ConditionSection, Document
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.plain import Plain, concept, filled, lines, notes, reference


def condition(document: Document, section: ConditionSection, given: Given) -> Plain:
    status = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
    in_error = {"coding": [{"system": status, "code": "entered-in-error"}]}
    return filled(
        resourceType="Condition",
        # How sure somebody is of it, and whether it is better by now, no sheet says.
        verificationStatus=in_error if given.is_withdrawn else None,
        code=concept(document.title.words, *given.codes),
        subject=reference(given.names.patient),
        note=notes(about(document, section)),
    )


def about(document: Document, section: ConditionSection) -> list[str]:
    return [
        document.title.explained,
        lines(section.heading, section.summary),
        lines(_("What you may notice"), *section.symptoms) if section.symptoms else "",
        lines(_("What can play a part"), *section.causes) if section.causes else "",
        section.time_course,
    ]
