"""The whole API, held to its schema by a machine: each address, with what the schema allows and with what it does not.

The short version is for every run. FULL_BENCHMARK=1 asks thirty times as much.
"""

import os
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from programmes.api.token import Requests
from programmes.wrong_tries import WrongTries
from tests.asking import ask
from tests.cast import Cast
from tests.machine import MODES, Machine, operations

pytestmark = pytest.mark.django_db
CASES = 300 if os.environ.get("FULL_BENCHMARK") else 10
# Most ask about a row of one's own: what is not there is answered soon.
WHOSE = ["mine"] * 6 + ["another clinic's", "anybody's"]
# The same cases each time: a fault that is found must not go away by running again. The first one found is told as it
# is: looking for a smaller one asks many times more.
THE_SAME = settings(
    max_examples=CASES,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = operations()
NOBODY: list[Any] = [
    {},
    {"headers": {"Authorization": "Bearer rehab_none"}},
    {"cookies": {"sessionid": "none"}},
]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=[each.label for each in OPERATIONS])


@pytest.fixture(autouse=True)
def _quick(cheap_pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Requests, "get_rate", lambda self: None)
    monkeypatch.setattr(WrongTries, "seconds_to_wait", lambda self, address: 0)


@pytest.fixture
def machine(cast: Cast) -> Machine:
    return Machine(cast)


def test_the_machine_asks_by_the_schema_that_is_served(cast: Cast):
    served = ask(cast.ana, "schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert served["paths"] == SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert len(OPERATIONS) == sum(len(path) for path in served["paths"].values())


@every_operation
def test_what_the_schema_allows_is_answered_as_it_says(operation: Any, machine: Machine):
    @THE_SAME
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), st.sampled_from(WHOSE), st.data())
    def hold(case: Case, whose: str, data: st.DataObject) -> None:
        machine.about(whose, case)
        machine.with_names(case, lambda: data.draw(st.booleans()))
        response = machine.answer(case, data.draw(st.sampled_from(machine.credentials)))
        assert not machine.refuses(case, whose, response)

    hold()
    assert any(200 <= status < 300 for status in machine.counts), machine.counts


@every_operation
def test_what_the_schema_does_not_allow_is_refused(operation: Any, machine: Machine):
    @THE_SAME
    @given(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), st.sampled_from(WHOSE), st.data())
    def hold(case: Case, whose: str, data: st.DataObject) -> None:
        machine.about(whose, case)
        machine.answer(case, data.draw(st.sampled_from(machine.credentials)))

    hold()


def edges(operation: Any) -> Iterator[Case]:
    """Yield the cases at the bounds of the schema, inside and outside: shortest, longest, missing, of another type."""
    config = operation.schema.config.generation_for(operation=operation)
    cases = operation.schema.iter_coverage_cases(operation, generation_modes=[*MODES], generation_config=config)
    yield from islice(cases, CASES * 2)


@every_operation
def test_what_is_at_the_edge_of_the_schema_is_answered_as_it_says(operation: Any, machine: Machine):
    for case in edges(operation):
        machine.about("mine", case)
        machine.answer(case, machine.credentials[0])


@every_operation
def test_nobody_is_answered_anything(operation: Any, machine: Machine):
    @settings(THE_SAME, max_examples=max(CASES // 5, 2))
    @given(st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)), st.data())
    def hold(case: Case, data: st.DataObject) -> None:
        machine.about(data.draw(st.sampled_from(WHOSE)), case)
        nobody = data.draw(st.sampled_from(NOBODY))
        assert machine.answer(case, nobody).status_code == 401

    hold()
