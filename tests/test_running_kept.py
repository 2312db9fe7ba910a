"""Planned runs and shoes as they are stored: they come back, and what does not fit is named with its place."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.running import (
    RunningError,
    Shoe,
    Unit,
    project,
    sessions_as_plain,
    sessions_from_plain,
    shoes_as_plain,
    shoes_from_plain,
)
from programmes.running.schedule import Session
from tests.running import LADDER, MONDAY, baselines, starts, wishes


@pytest.mark.parametrize("unit", Unit)
@given(st.data())
def test_what_is_proposed_comes_back_as_it_was(unit: Unit, data: st.DataObject):
    start, wish = data.draw(starts(9, 10) if unit.is_distance else starts(*range(1, 11))), data.draw(wishes(unit))
    weeks = project(LADDER, data.draw(baselines(unit)), start, wish).weeks
    sessions = [session for week in weeks for session in week.sessions]
    back = sessions_from_plain(sessions_as_plain(sessions), LADDER)
    assert [(each.on, each.stage, each.metres, each.seconds) for each in back] == [
        (each.on, each.stage, each.metres, each.seconds) for each in sessions
    ]
    assert [each.run for each in back] == [each.run for each in sessions]


def test_a_run_of_the_ladder_holds_its_day_and_stage_alone():
    assert sessions_as_plain([Session(MONDAY, LADDER.stage(3), seconds=900)]) == [{"on": "2026-03-02", "stage": 3}]


def test_rows_come_back_by_day_and_the_first_of_each_stage_is_marked():
    rows = [
        {"on": (MONDAY + timedelta(days=day)).isoformat(), "stage": stage} for day, stage in ((5, 2), (0, 1), (2, 1))
    ]
    assert [(each.stage.number, each.is_first_of_stage) for each in sessions_from_plain(rows, LADDER)] == [
        (1, True),
        (1, False),
        (2, True),
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"on": "2026-03-02", "stage": 0}, "planned_runs[0].stage"),
        ({"on": "2026-03-02", "stage": "one"}, "planned_runs[0].stage"),
        ({"on": None, "stage": 1}, "planned_runs[0].on"),
        ({"on": "2026-03-02", "stage": 9}, "planned_runs[0]"),
        ({"on": "2026-03-02", "stage": 9, "metres": "5000", "seconds": 60}, "planned_runs[0]"),
        ({"on": "2026-03-02", "stage": 9, "metres": "NaN"}, "planned_runs[0].metres"),
        ({"on": "2026-03-02", "stage": 9, "metres": "-5"}, "planned_runs[0].metres"),
        ({"on": "2026-03-02", "stage": 9, "seconds": True}, "planned_runs[0].seconds"),
        ({"on": "2026-03-02", "stage": 9, "seconds": 0}, "planned_runs[0].seconds"),
    ],
)
def test_a_run_that_does_not_fit_is_refused_with_its_place(row: dict[str, Any], field: str):
    with pytest.raises(RunningError) as refused:
        sessions_from_plain([row], LADDER)
    assert refused.value.field == field


def test_shoes_come_back_as_they_were():
    pairs = (Shoe("Blue", MONDAY, Decimal("160934.4")), Shoe("Red", MONDAY))
    assert shoes_from_plain(shoes_as_plain(pairs)) == pairs


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"name": " ", "worn_from": "2026-03-02"}], "shoes[0].name"),
        ([{"name": "Blue", "worn_from": "March"}], "shoes[0].worn_from"),
        ([{"name": "Blue", "worn_from": "2026-03-02", "metres_before": "-1"}], "shoes[0].metres_before"),
        ([{"name": "Blue", "worn_from": "2026-03-02"}] * 2, "shoes"),
    ],
)
def test_shoes_that_do_not_fit_are_refused_with_their_place(rows: list[dict[str, Any]], field: str):
    with pytest.raises(RunningError) as refused:
        shoes_from_plain(rows)
    assert refused.value.field == field
