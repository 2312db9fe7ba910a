"""A programme as JSON made into rows that are not stored yet, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programmes import side_words
from programmes.dosage import Dosage, DosageError
from programmes.editing.before import Before
from programmes.editing.library import Library
from programmes.editing.plain import MORE_FIELDS
from programmes.editing.problem import Problem
from programmes.editing.rows import DOSE_COLUMNS, faults, fill, fill_dates, fill_dose, twice
from programmes.models import (
    Advice,
    Condition,
    Exercise,
    PainRule,
    PatientFlag,
    Phase,
    PhaseAdvice,
    Prescription,
    Programme,
    ProgrammeKind,
    RunningPlan,
    Source,
    Stage,
    Template,
)
from programmes.models.programme.kept import PLAN_FIELDS, STAGE_FIELDS
from programmes.models.programme.plain import LINE_FIELDS, PHASE_FIELDS, PROGRAMME_FIELDS
from programmes.running import Ladder, RunningError, sessions_from_plain
from programmes.running import Stage as Step
from programmes.shapes.paths import values_at

DATES = ("start_date", "review_date", "practised_on")
PLAN_DATES = ("longest_run_on", "starts_on")
LIBRARY_LINKS = {"condition": Condition, "programme_kind": ProgrammeKind, "template": Template}
MANY = {"sources": Source, "not_for_flags": PatientFlag}


@dataclass
class Draft:
    """The rows, and what was wrong on the way. `phases` is None where they stay as they are, as is `plan`."""

    programme: Programme
    many: dict[str, list[Any]] = field(default_factory=dict)
    phases: list[Phase] | None = None
    advised: list[Phase] = field(default_factory=list)  # those whose advice is said anew
    advice: list[PhaseAdvice] = field(default_factory=list)
    lines: list[Prescription] = field(default_factory=list)
    gone_phases: set[str] = field(default_factory=set)
    gone_lines: set[str] = field(default_factory=set)
    changed: list[Phase | Prescription] = field(default_factory=list)  # what is not stored as it is now
    takes_plan: bool = False
    plan: RunningPlan | None = None
    stages: list[Stage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def draft_of(programme: Programme, data: dict[str, Any], before: Before) -> Draft:
    """Return *programme* with what *data* says, *before* being what it held. Queries a fixed number of times."""
    library = Library(programme.clinic, data, before.library)
    draft = Draft(programme)
    draft.problems += library.problems()
    draft.problems += twice(values_at(data, "phases[].id"))
    draft.problems += twice(values_at(data, "phases[].prescriptions[].id"))
    if "phases" in data:
        draft.phases = [_phase(draft, at, plain, library, before) for at, plain in enumerate(data["phases"])]
        draft.gone_phases = set(before.phases) - {str(row.pk) for row in draft.phases}
        draft.gone_lines = set(before.lines) - {str(row.pk) for row in draft.lines}
        draft.changed = [row for row in (*draft.phases, *draft.lines) if not before.is_as_it_was(row)]
    if "running_plan" in data:
        draft.takes_plan = True
        draft.plan = _running_plan(draft, data["running_plan"], library, before)
    draft.problems += _room(draft)
    draft.problems += _programme(draft, data, library, before)
    draft.problems += _variant_faults(data, library)
    draft.problems += _why_faults(data, programme)
    return draft


def _room(draft: Draft) -> Iterator[Problem]:
    if len(draft.lines) > Programme.MOST_EXERCISES:
        words = {"count": len(draft.lines), "most": Programme.MOST_EXERCISES}
        yield Problem("phases", _("%(count)d exercises are too many; leave %(most)d at most") % words)


def _programme(draft: Draft, data: dict[str, Any], library: Library, before: Before) -> Iterator[Problem]:
    programme = draft.programme
    fill(programme, data, (*PROGRAMME_FIELDS, *MORE_FIELDS, "template_version"))
    yield from fill_dates(programme, data, DATES)
    template = programme.template
    for name, model in LIBRARY_LINKS.items():
        if name in data:
            setattr(programme, name, library.get(model, data[name]))
    for name, model in MANY.items():
        if name in data:
            draft.many[name] = [library.get(model, slug) for slug in data[name]]
    if template is not None and programme.template != template:
        # What the template is not for is asked at each issue.
        yield Problem("template", _("a programme keeps the template it was started from"))
    yield from _current_phase(draft, data, before)
    yield from _slug_faults(programme)
    yield from faults(programme, "")


def _current_phase(draft: Draft, data: dict[str, Any], before: Before) -> Iterator[Problem]:
    """Set the phase by its number. A person sets it, so without a word it stays, if it is still there."""
    phases = list(before.phases.values()) if draft.phases is None else draft.phases
    programme = draft.programme
    if "current_phase" not in data:
        if programme.current_phase not in phases:
            programme.current_phase = None
        return
    number = data["current_phase"]
    if number is not None and number > len(phases):
        yield Problem("current_phase", _("there is no phase %(number)d") % {"number": number})
        return
    # JSON knows one kind of number: 1.0 is 1.
    programme.current_phase = None if number is None else phases[int(number) - 1]


def _slug_faults(programme: Programme) -> Iterator[Problem]:
    if programme.slug and programme.patient_id:
        yield Problem("slug", _("only a template has a short name; leave it out"))
    elif programme.slug:
        others = Programme.objects.filter(clinic=programme.clinic, slug=programme.slug).exclude(pk=programme.pk)
        if others.exists():
            words = {"slug": programme.slug}
            yield Problem("slug", _("there is a template “%(slug)s” already; give another short name") % words)


def _phase(draft: Draft, at: int, plain: dict[str, Any], library: Library, before: Before) -> Phase:
    path = f"phases[{at}]"
    phase = before.phases.get(plain.get("id", "")) or Phase()
    phase.programme, phase.position = draft.programme, at + 1
    fill(phase, plain, PHASE_FIELDS)
    for name in ("pain_rule", "running_pain_rule"):
        if name in plain:
            setattr(phase, name, library.get(PainRule, plain[name]))
    if "advice" in plain:
        draft.advised.append(phase)
        draft.advice += _advice(phase, plain["advice"], library)
    draft.problems += faults(phase, path)
    _lines(draft, phase, plain["prescriptions"], f"{path}.prescriptions", library, before)
    return phase


def _advice(phase: Phase, slugs: list[str], library: Library) -> Iterator[PhaseAdvice]:
    rows = [row for slug in slugs if (row := library.get(Advice, slug))]
    yield from (PhaseAdvice(phase=phase, advice=row, position=position) for position, row in enumerate(rows))


def _lines(
    draft: Draft, phase: Phase, plain_lines: list[dict[str, Any]], path: str, library: Library, before: Before
) -> None:
    rows = [before.lines.get(plain.get("id", "")) or Prescription() for plain in plain_lines]
    by_id = {plain["id"]: line for plain, line in zip(plain_lines, rows, strict=True) if "id" in plain}
    for at, (line, plain) in enumerate(zip(rows, plain_lines, strict=True)):
        line.phase, line.position = phase, at + 1
        draft.problems += _line(line, plain, f"{path}[{at}]", library)
        draft.problems += _alternative(line, plain, f"{path}[{at}].instead_of", by_id)
    draft.lines += rows


def _line(line: Prescription, plain: dict[str, Any], path: str, library: Library) -> Iterator[Problem]:
    is_new = line.exercise_id is None
    if is_new or line.exercise.slug != plain["exercise"]:
        exercise = library.get(Exercise, plain["exercise"])
        if exercise is None:
            return  # It is among the library's problems, and without it there is no telling about sides.
        line.exercise = exercise
    if is_new:
        line.side = line.exercise.default_side
    fill(line, plain, (*LINE_FIELDS, "replaces"))
    yield from fill_dose(line, plain["dose"], f"{path}.dose")
    yield from faults(line, path, told=DOSE_COLUMNS)


def _alternative(
    line: Prescription, plain: dict[str, Any], path: str, by_id: dict[str, Prescription]
) -> Iterator[Problem]:
    """Point *line* at the line it stands in for, which is one of the same phase."""
    if "instead_of" not in plain:
        if line.instead_of not in by_id.values():
            line.instead_of = None
        return
    wanted = plain["instead_of"]
    other = None if wanted is None else by_id.get(wanted)
    if wanted is not None and (other is None or other is line):
        yield Problem(path, _("there is no other line “%(id)s” in this phase; name the id of one") % {"id": wanted})
        return
    line.instead_of = other


def _running_plan(draft: Draft, plain: Any, library: Library, before: Before) -> RunningPlan | None:
    if plain is None:
        return None
    plan = before.plan or RunningPlan()
    plan.programme = draft.programme
    fill(plan, plain, [name for name in PLAN_FIELDS if name not in PLAN_DATES])
    draft.problems += fill_dates(plan, plain, PLAN_DATES, "running_plan")
    if "pain_rule" in plain:
        plan.pain_rule = library.get(PainRule, plain["pain_rule"])
    if "warm_up" in plain:
        plan.warm_up = library.get(Template, plain["warm_up"])
    draft.problems += faults(plan, "running_plan")
    for at, plain_stage in enumerate(plain["stages"]):
        stage = Stage(plan=plan, number=at + 1)
        fill(stage, plain_stage, STAGE_FIELDS)
        draft.problems += faults(stage, f"running_plan.stages[{at}]")
        draft.stages.append(stage)
    numbers = ((f"running_plan.stages[{at}].number", stage.number) for at, stage in enumerate(draft.stages))
    draft.problems += twice(numbers)
    draft.problems += _planned_runs(plan, draft.stages)
    return plan


def _planned_runs(plan: RunningPlan, stages: list[Stage]) -> Iterator[Problem]:
    """Yield what is wrong with the planned runs, which are runs of these stages."""
    if not plan.planned_runs:
        return
    try:
        sessions_from_plain(plan.planned_runs, Ladder.of(map(Step.from_row, stages)))
    except RunningError as error:
        yield Problem(f"running_plan.{error.field}", error.reason)


def _variant_faults(data: dict[str, Any], library: Library) -> Iterator[Problem]:
    """Yield the steps of a variant that make no dose of one of its exercises."""
    for at, variant in enumerate(data.get("variants", ())):
        rows = [row for slug in variant["exercises"] if (row := library.get(Exercise, slug))]
        for path, dose in values_at(variant, "schedule[].dose"):
            doses = ({**row.dosage.as_plain(), **dose} for row in rows)
            first = next((problem for whole in doses for problem in _dose_faults(whole)), None)
            if first is not None:
                yield Problem(f"variants[{at}].{path}.{first.path}", first.reason)


def _dose_faults(plain: dict[str, Any]) -> Iterator[Problem]:
    try:
        yield from (Problem(fault.field, fault.message) for fault in Dosage.from_plain(plain).faults())
    except DosageError as error:
        yield Problem(error.field, error.reason)


def _why_faults(data: dict[str, Any], programme: Programme) -> Iterator[Problem]:
    """Yield each reason with a word for the side that nobody declared: it could not be printed."""
    written = [(path, why) for path, why in values_at(data, "phases[].prescriptions[].why") if {"{", "}"} & set(why)]
    words = side_words.declared(programme.clinic.language if programme.clinic else "") if written else None
    for path, why in written if words is not None else ():
        yield from (Problem(path, fault) for fault in side_words.faults(why, words))
