"""A programme as JSON, and the library it names, for the tests of what is written from it."""

from copy import deepcopy
from typing import Any

from programmes.models import Clinic
from tests.factories import make_advice, make_clinic, make_condition, make_exercise, make_pain_rule

PLAIN: dict[str, Any] = {
    "kind": "condition",
    "name": "Runner's knee",
    "condition": "runners-knee",
    "side": "left",
    "goal": "Run 5 km",
    "start_date": "2026-03-02",
    "session_days": [1, 3, 5],
    "phases": [
        {
            "name": "Settle",
            "weeks_min": 1,
            "weeks_max": 2,
            "pain_rule": "pain-3",
            "advice": ["rest"],
            "criteria_to_progress": [{"text": "Stairs pain 3 out of 10 or less"}],
            "prescriptions": [
                {
                    "id": "squat",
                    "exercise": "squat",
                    "side": "each",
                    "first_side": "right",
                    "dose": {"kind": "reps", "sets": 3, "reps": 12, "effort": [4, 6], "days_per_week": 3},
                    "why": "Makes {your thigh} strong.",
                },
                {
                    "exercise": "bridge",
                    "dose": {"kind": "hold", "sets": 2, "hold_seconds": 20, "days_per_week": 7},
                    "is_optional": True,
                    "instead_of": "squat",
                },
            ],
        }
    ],
}


def make_clinic_with_library() -> Clinic:
    """Make a clinic, and a library with what PLAIN names."""
    make_exercise(slug="squat", name="Squat")
    make_exercise(slug="bridge", name="Bridge", is_unilateral=False, default_side="together")
    make_condition(slug="runners-knee")
    make_pain_rule(slug="pain-3")
    make_advice(slug="rest")
    return make_clinic()


def changed(value: Any, *steps: Any) -> dict[str, Any]:
    """Return PLAIN with *value* where *steps* lead; without it for a value of ...."""
    plain = deepcopy(PLAIN)
    *way, last = steps
    inner: Any = plain
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return plain


def line(index: int) -> tuple[Any, ...]:
    return ("phases", 0, "prescriptions", index)


def numbered(plain: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its rows named by their place, which a copy has in common with its original."""
    plain = deepcopy(plain)
    for at, phase in enumerate(plain["phases"]):
        phase["id"] = at
        places = {line["id"]: place for place, line in enumerate(phase["prescriptions"])}
        for line in phase["prescriptions"]:
            line["id"], line["instead_of"] = places[line["id"]], places.get(line["instead_of"])
    return plain


def minimal() -> dict[str, Any]:
    return {"kind": "condition", "name": "Knee", "phases": []}
