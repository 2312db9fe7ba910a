"""What was agreed with the patient, what each phase is for, and what comes next, each as a Goal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programmes.handout.document import Document, NextPart, Part
from programmes.handout.fhir.given import Given
from programmes.handout.fhir.plain import Plain, concept, filled, labelled, lines, notes, reference


def goals(document: Document, given: Given) -> Iterator[tuple[str, Plain]]:
    """Yield each goal by its full URL, in reading order."""
    names = given.names
    if document.goal:
        yield names.agreed_goal(), _goal(document, given, "accepted", document.goal, [])
    for place, part in enumerate(document.parts):
        yield names.goal(place), _goal(document, given, "accepted", part.goal or part.heading, part_notes(part))
    if document.next_part:
        coming = document.next_part
        yield names.next_goal(), _goal(document, given, "planned", coming.goal or coming.heading, _next_notes(coming))


def part_notes(part: Part) -> list[str]:
    """Return when a part is and what must be true to move on or go back, a text each."""
    back = _("Make it easier if") if part.is_first else _("Go back a step if")
    return [
        lines(part.heading, part.when),
        labelled(_("Pain:"), part.pain),
        _listed(_("Move on when"), part.move_on_when),
        _listed(back, part.go_back_if),
    ]


def _next_notes(part: NextPart) -> list[str]:
    heading = _("Next: %(heading)s") % {"heading": part.heading}
    return [heading, _listed(_("You start it when you can tick each box:"), part.start_when)]


def _listed(heading: str, texts: tuple[str, ...]) -> str:
    return lines(heading, *texts) if texts else ""


def _goal(document: Document, given: Given, status: str, text: str, told: list[str]) -> Plain:
    return filled(
        resourceType="Goal",
        # Agreed with the patient as the sheet was given; how far it got nobody says here.
        lifecycleStatus=given.goal_status(status),
        description=concept(text),
        subject=reference(given.names.patient),
        addresses=[reference(given.names.condition)] if document.condition else [],
        note=notes(told),
    )
