"""Doses for tests: a few plain ones, and a strategy that makes any whole dose."""

from typing import Any

from hypothesis import strategies as st

from programmes.dosage import BOUNDS, Activity, Dosage, Kind, Tempo, allowed_fields, needed_fields

REPS = Dosage(Kind.REPS, sets=3, reps=12, days_per_week=4)
HOLD = Dosage(Kind.HOLD, sets=3, hold_seconds=30, days_per_week=5)
INTERVALS = Dosage(
    Kind.INTERVALS,
    sets=5,
    duration_seconds=60,
    easy_seconds=240,
    work_activity=Activity.RUN,
    easy_activity=Activity.WALK,
    days_per_week=3,
)

# Neither half of a character nor a null character is kept by PostgreSQL, and each door refuses them.
_LOADS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@st.composite
def whole_doses(draw: st.DrawFn) -> Dosage:
    """Make a dose of any kind with every needed field, some optional ones and no problem."""
    kind = draw(st.sampled_from(list(Kind)))
    values: dict[str, Any] = {"kind": kind}
    for name in sorted(allowed_fields(kind) - {"kind"}):
        if name in needed_fields(kind) or draw(st.booleans()):
            values[name] = draw(_value_of(name))
    if kind is Kind.HOLD:
        values["hold_seconds"] = max(1, values["hold_seconds"])
    elif values.get("tempo") and "hold_seconds" in values:
        values["hold_seconds"] = values["tempo"].pause_seconds
    values |= _effort(values)
    return Dosage(**values)


def _value_of(name: str) -> st.SearchStrategy[Any]:
    if name == "tempo":
        seconds = st.integers(*BOUNDS["tempo.lift_seconds"])
        return st.builds(Tempo, seconds, seconds, seconds)
    if name.endswith("activity"):
        return st.sampled_from(list(Activity))
    return _LOADS if name == "load" else st.integers(*BOUNDS[name])


def _effort(values: dict[str, Any]) -> dict[str, int]:
    """Give both ends of the effort in order, or neither."""
    ends = sorted(values.pop(name) for name in ("effort_low", "effort_high") if name in values)
    return {"effort_low": ends[0], "effort_high": ends[-1]} if ends else {}
