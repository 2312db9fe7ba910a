"""How long the builder's server takes to open, save and judge a programme. Times are only printed."""

import json
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from programmes.models import Exercise, Programme
from tests.benchmarks.timing import milliseconds
from tests.building import place, plan, state
from tests.cast import Cast, make_cast
from tests.factories import make_patient, make_phase, make_prescription, make_programme
from tests.workbench import at

PHASES = 3


def of_lines(cast: Cast, lines: int) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    programme.phases.all().delete()
    exercises = list(Exercise.objects.all())
    for number in range(PHASES):
        phase = make_phase(programme)
        for at_ in range(lines):
            exercise = exercises[(number * lines + at_) % len(exercises)]
            make_prescription(phase, exercise=exercise)
    return programme


def save(cast: Cast, client: Client, programme: Programme) -> Callable[[], object]:
    changed = plan(cast.ana, programme)
    moment = state(cast.ana, programme)["seen"]

    def once() -> None:
        nonlocal moment
        dose = changed["phases"][0]["prescriptions"][0]["dose"]
        dose["sets"] = dose.get("sets", 3) % 5 + 1
        body = json.dumps({"seen": moment, "programme": changed})
        answer = client.post(place(programme, "save"), body, content_type="application/json")
        moment = answer.json()["seen"]

    return once


@pytest.mark.django_db
def test_the_builder_opens_and_saves(capsys: pytest.CaptureFixture[str]):
    call_command("load_library", verbosity=0)
    cast = make_cast()
    client = at(cast.ana)
    for lines in (8, 18):
        programme = of_lines(cast, lines)
        opens = milliseconds(lambda programme=programme: client.get(place(programme)))
        saves = milliseconds(save(cast, client, programme))
        finds = milliseconds(lambda programme=programme: client.get(place(programme, "search"), {"q": "clamshel 3x12"}))
        judges = milliseconds(lambda programme=programme: client.get(place(programme, "weighed")))
        with capsys.disabled():
            print(
                f"\nbuilder, {PHASES} x {lines} lines: opens in {opens:.0f} ms, saves in {saves:.0f} ms, "
                f"finds in {finds:.0f} ms, is judged in {judges:.0f} ms"
            )
        assert client.get(place(programme)).status_code == 200
