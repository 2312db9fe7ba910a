"""How often the API asks the database: as often for a long programme as for a short one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Programme
from tests.asking import ask, send
from tests.cast import Cast
from tests.factories import (
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_screening,
    make_template,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "cheap_pages")]
# Two phases at least, as a sheet tells of the next one; no more lines than need be weighed, which asks once more.
SHORT, LONG = (2, 1), (6, 4)
SAID = {"warnings_weighed": True, "takes_responsibility": True}


def filled(programme: Programme, size: tuple[int, int]) -> Programme:
    """Return *programme* with so many phases, of so many lines each."""
    phases, lines = size
    for phase in [*programme.phases.all(), *(make_phase(programme) for _number in range(1, phases))]:
        for _number in range(phase.prescriptions.count(), lines):
            make_prescription(phase)
    programme.refresh_from_db()
    return programme


def started(cast: Cast, size: tuple[int, int]) -> Programme:
    programme = filled(make_programme(patient=make_patient(clinic=cast.clinic)), size)
    make_screening(programme, done_by=cast.ana.practitioner)
    return programme


def asked(deed: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = deed()
    assert answer.status_code in (200, 201), answer.content
    return len(queries)


def change_goal(cast: Cast, size: tuple[int, int]) -> int:
    address = f"programmes/{started(cast, size).pk}/"
    tag = ask(cast.ana, address)["ETag"]
    return asked(lambda: send(cast.ana, "patch", address, {"goal": "Stairs"}, If_Match=tag))


def send_the_plan_back(cast: Cast, size: tuple[int, int]) -> int:
    address = f"programmes/{started(cast, size).pk}/"
    plan = ask(cast.ana, f"{address}plan/")
    body = {"phases": plan.json()["phases"]}
    return asked(lambda: send(cast.ana, "patch", address, body, If_Match=plan["ETag"]))


def change_every_dose(cast: Cast, size: tuple[int, int]) -> int:
    address = f"programmes/{started(cast, size).pk}/"
    plan = ask(cast.ana, f"{address}plan/")
    phases = plan.json()["phases"]
    for phase in phases:
        for line in phase["prescriptions"]:
            line["note"] = "Slowly"
    return asked(lambda: send(cast.ana, "patch", address, {"phases": phases}, If_Match=plan["ETag"]))


def start(cast: Cast, size: tuple[int, int]) -> int:
    template = filled(make_template(), size)
    body = {"patient": str(make_patient(clinic=cast.clinic).pk), "template": template.slug, "side": "left"}
    return asked(lambda: send(cast.ana, "post", "programmes/", body, Idempotency_Key=template.slug))


def findings(cast: Cast, size: tuple[int, int]) -> int:
    address = f"programmes/{started(cast, size).pk}/findings/"
    return asked(lambda: ask(cast.ana, address))


def issue(cast: Cast, size: tuple[int, int]) -> int:
    address = f"programmes/{started(cast, size).pk}/issue/"
    return asked(lambda: send(cast.ana, "post", address, SAID, Idempotency_Key=address))


@pytest.mark.parametrize("deed", [change_goal, send_the_plan_back, change_every_dose, start, findings, issue])
def test_a_long_programme_costs_no_more_queries_than_a_short_one(cast: Cast, deed: Callable[[Cast, Any], int]):
    deed(cast, SHORT)  # What is asked once, such as kinds of rows, is asked.
    assert deed(cast, SHORT) == deed(cast, LONG)
