"""Sitting at the builder without a browser: what it is shown, and what it sends."""

import json
import re
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse

from programmes.models import Prescription, Programme
from tests.cast import Cast
from tests.factories import (
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_screening,
    sign_off_everything,
)
from tests.workbench import address, at, shown

NOT_SENT = ("current", "pain_rule_called", "shown")


def place(programme: Programme, end: str = "") -> str:
    kind = "template" if programme.is_template else "programme"
    return address(f"{kind}_build{end and '-'}{end}", programme)


def state(user: User, programme: Programme) -> dict[str, Any]:
    """Return what the screen starts with."""
    page = shown(user, place(programme))
    text = re.search(r'<script id="builder-state" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert text is not None
    return json.loads(text[1])


def plan(user: User, programme: Programme) -> dict[str, Any]:
    """Return what the screen would send, were nothing changed on it."""
    return as_sent(state(user, programme)["programme"])


def as_sent(value: Any) -> Any:
    if isinstance(value, list):
        return [as_sent(each) for each in value]
    if isinstance(value, dict):
        return {name: as_sent(each) for name, each in value.items() if name not in NOT_SENT}
    return value


def asked(user: User, programme: Programme, end: str, **query: str) -> dict[str, Any]:
    answer = at(user).get(place(programme, end), query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def send(user: User, programme: Programme, end: str, data: Any) -> HttpResponse:
    return at(user).post(place(programme, end), json.dumps(data), content_type="application/json")


def save(user: User, programme: Programme, changed: dict[str, Any], *, seen: str | None = None) -> Any:
    programme.refresh_from_db()
    return send(user, programme, "save", {"seen": seen or programme.changed_at.isoformat(), "programme": changed})


def ready(cast: Cast) -> Programme:
    """Make a programme of two phases that lacks nothing and is signed off."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_prescription(make_phase(programme, position=2, name="Later"))
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    return programme


def about(line: Prescription) -> list[dict[str, Any]]:
    return [{"attr": "slug", "op": "eq", "value": line.exercise.slug}]
