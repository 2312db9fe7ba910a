"""Where each text of a document ends up in FHIR, found by marking it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from programmes.dosage import Dosage, Kind, words
from programmes.handout.document import (
    Advice,
    Cadence,
    Clinic,
    Document,
    Image,
    KitItem,
    Online,
    Pair,
    PlannedRun,
    Practitioner,
    Runner,
    RunWeek,
    Schedule,
    WarmUpMove,
)
from programmes.handout.fhir.bundle import bundle
from programmes.handout.terms import LineTerms, PartTerms, PlanTerms, StageTerms
from programmes.sides import Side
from tests.documents import make_card, make_document, make_image, make_ladder, make_part
from tests.fhir import make_given

MARK = re.compile(r"@(\w+\.\w+)@")
# Values of their own kind: a language, a direction, codes and picture data. A text in their place fits nowhere.
UNMARKED = {"language", "direction", "body", "media_type", "accent_colour", "side", "link"}
ALONE = (Dosage, Image)


def every_field() -> set[str]:
    """Return each field that is no part made of fields itself, such as "ExerciseCard.steps"."""
    seen, asked, names = set(), [Document], set()
    while asked:
        kind = asked.pop()
        if kind in seen:
            continue
        seen.add(kind)
        for name, hint in get_type_hints(kind).items():
            parts = [each for each in _kinds(hint) if each not in ALONE]
            asked += parts
            if not parts:
                names.add(f"{kind.__name__}.{name}")
    return names


def _kinds(hint: Any) -> Iterator[type]:
    if get_origin(hint) in (tuple, Union, UnionType):
        for each in get_args(hint):
            yield from _kinds(each)
    elif is_dataclass(hint):
        yield hint


def whole_document() -> Document:
    """Make a document in which every field is filled."""
    cue = Advice("adv-cue", "Quick steps", "Try it.")
    run = PlannedRun(date(2026, 3, 3), "2 km")
    ladder = make_ladder(pain="No pain.", pain_rule="pain-run-2", weeks=(RunWeek(date(2026, 3, 2), 9, (run,)),))
    stage = replace(
        ladder.stages[0],
        note="On the flat.",
        runs=(run,),
        is_now=True,
        terms=StageTerms("interval"),
        each_run=("Rest 2 days.",),
    )
    dose = Dosage(kind=Kind.REPS, reps=12, times_per_day=1, days_per_week=1)
    card = make_card(
        dosage=dose,
        dose=words(dose, Side.LEFT),
        care=("Go slowly.",),
        is_optional=True,
        instead_of="Bridge",
        review_note=("Not reviewed.",),
        replaces="bridge",
        same_as=2,
        picture=None,
        terms=LineTerms("left", "Why.", 0),
    )
    timed = Dosage(kind=Kind.TIME, duration_seconds=60)
    spare = replace(card, number=2, instead_of="", dosage=timed, dose=words(timed, Side.LEFT))
    clinic = Clinic("Riverside", "1 River Street", "01234", "a@b.example", "https://b.example", "Monday", "#123456")
    return make_document(
        clinic=replace(clinic, logo=make_image()),
        practitioner=Practitioner("Ana Brook", "physiotherapist", "BSc", "HCPC PH1"),
        kit=(KitItem("Mat", "a blanket", True),),
        schedule=Schedule("Monday", "in the evening", "About 20 minutes", "After work.", date(2026, 3, 2), (1,), 20),
        review_note=("Not reviewed.",),
        stop_rule="Stop if it pinches.",
        parts=(
            make_part(
                goal="Calm down.",
                pain="Up to 3.",
                number=1,
                name="Settle",
                terms=PartTerms("Settle"),
                cards=(card, spare),
            ),
        ),
        ladder=replace(ladder, stages=(stage, replace(stage, number=2, what=""))),
        runner=Runner(
            (WarmUpMove("March", "1 minute", "Lift your knees."),),
            (cue,),
            Cadence("Count your steps.", 160, "Aim for 170.", "Set it to 170."),
            (Pair("Blue", date(2026, 1, 1), "100 km"),),
            "Change them when worn.",
            (cue,),
        ),
        online=Online("5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f009", "RIV", date(2026, 4, 1)),
        terms=PlanTerms("Runner's knee", "patellofemoral-pain", "", "left", ("flag",)),
    )


def marked(value: Any) -> Any:
    """Return a value with the name of its field in place of every text."""
    if not is_dataclass(value) or isinstance(value, ALONE):
        return value
    return replace(value, **{field.name: _marked(value, field.name) for field in fields(value)})


def _marked(whole: Any, name: str) -> Any:
    value, mark = getattr(whole, name), f"@{type(whole).__name__}.{name}@"
    if isinstance(value, tuple):
        return tuple(mark if type(each) is str else marked(each) for each in value)
    # An empty text says that the part does not apply.
    return mark if type(value) is str and value and name not in UNMARKED else marked(value)


def found(plain: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each mark with its path, such as "CarePlan.title"."""
    if isinstance(plain, str):
        yield from ((mark, path) for mark in MARK.findall(plain))
    elif isinstance(plain, list):
        for each in plain:
            yield from found(each, path)
    elif isinstance(plain, dict):
        start = plain.get("resourceType", path)
        for name, value in plain.items():
            yield from found(value, start if name == "resource" else f"{start}.{name}")


def whole_bundle(document: Document) -> dict[str, Any]:
    """Return the bundle of a handout that took the place of another and whose condition has a code."""
    code = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "M22.2"}
    return bundle(document, make_given(codes=(code,), earlier="5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f001"))


def places() -> dict[str, set[str]]:
    """Return where each text of a document is in its bundle."""
    there: dict[str, set[str]] = defaultdict(set)
    for name, path in found(whole_bundle(marked(whole_document()))):
        there[name].add(path)
    return dict(there)


def every_path(plain: Any, path: str = "") -> Iterator[str]:
    """Yield each path that has a value."""
    if isinstance(plain, list):
        for each in plain:
            yield from every_path(each, path)
    elif isinstance(plain, dict):
        start = plain.get("resourceType", path)
        for name, value in plain.items():
            yield from every_path(value, start if name == "resource" else f"{start}.{name}")
    yield path
