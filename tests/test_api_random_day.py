"""A day of a record system, made up: hundreds of calls that may be made, some twice, some that break half-way.

Whatever was done, the database is whole afterwards. The short version is for every run. FULL_BENCHMARK=1 makes twenty
times as many.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from programmes.api.token import Requests
from programmes.handout import pdf
from programmes.handout.job import Printed
from programmes.models import (
    AccessRecord,
    ClinicianCopy,
    Handout,
    IdempotentAnswer,
    Patient,
    Phase,
    Prescription,
    Programme,
    Rendition,
    Screening,
    Snapshot,
    Template,
)
from programmes.models.programme.kept import programme_as_kept
from tests.addresses import make_rows_of
from tests.asking import send
from tests.cast import Cast, make_cast
from tests.factories import (
    make_api_token,
    make_kit,
    make_language,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_screening,
    make_template,
)

pytestmark = pytest.mark.django_db
CALLS = 4000 if os.environ.get("FULL_BENCHMARK") else 200
MADE = {"patients": Patient, "programmes": Programme, "handouts": Handout}
OWNED: list[tuple[Any, str]] = [
    (Patient, "clinic"),
    (Programme, "clinic"),
    (Phase, "programme__clinic"),
    (Prescription, "phase__programme__clinic"),
    (Handout, "programme__clinic"),
    (Rendition, "handout__programme__clinic"),
    (Snapshot, "programme__clinic"),
    (Screening, "patient__clinic"),
    (AccessRecord, "clinic"),
]


class Broken(Exception):
    """What a call that is meant to break raises."""


class Day:
    """Somebody's calls, one after another, and what they were told."""

    def __init__(self, cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cast, self.choose, self._patch = cast, Random(seed), monkeypatch
        _token, self._key = make_api_token(cast.ana, scope="write")
        self.told: dict[str, dict[str, Any]] = {kind: {} for kind in MADE}
        self.answers: Counter[tuple[str, int]] = Counter()

    def call(self, method: str, address: str, body: Any = None, about: str = "", **headers: str) -> Any:
        """Return the answer. A line in the access log tells of whatever shows a patient's data, and of nothing else."""
        before = AccessRecord.objects.count()
        answer = send(self._key, method, address, body, **headers)
        made = AccessRecord.objects.count() - before
        is_told_why = answer.status_code == 409 and address.endswith(("/issue/", "/withdraw/"))
        is_shown = answer.status_code in (200, 201, 304) or is_told_why
        assert made == (1 if is_shown else 0), (method, address, answer.status_code, made)
        self.answers[about or method, answer.status_code] += 1
        assert answer.status_code < 500
        return answer

    def make(self, kind: str, address: str, body: Any) -> None:
        """Make something; under a key it is asked for again, now and then, and is not made twice."""
        headers = {"Idempotency_Key": str(uuid4())} if self.choose.random() < 0.7 else {}
        if headers and self.choose.random() < 0.5:
            self._break_off(address, body, headers)
        for _time in range(self.choose.choice([1, 1, 2, 3]) if headers else 1):
            answer = self.call("post", address, body, kind, **headers)
            if answer.status_code != 201:
                return
            self.told[kind][answer.json()["id"]] = answer.json()

    def _break_off(self, address: str, body: Any, headers: dict[str, str]) -> None:
        place = self.choose.choice([(IdempotentAnswer, "end"), (type(Snapshot.objects), "record")])
        with self._patch.context() as patched:
            patched.setattr(*place, _break)
            try:
                send(self._key, "post", address, body, **headers)
            except Broken:
                self.answers["broken", 0] += 1

    def one(self, kind: str) -> str | None:
        # In the order they were made: ids are others each time, and the day is to be the same.
        known = list(self.told[kind])
        return self.choose.choice(known) if known else None

    # What a record system does.

    def enter_patient(self) -> None:
        body = {"name": self.choose.choice(["Eva Holm", "Ole Berg", ""]), "flags": [], "kit_at_home": ["mat"]}
        if self.choose.random() < 0.5:
            body["reference"] = f"R-{self.choose.randrange(40)}"
        self.make("patients", "patients/", body)

    def change_patient(self) -> None:
        if patient := self.one("patients"):
            tag = self.call("get", f"patients/{patient}/")["ETag"]
            tag = tag if self.choose.random() < 0.8 else '"1.2-3"'
            body = {"name": f"Eva {self.choose.randrange(9)}", "flags": self.choose.choice([[], ["swollen"]])}
            self.call("patch", f"patients/{patient}/", body, "change patient", If_Match=tag)

    def start_programme(self) -> None:
        if patient := self.one("patients"):
            template = self.choose.choice(["tpl-knee", "tpl-long", "tpl-none"])
            side = self.choose.choice(["left", "right", "both", ""])
            self.make("programmes", "programmes/", {"patient": patient, "template": template, "side": side})

    def make_ready(self) -> None:
        if programme := self.one("programmes"):
            row = Programme.objects.get(pk=programme)
            if not row.patient.screenings.filter(condition=row.condition).exists():
                make_screening(row, done_by=self.cast.ana.practitioner)
            tag = self.call("get", f"programmes/{programme}/")["ETag"]
            body = {"goal": "Stairs", "review_date": "2026-04-01", "practised_on": "2026-03-02"}
            self.call("patch", f"programmes/{programme}/", body, "make ready", If_Match=tag)

    def change_plan(self) -> None:
        if programme := self.one("programmes"):
            plan = self.call("get", f"programmes/{programme}/plan/")
            phases = plan.json()["phases"]
            phase = self.choose.choice(phases)
            deed = self.choose.choice(["dose", "drop", "double", "wrong"])
            lines = phase["prescriptions"]
            if deed == "dose" and lines:
                lines[0]["dose"]["sets"] = self.choose.randrange(1, 5)
            elif deed == "drop" and len(lines) > 1:
                lines.pop()
            elif deed == "double" and lines and len(lines) < 5:
                lines.append({name: value for name, value in lines[0].items() if name != "id"})
            elif deed == "wrong":
                phases.append({"name": "Next", "prescriptions": [{"exercise": "none", "dose": {}}]})
            self.call("patch", f"programmes/{programme}/", {"phases": phases}, deed, If_Match=plan["ETag"])

    def look(self) -> None:
        kind = self.choose.choice(["programmes", "handouts"])
        if row := self.one(kind):
            ends = {"programmes": ["", "plan/", "findings/"], "handouts": ["", "pdf/", "html/", "document/"]}[kind]
            self.call("get", f"{kind}/{row}/{self.choose.choice(ends)}", None, "look")

    def issue(self) -> None:
        if programme := self.one("programmes"):
            said = self.choose.random() < 0.8
            body = {"warnings_weighed": said, "takes_responsibility": said}
            self.make("handouts", f"programmes/{programme}/issue/", body)

    def withdraw(self) -> None:
        if handout := self.one("handouts"):
            self.call("post", f"handouts/{handout}/withdraw/", {"reason": "Wrong side"}, "withdraw")

    def go_on(self) -> None:
        deeds: list[tuple[Callable[[], None], int]] = [
            (self.enter_patient, 3),
            (self.change_patient, 3),
            (self.start_programme, 4),
            (self.make_ready, 4),
            (self.change_plan, 4),
            (self.look, 4),
            (self.issue, 5),
            (self.withdraw, 1),
        ]
        self.choose.choices([deed for deed, _weight in deeds], [weight for _deed, weight in deeds])[0]()


def _break(*args: Any, **kwargs: Any) -> None:
    raise Broken


def rows_of(clinic: Any) -> dict[str, list[Any]]:
    return {
        model.__name__: sorted(model.objects.filter(**{way: clinic}).values_list(), key=repr) for model, way in OWNED
    }


def files() -> list[str]:
    folders, names = default_storage.listdir("")
    return sorted([*folders, *names])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_day_of_calls_leaves_a_whole_database(seed: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Requests, "get_rate", lambda self: None)
    monkeypatch.setattr(pdf, "printed", lambda *args: Printed(b"%PDF-1.7 " + uuid4().bytes, "test"))
    make_language()
    cast = make_cast()
    make_kit(slug="mat")
    make_patient_flag(slug="swollen")
    make_template(slug="tpl-knee")
    for _number in range(2):
        make_prescription(
            make_phase(make_template(slug="tpl-long") if not _number else Template.objects.get(slug="tpl-long"))
        )
    make_rows_of(cast.carla.practitioner, cast.carla)
    others, kept = rows_of(cast.other_clinic), files()
    day = Day(cast, seed, monkeypatch)
    for _call in range(CALLS):
        day.go_on()

    # Everything was done, and refused, and broke off.
    assert all(len(made) > 3 for made in day.told.values()), day.answers
    assert day.answers["broken", 0] > 3
    assert {201, 200, 409, 412, 422} <= {status for _kind, status in day.answers}, day.answers

    connection.check_constraints()
    assert rows_of(cast.other_clinic) == others
    assert files() == kept
    _is_what_was_told(cast, day)
    _has_its_parts(cast)
    _is_answered_once(day)
    _has_its_history(cast)


def _is_what_was_told(cast: Cast, day: Day) -> None:
    rows = {
        "patients": Patient.objects.filter(clinic=cast.clinic),
        "programmes": Programme.objects.for_patients().filter(clinic=cast.clinic),
        "handouts": Handout.objects.filter(programme__clinic=cast.clinic),
    }
    for kind, found in rows.items():
        assert {str(pk) for pk in found.values_list("pk", flat=True)} == set(day.told[kind]), kind


def _has_its_parts(cast: Cast) -> None:
    for programme in Programme.objects.for_patients().filter(clinic=cast.clinic):
        assert programme.patient.clinic_id == programme.clinic_id
        assert programme.phases.exists()
        assert programme.current_phase is None or programme.current_phase.programme_id == programme.pk
        versions = sorted(programme.handouts.values_list("version", flat=True))
        assert versions == list(range(1, len(versions) + 1))
    for handout in Handout.objects.filter(programme__clinic=cast.clinic):
        (rendition,) = handout.renditions.all()
        assert sha256(bytes(rendition.pdf)).hexdigest() == rendition.sha256
        assert handout.document["version"] == handout.version
        assert ClinicianCopy.objects.filter(handout=handout).count() == 1
        issued = AccessRecord.objects.filter(kind="issued", patient_id=handout.programme.patient_id)
        assert issued.count() == Handout.objects.filter(programme__patient=handout.programme.patient).count()


def _is_answered_once(day: Day) -> None:
    told = {pk: kind for kind, rows in day.told.items() for pk in rows}
    answered = [json.loads(row.body) for row in IdempotentAnswer.objects.all()]
    assert not IdempotentAnswer.objects.filter(status=None).exists()
    assert len({answer["id"] for answer in answered}) == len(answered) > 10
    assert {answer["id"] for answer in answered} <= set(told)


def _has_its_history(cast: Cast) -> None:
    for patient in Patient.objects.filter(clinic=cast.clinic):
        last = patient.history.first()
        assert (last.name, last.reference) == (patient.name, patient.reference)
        assert {flag.patientflag_id for flag in last.flags.all()} == set(patient.flags.values_list("pk", flat=True))
    for programme in Programme.objects.for_patients().filter(clinic=cast.clinic):
        now = json.loads(json.dumps(programme_as_kept(programme), cls=DjangoJSONEncoder))
        assert programme.snapshots.first().data == now
