"""A record system withdraws a handout: with a reason, in somebody's name, once."""

from typing import Any
from uuid import uuid4

import pytest

from programmes.models import AccessRecord, Handout
from tests.asking import ask, faults, problem, read, send
from tests.cast import Cast
from tests.factories import make_api_token, make_handout, make_patient, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WHY = {"reason": "Issued for the wrong knee."}


@pytest.fixture
def handout(cast: Cast) -> Handout:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    return make_handout(programme, pdf=b"%PDF one", issued_by=cast.ana.practitioner)


def withdraw(who: Any, handout: Handout, body: Any = WHY, **headers: str) -> Any:
    return send(who, "post", f"handouts/{handout.pk}/withdraw/", body, **headers)


def test_a_handout_is_withdrawn_in_the_name_of_whoever_says_why(cast: Cast, handout: Handout):
    answer = withdraw(cast.ben, handout)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["is_withdrawn"], told["withdrawn_reason"]) == (True, WHY["reason"])
    assert told["withdrawn_by"] == cast.ben.practitioner.name
    assert told == read(cast, f"handouts/{handout.pk}/")
    assert ask(cast.ana, f"handouts/{handout.pk}/pdf/").status_code == 410
    record = AccessRecord.objects.get(kind="withdrawn")
    assert (record.door, record.user, record.patient_id) == ("api", cast.ben, handout.programme.patient_id)


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " \n"}, {"reason": None}, {"reason": 0}])
def test_without_a_reason_it_stays_in_use(cast: Cast, handout: Handout, body: Any):
    assert list(faults(withdraw(cast.ana, handout, body))) == ["reason"]
    assert not read(cast, f"handouts/{handout.pk}/")["is_withdrawn"]


def test_one_that_was_withdrawn_before_keeps_its_reason(cast: Cast, handout: Handout):
    withdraw(cast.ana, handout)
    told = problem(withdraw(cast.ana, handout, {"reason": "Another one."}))
    assert (told["status"], told["type"]) == (409, "urn:rehab:problem:withdrawn-before")
    assert read(cast, f"handouts/{handout.pk}/")["withdrawn_reason"] == WHY["reason"]
    assert AccessRecord.objects.filter(kind="withdrawn").count() == 1


def test_sent_twice_it_is_answered_as_the_first_time(cast: Cast, handout: Handout):
    key = str(uuid4())
    first, second = (withdraw(cast.ana, handout, Idempotency_Key=key) for _ in range(2))
    assert (second.status_code, second.json()) == (200, first.json())


@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("carla", 404), ("stan", 403), (None, 401)])
def test_nobody_else_withdraws_it(cast: Cast, handout: Handout, who: str | None, status: int):
    assert withdraw(who and getattr(cast, who), handout).status_code == status
    assert not AccessRecord.objects.filter(kind="withdrawn").exists()


def test_a_token_that_only_reads_withdraws_nothing(cast: Cast, handout: Handout):
    _token, key = make_api_token(cast.ana, scope="patients")
    assert withdraw(key, handout).status_code == 403
