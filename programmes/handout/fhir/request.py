"""An exercise as prescribed, as a ServiceRequest: asked of the patient, who does it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.dosage import Kind
from programmes.handout.document import Document, ExerciseCard
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.plain import Plain, concept, filled, labelled, lines, reference
from programmes.handout.fhir.timing import is_one_go, timing

# Of HL7: that a request is made for a goal. Every resource may carry it.
PERTAINS_TO_GOAL = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
UCUM = "http://unitsofmeasure.org"


def request(document: Document, given: Given, card: ExerciseCard, goal: str) -> Plain:
    """Return the request. *goal* is the full URL of the goal of its part."""
    names = given.names
    return filled(
        resourceType="ServiceRequest",
        extension=[{"url": PERTAINS_TO_GOAL, "valueReference": reference(goal)}],
        basedOn=[reference(names.care_plan)],
        status=given.request_status(),
        # As HL7's Physical Activity guide has an exercise prescription; one to choose instead is asked of nobody.
        intent="proposal" if card.is_optional or card.instead_of else "order",
        code=concept(card.name),
        orderDetail=[concept(labelled(line.label, line.text)) for line in card.dose],
        quantityQuantity=quantity(card),
        subject=reference(names.patient),
        occurrenceTiming=timing(card, document.schedule),
        authoredOn=given.issued_at.isoformat(),
        requester=reference(names.practitioner) if document.practitioner else None,
        performer=[reference(names.patient)],
        reasonReference=[reference(names.condition)] if document.condition else [],
        bodySite=[concept(card.side_words)] if card.side_words else [],
        patientInstruction=instruction(card),
    )


def quantity(card: ExerciseCard) -> Plain:
    """Return the amount where it is one number; sets of so many, or so many on each side, are left to words."""
    dosage = card.dosage
    if not is_one_go(card):
        return {}
    if dosage.kind is Kind.DISTANCE and dosage.distance_metres:
        return {"value": dosage.distance_metres, "unit": "metres", "system": UCUM, "code": "m"}
    if dosage.kind is Kind.REPS and dosage.reps:
        return {"value": dosage.reps, "unit": "repetitions"}
    return {}


def instruction(card: ExerciseCard) -> str:
    """Return all that the card tells the patient, line by line, in the words and the order of the sheet."""
    return lines(
        _choice(card),
        card.side_words,
        *(labelled(line.label, line.text) for line in card.dose),
        card.why,
        _("Do it as exercise %(number)s tells you.") % {"number": card.same_as} if card.same_as is not None else "",
        labelled(_("Start:"), card.start),
        *card.steps,
        labelled(_("Feel it:"), card.feel),
        labelled(_("Watch out for:"), " ".join(card.mistakes)),
        labelled(_("Easier:"), card.easier),
        labelled(_("Harder:"), card.harder),
        _("Ask us first.") if card.easier or card.harder else "",
        *(labelled(_("Take care:"), text) for text in card.care),
        card.stop_if,
        labelled(_("Note for you:"), card.note),
        *card.review_note,
    )


def _choice(card: ExerciseCard) -> str:
    if card.instead_of:
        return _("(in place of %(name)s)") % {"name": card.instead_of}
    return _("(optional)") if card.is_optional else ""
