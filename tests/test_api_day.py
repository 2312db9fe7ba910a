"""A record system's day, as docs/api.md tells it: each step is sent as it stands there, and its examples too."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from programmes.content.load import load_library
from programmes.models import Handout, Kit, Patient, Programme
from tests.asking import ask, read, send
from tests.cast import Cast, make_cast
from tests.factories import make_api_token, make_patient, make_screening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_pages")]
PAGE = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text()
DAY = PAGE.partition("## A record system's day")[2].partition("\n## ")[0]
AS_JSON = {"Accept": "application/vnd.oai.openapi+json"}


@pytest.fixture
def cast() -> Cast:
    load_library()
    return make_cast()


def steps() -> Iterator[tuple[str, str, dict[str, str], Any]]:
    for block in re.findall(r"^```\n(.*?)^```", DAY, re.MULTILINE | re.DOTALL):
        head, _empty, body = block.partition("\n\n")
        first, *headers = head.strip().splitlines()
        method, address = first.split()
        named = {name.replace("-", "_"): value for name, value in (line.split(": ") for line in headers)}
        yield method.lower(), address.removeprefix("/api/v1/"), named, json.loads(body) if body.strip() else None


def filled(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(inner, known) for name, inner in value.items()}
    if not isinstance(value, str):
        return value
    return re.sub(r"<(.*?)>", lambda found: known.get(found[1], str(uuid4())), value)


def test_the_day_goes_as_it_is_told(cast: Cast):
    _token, key = make_api_token(cast.ana, scope="write")
    known: dict[str, str] = {}
    phases: list[Any] = []
    for method, address, headers, body in steps():
        address, headers = filled(address, known), filled(headers, known)
        if body and "phases" in body:
            phases[0]["prescriptions"][0]["dose"]["sets"] = 2
            body = {"phases": phases}
        if address.endswith("/issue/"):
            make_screening(Programme.objects.get(pk=known["programme.id"]), done_by=cast.ana.practitioner)
        answer = send(key, method, address, None if method == "get" else filled(body, known), **headers)
        assert answer.status_code in (200, 201), (address, answer.content)
        if address.endswith("/pdf/"):
            assert answer.content == b"%PDF-1.7"
            continue
        told = answer.json()
        name = {"patients": "patient", "programmes": "programme"}.get(address.partition("/")[0], "")
        name = "handout" if address.endswith("/issue/") else "plan" if address.endswith("/plan/") else name
        known |= {f"{name}.{said}": str(told[said]) for said in ("id",) if said in told}
        known |= {f"{name}.ETag": answer["ETag"]} if "ETag" in answer else {}
        phases = told["phases"] if name == "plan" else phases
        if "results" in told and "diary" not in address:
            assert len(told["results"]) == 1
    assert Programme.objects.for_patients().get().goal == "Climb stairs without holding on"
    assert Handout.objects.get().layout == "large-print"


def test_the_examples_of_the_schema_can_be_sent(cast: Cast):
    Kit.objects.get(slug="mat")
    paths = ask(cast.ana, "schema/", headers=AS_JSON).json()["paths"]
    patient = make_patient(clinic=cast.clinic)

    def example(path: str, method: str) -> Any:
        content = paths[f"/api/v1/{path}"][method]["requestBody"]["content"]["application/json"]
        (told,) = content["examples"].values()
        return told["value"]

    entered = send(cast.ana, "post", "patients/", example("patients/", "post"))
    assert entered.status_code == 201, entered.content
    change = example("patients/{id}/", "patch")
    again = send(cast.ana, "patch", f"patients/{entered.json()['id']}/", change, If_Match=entered["ETag"])
    assert again.status_code == 200, again.content
    started = send(cast.ana, "post", "programmes/", {**example("programmes/", "post"), "patient": str(patient.pk)})
    assert started.status_code == 201, started.content
    address = f"programmes/{started.json()['id']}/"
    changed = send(cast.ana, "patch", address, example("programmes/{id}/", "patch"), If_Match=started["ETag"])
    assert changed.status_code == 200, changed.content
    change = {"review_date": "2026-04-01", "practised_on": "2026-03-02"}
    assert send(cast.ana, "patch", address, change, If_Match=changed["ETag"]).status_code == 200
    make_screening(Programme.objects.get(pk=started.json()["id"]), done_by=cast.ana.practitioner)
    issued = send(cast.ana, "post", f"{address}issue/", example("programmes/{id}/issue/", "post"))
    assert issued.status_code == 201, issued.content
    address = f"handouts/{issued.json()['id']}/withdraw/"
    withdrawn = send(cast.ana, "post", address, example("handouts/{id}/withdraw/", "post"))
    assert withdrawn.status_code == 200, withdrawn.content


def test_every_address_that_something_is_sent_to_has_an_example(cast: Cast):
    paths = ask(cast.ana, "schema/", headers=AS_JSON).json()["paths"]
    sent = [
        operation["requestBody"] for path in paths.values() for operation in path.values() if "requestBody" in operation
    ]
    assert len(sent) == 6
    assert all(body["content"]["application/json"]["examples"] for body in sent)
    assert Patient.objects.count() == 0
    assert read(cast, "patients/")["results"] == []
