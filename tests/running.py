"""The shipped ladder as plain values, and strategies for runners, for the tests of running."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from programmes.running import Baseline, Ladder, Run, Stage, Start, Unit, Wish
from tests import shipped

MONDAY = date(2026, 3, 2)
TEMPLATE = shipped.read("templates/tpl-return-to-running.yaml")
RULES: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in shipped.read("rules.yaml")["programme_rules"]}


def stage(**values: Any) -> Stage:
    """Return a stage of the content under the names of the stored one."""
    low, high = values["effort_rpe_0_10"]
    renamed = {"number": "stage", "walk_seconds": "walk_s", "run_seconds": "run_s"}
    walks = {f"{name}_walk_minutes": values[f"{name}_walk_min"] for name in ("warm_up", "cool_down")}
    same = {name: values[name] for name in ("name", "repeats", "min_sessions", "rest_days_between", "surface")}
    return Stage.from_row(
        _Row(
            kind=values["kind"],
            effort_low=low,
            effort_high=high,
            note=values.get("patient_note", ""),
            **{name: values[key] for name, key in renamed.items()},
            **walks,
            **same,
        )
    )


class _Row:
    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


LADDER = Ladder.of((stage(**each) for each in TEMPLATE["stages"]), TEMPLATE["stage_rules"][0]["patient_when"])
RUNNER = Baseline(longest_run_metres=8000, weekly_metres=20_000, run_days=(1, 3, 6))


def tenths(low: int, high: int, unit: Unit = Unit.KILOMETRES) -> st.SearchStrategy[Decimal]:
    """Make distances as they are typed: whole tenths of a unit, as exact metres."""
    return st.integers(low, high).map(lambda count: count * Decimal(unit.size.numerator) / unit.size.denominator / 10)


@st.composite
def baselines(draw: st.DrawFn, unit: Unit) -> Baseline:
    """Make any runner of whom the plan's unit is known, the usual week now and then."""
    days = tuple(draw(st.sets(st.integers(1, 7), min_size=1)))
    if not unit.is_distance:
        longest = draw(st.integers(10, 180)) * 60
        weekly = max(draw(st.integers(10, 600)) * 60, longest // 4 + 1)
        usual = draw(st.none() | st.integers(10, 900).map(lambda minutes: minutes * 60))
        return Baseline(longest_run_seconds=longest, weekly_seconds=weekly, usual_weekly_seconds=usual, run_days=days)
    metres = draw(tenths(10, 300, unit))
    return Baseline(
        longest_run_metres=metres,
        weekly_metres=max(draw(tenths(10, 1000, unit)), metres / 4),
        usual_weekly_metres=draw(st.none() | tenths(10, 1500, unit)),
        run_days=days,
    )


def wishes(unit: Unit) -> st.SearchStrategy[Wish]:
    return st.builds(Wish, st.integers(1, 16), st.integers(1, 4), st.integers(0, 20), st.just(unit))


def starts(*stages: int) -> st.SearchStrategy[Start]:
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
    return st.builds(Start, st.sampled_from(stages), days, st.integers(0, 4))


def run(day: int, kilometres: str = "5", month: int = 3, **values: Any) -> Run:
    """Return a run of 2026."""
    return Run(date(2026, month, day), metres=Decimal(kilometres) * 1000, **values)
