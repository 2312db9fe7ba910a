"""A template as a PlanDefinition: its phases with their goals, its exercises with their doses, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation

from programmes.handout import isolates
from programmes.handout.document import Document, ExerciseCard, Part, Stage
from programmes.handout.fhir.care_plan import stage_words
from programmes.handout.fhir.condition import about
from programmes.handout.fhir.goals import part_notes
from programmes.handout.fhir.names import urn
from programmes.handout.fhir.plain import Plain, coding, concept, filled, lines
from programmes.handout.fhir.request import instruction
from programmes.handout.fhir.timing import timing
from programmes.handout.fhir.told import sections

KIND_OF_PLAN = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


def plan_definition(
    document: Document, *, version: str, is_signed_off: bool, codes: tuple[Mapping[str, Any], ...] = ()
) -> Plain:
    """Return the PlanDefinition of a template's document, worded for either side. It is a draft until signed off."""
    url = urn(document.programme, "PlanDefinition")
    with translation.override(document.language):
        plain = filled(
            resourceType="PlanDefinition",
            language=document.language,
            url=url,
            version=version,
            name=_name(document.terms.title if document.terms else document.title.words),
            title=document.title.words,
            type=concept("", coding(KIND_OF_PLAN, "clinical-protocol")),
            status="active" if is_signed_off else "draft",
            description=_description(document),
            usage="\n\n".join(text for text in sections(document) if text),
            useContext=_for_condition(document, codes),
            goal=[_goal(place, part) for place, part in enumerate(document.parts)],
            action=[*_actions(document), *_stages(document)],
            relatedArtifact=_rests_on(document),
        )
    return isolates.none_in(plain)


def _name(title: str) -> str:
    """Return a name for programs: letters, digits and low lines, a capital first."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", isolates.without(title)).strip("_")
    return name[:1].upper() + name[1:] if name[:1].isalpha() else f"Plan_{name}".rstrip("_")


def _description(document: Document) -> str:
    texts = about(document, document.condition) if document.condition else []
    return "\n\n".join(text for text in (*document.why, *texts) if text)


def _for_condition(document: Document, codes: tuple[Mapping[str, Any], ...]) -> list[Plain]:
    if document.condition is None:
        return []
    focus = coding("http://terminology.hl7.org/CodeSystem/usage-context-type", "focus")
    return [{"code": focus, "valueCodeableConcept": concept(document.title.words, *codes)}]


def _goal(place: int, part: Part) -> Plain:
    return {"id": _goal_id(place), "description": concept(part.goal or part.heading)}


def _goal_id(place: int) -> str:
    return f"goal-{place + 1}"


def _actions(document: Document) -> Iterator[Plain]:
    for place, part in enumerate(document.parts):
        yield filled(
            title=part.heading,
            description="\n\n".join(text for text in part_notes(part) if text),
            goalId=[_goal_id(place)],
            groupingBehavior="logical-group",
            action=[_exercise(document, card) for card in part.cards],
        )


def _exercise(document: Document, card: ExerciseCard) -> Plain:
    return filled(
        title=card.name,
        description=card.summary,
        textEquivalent=instruction(card),
        code=[concept(card.name)],
        timingTiming=timing(card, document.schedule),
        requiredBehavior="could" if card.is_optional or card.instead_of else None,
    )


def _stages(document: Document) -> Iterator[Plain]:
    stages: tuple[Stage, ...] = document.ladder.stages if document.ladder else ()
    for stage in stages:
        yield filled(title=lines(stage.name), textEquivalent=stage_words(stage))


def _rests_on(document: Document) -> list[Plain]:
    sources = document.credits.sources if document.credits else ()
    return [{"type": "citation", "citation": source} for source in sources]
