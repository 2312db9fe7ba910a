"""Fills a database: `filling TIMES` makes a clinic with 2,000 patients, 300 programmes and handouts, that many times.

Prints as JSON who may log in and which programmes are theirs. Run by the benchmark, with the site's own settings.
"""

from __future__ import annotations

import json
import random
import sys
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402

from programmes.management import demo  # noqa: E402
from programmes.models import Handout, Patient, Phase, Practitioner, Prescription, Programme, Rendition  # noqa: E402

PRACTITIONERS = 50
PATIENTS = 2000
PROGRAMMES = 300
FIRST = (
    "Ada Ben Cara Dan Eva Finn Gita Hugo Ines Jack Kira Leo Mona Nils Olga Paul Rosa Sam Tara Uwe Vera Will Yara Zoe"
)
LAST = "Abel Berg Cole Dorn Eklund Frost Grant Holm Irving Jonas Kaur Lind Moss Novak Okoye Price Quist Reid Shah Tran"


def fill(times: int) -> None:
    call_command("load_library", verbosity=0)
    owner = demo.demo_practitioner("not used")
    # The last one has a ladder of stages, which is not copied here.
    models = [demo.handout_for(person, owner, date.today()).programme for person in demo.PEOPLE[:-1]]
    people = list(_practitioners(owner))
    patients = list(_patients(owner, PATIENTS * times))
    for number, patient in enumerate(patients[: PROGRAMMES * times]):
        _copy(models[number % len(models)], patient, people[number % len(people)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _practitioners(owner: Practitioner) -> Iterator[Practitioner]:
    for number in range(PRACTITIONERS):
        user = get_user_model().objects.create(username=f"practitioner{number}", is_staff=True)
        values = {"clinic": owner.clinic, "user": user, "name": f"Practitioner {number}", "is_unregistered": True}
        yield Practitioner.objects.create(**values)


def _patients(owner: Practitioner, count: int) -> Iterable[Patient]:
    drawn = random.Random(1)
    return Patient.objects.bulk_create(
        (
            Patient(
                clinic=owner.clinic,
                name=f"{drawn.choice(FIRST.split())} {drawn.choice(LAST.split())}",
                reference=f"R{number:06}",
                date_of_birth=date(1940, 1, 1) + timedelta(days=drawn.randrange(25_000)),
            )
            for number in range(count)
        ),
        batch_size=1000,
    )


def _copy(model: Programme, patient: Patient, by: Practitioner) -> None:
    """Give *patient* a programme like *model*, with the handout that was issued of it."""
    programme = _again(model, patient=patient, created_by=by)
    for phase in Phase.objects.filter(programme=model):
        copied = _again(phase, programme=programme)
        lines = Prescription.objects.filter(phase=phase)
        Prescription.objects.bulk_create([_new(line, phase=copied, instead_of=None) for line in lines])
    for handout in Handout.objects.filter(programme=model):
        copied_handout = _again(handout, programme=programme, issued_by=by)
        Rendition.objects.bulk_create([_new(made, handout=copied_handout) for made in handout.renditions.all()])


def _again(row: Any, **changes: Any) -> Any:
    (made,) = type(row).objects.bulk_create([_new(row, **changes)])
    return made


def _new(row: Model, **changes: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    key = row._meta.pk
    values.pop(key.attname)
    for name in changes:
        values.pop(f"{name}_id", None)
    if key.get_internal_type() == "UUIDField":
        values[key.attname] = uuid.uuid4()
    values.pop("current_phase_id", None)
    return type(row)(**values, **changes)


def people() -> Iterator[dict[str, Any]]:
    """Yield each practitioner's session, and the programmes that are theirs."""
    for practitioner in Practitioner.objects.filter(user__username__startswith="practitioner").select_related("user"):
        client = Client()
        client.force_login(practitioner.user)
        own = Programme.objects.filter(created_by=practitioner).order_by("pk")[:6]
        yield {
            "session": client.cookies["sessionid"].value,
            "programmes": [
                {
                    "id": str(programme.pk),
                    "patient": str(programme.patient_id),
                    "name": programme.patient.name,
                    "handout": str(programme.handouts.get().pk),
                }
                for programme in own
            ],
        }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    if not Practitioner.objects.exists():
        fill(int(sys.argv[1]))
    json.dump(list(people()), sys.stdout)
