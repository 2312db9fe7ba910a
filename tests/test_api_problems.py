"""How the API says no: one shape, whoever answers, down to the site's own errors."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import Client

from programmes.api.exercise import ExerciseViewSet
from programmes.api.issuing import IssueSent
from programmes.api.problem import flat
from programmes.api.token import Requests
from programmes.editing.shape import CHANGE
from programmes.models import Clinic
from rehab.body_size import MOST_BYTES
from rehab.wsgi import application
from tests.asking import ask, detail, problem, send
from tests.cast import Cast
from tests.connected import connected
from tests.factories import make_api_token, make_handout, make_patient, make_programme
from tests.workbench import at

pytestmark = pytest.mark.django_db


def withdrawn(cast: Cast) -> str:
    handout = make_handout(make_programme(patient=make_patient(clinic=cast.clinic)))
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    return f"handouts/{handout.pk}/pdf/"


Place = tuple[str, str, dict[str, str]]
NEW = {"name": "Eva Holm", "reference": "R-17"}


@pytest.fixture(autouse=True)
def _nobody_asks_too_much(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Requests, "get_rate", lambda self: None)


@pytest.fixture
def places(cast: Cast) -> dict[str, Place]:
    """Return how each thing is sent: the method, the address and the headers that are needed."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    rows = {"patient": f"patients/{programme.patient_id}/", "programme": f"programmes/{programme.pk}/"}
    changed = {kind: ("patch", address, {"If-Match": ask(cast.ana, address)["ETag"]}) for kind, address in rows.items()}
    made = {"patients": "patients/", "programmes": "programmes/", "issue": f"programmes/{programme.pk}/issue/"}
    made["withdraw"] = f"handouts/{make_handout(programme).pk}/withdraw/"
    return {**changed, **{kind: ("post", address, {}) for kind, address in made.items()}}


def _sent(cast: Cast, place: Place, body: bytes) -> Any:
    method, address, headers = place
    sent = getattr(at(cast.ana), method)
    return sent(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("status", "title", "answered"),
    [
        (400, "Bad Request", lambda cast: ask(cast.ana, "exercises/?colour=red")),
        (401, "Unauthorized", lambda cast: ask(None, "exercises/")),
        (401, "Unauthorized", lambda cast: ask(None, "schema/", headers={"Accept": "application/yaml"})),
        (403, "Forbidden", lambda cast: ask(cast.stan, "exercises/")),
        (404, "Not Found", lambda cast: ask(cast.ana, "exercises/none/")),
        (405, "Method Not Allowed", lambda cast: at(cast.ana).delete("/api/v1/exercises/")),
        (406, "Not Acceptable", lambda cast: ask(cast.ana, "exercises/", headers={"Accept": "text/html"})),
        (410, "Gone", lambda cast: ask(cast.ana, withdrawn(cast))),
    ],
)
def test_every_problem_has_one_shape(cast: Cast, status: int, title: str, answered: Callable):
    told = problem(answered(cast))
    assert (told["status"], told["title"], told["type"]) == (status, title, "about:blank")


def test_too_many_questions_are_a_problem_that_says_how_long_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Requests, "get_rate", lambda self: "1/min")
    ask(cast.ana, "exercises/")
    answer = ask(cast.ana, "exercises/")
    assert problem(answer)["status"] == 429
    assert 0 < int(answer["Retry-After"]) <= 60


def test_an_error_of_ours_is_a_problem_without_what_went_wrong(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def fail(self: ExerciseViewSet) -> None:
        raise RuntimeError("Eva Holm")

    monkeypatch.setattr(ExerciseViewSet, "get_queryset", fail)
    client = at(cast.ana)
    client.raise_request_exception = False
    answer = client.get("/api/v1/exercises/")
    assert problem(answer)["status"] == 500
    assert "Eva Holm" not in answer.content.decode()


def test_a_full_disk_is_a_problem(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    def fail(self: ExerciseViewSet) -> None:
        error = OperationalError("database or disk is full")
        error.__cause__ = OSError(28, "No space left on device")
        raise error

    monkeypatch.setattr(ExerciseViewSet, "get_queryset", fail)
    told = problem(ask(cast.ana, "exercises/"))
    assert (told["status"], told["title"]) == (507, "Insufficient Storage")


def test_a_second_factor_that_is_missing_is_a_problem(cast: Cast):
    Clinic.objects.update(requires_mfa=True)
    assert "second factor" in detail(ask(cast.ana, "exercises/"))


def test_what_is_too_large_is_a_problem():
    answer = Client().post("/api/v1/exercises/", content_type="application/json", CONTENT_LENGTH=str(MOST_BYTES + 1))
    assert problem(answer)["status"] == 413


# Addresses that are none.


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/none",
        "/api/v1/none/",
        "/api/v1/a%0Ab/",
        "/api/v1/%00",
        "/api/v1/%FF/",
        "/api/v2/exercises/",
        "/api/",
        "/api",
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "patch", "put", "delete", "trace"])
def test_an_address_that_is_none_is_a_problem_whatever_is_done_there(cast: Cast, address: str, method: str):
    answer = getattr(at(cast.ana), method)(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["exercises/a b/figure.svg", "handouts/17/calendar.ics", "handouts/17/html/colours.css"]
)
def test_a_file_that_is_none_is_a_problem_at_once(cast: Cast, address: str):
    assert problem(ask(cast.ana, address))["status"] == 404


def test_what_is_sent_to_an_address_without_its_last_slash_is_told_the_whole_one(cast: Cast):
    answer = send(cast.ana, "post", "patients", {"name": "Eva Holm"})
    assert answer.status_code == 404
    assert detail(answer) == "There is nothing at this address. There is at /api/v1/patients/, with a slash at its end."


@pytest.mark.parametrize("address", ["exercises", "none", "exercises/a b/figure.svg"])
def test_nobody_is_told_what_is_there_by_an_address_without_its_last_slash(address: str):
    assert problem(ask(None, address))["status"] == 401


# What is sent, and cannot be read.


def test_a_site_that_is_not_this_one_is_a_problem(cast: Cast):
    assert problem(ask(cast.ana, "exercises/", headers={"Host": "evil.example"}))["status"] == 400
    assert Client().get("/healthz", headers={"Host": "evil.example"})["Content-Type"].startswith("text/html")


def test_too_many_parameters_are_a_problem(cast: Cast):
    assert problem(ask(cast.ana, "exercises/?" + "&".join(f"a{number}=1" for number in range(1001))))["status"] == 400


CHARSETS = ["hex", "rot13", "undefined", "utf-16", "none-such", "idna", "utf-8"]


def _at_the_door(method: str, path: str, body: bytes = b"", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Return status, headers and body as a web server is given them."""
    told: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": BytesIO(body), "REMOTE_ADDR": "127.0.0.1"}
    environ |= {"CONTENT_LENGTH": str(len(body)), "HTTP_HOST": "localhost", **headers}
    setup_testing_defaults(environ)
    with connected():
        content = b"".join(application(environ, lambda *args: told.extend(args)))
    return told[0], dict(told[1]), content


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("query", ["q=knee", "q=%FF%FE%00", "q=kn\xe9e", "&".join(["a=1"] * 1001)], ids=range(4))
def test_no_character_set_breaks_anything(cast: Cast, charset: str, query: str):
    _token, key = make_api_token(cast.ana, scope="write")
    headers = {"CONTENT_TYPE": f"application/json; charset={charset}", "HTTP_AUTHORIZATION": f"Bearer {key}"}
    for method, path, body in (
        ("GET", "exercises/", b""),
        ("POST", "patients/", json.dumps(NEW).encode()),
        ("POST", "patients/", b"\xff\xfe"),
    ):
        status, told, _content = _at_the_door(method, f"/api/v1/{path}", body, QUERY_STRING=query, **headers)
        assert status[:3] in ("200", "201", "400"), (method, status)
        assert status[:3] != "400" or told["Content-Type"] == "application/problem+json"
        assert "no-store" in told["Cache-Control"]


def test_a_page_for_people_in_no_character_set_is_refused_in_words(cast: Cast):
    kind = "text/plain; charset=hex"
    status, told, content = _at_the_door("GET", "/admin/", CONTENT_TYPE=kind, QUERY_STRING="q=knee")
    assert (status, told["Content-Type"]) == ("400 Bad Request", "text/plain")
    assert content.startswith(b"This request cannot be read.")


UNREADABLE = {
    "a half": b'{"name": "Ev',
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": json.dumps(NEW).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "NUL bytes": b"\x00\x00\x00",
    "no number": b'{"name": NaN}',
    "infinity": b'{"name": -Infinity}',
    "a number of 5,000 digits": b'{"name": ' + b"9" * 5000 + b"}",
    "lists in lists": b"[" * 100_000,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("kind", ["patients", "programmes", "patient", "programme", "issue", "withdraw"])
def test_what_cannot_be_read_is_a_problem(cast: Cast, places: dict[str, Place], kind: str, body: bytes):
    told = problem(_sent(cast, places[kind], body))
    assert told["status"] in (400, 422)


UNHEARD_OF = {
    "a NUL byte": "\0",
    "half a character": "\ud800",
    "infinite": 1e999,
    "huge": 10**400,
    "minus huge": -(10**400),
    "a list": [],
    "an object": {},
    "null": None,
    "true": True,
    "long": "x" * 200_000,
}
KEYS = {
    "patients": [*NEW, "date_of_birth", "flags", "kit_at_home", "language", "information_need", "name_on_handout"],
    "programmes": ["patient", "template", "side", "variant"],
    "programme": [*CHANGE.schema["properties"]],
    "issue": [*IssueSent().fields],
    "withdraw": ["reason"],
}


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in KEYS.items() for key in keys])
def test_no_value_of_a_key_breaks_anything(cast: Cast, places: dict[str, Place], kind: str, key: str):
    for name, value in UNHEARD_OF.items():
        body = json.dumps({key: value}).replace("Infinity", "1e999").encode()
        with transaction.atomic():
            answer = _sent(cast, places[kind], body)
            transaction.set_rollback(True)
        assert answer.status_code in (200, 201, 409, 422), (name, answer.content[:400])
        if answer.status_code not in (200, 201):
            problem(answer)


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
@pytest.mark.parametrize(
    ("kind", "key"), [("patients", "flags"), ("programme", "phases"), ("programme", "ours"), ("issue", "reasons")]
)
def test_what_is_nested_deeply_is_a_problem(
    cast: Cast, places: dict[str, Place], kind: str, key: str, start: str, end: str
):
    for depth in (10, 100, *range(300, 1000, 20), 5000):
        body = f'{{"{key}": {start * depth}1{end * depth}}}'
        assert problem(_sent(cast, places[kind], body.encode()))["status"] in (400, 422), depth


def test_a_nested_error_is_named_by_its_path():
    told = {"phases": [{}, {"dose": {"reps": ["Too many."]}}], "non_field_errors": ["All of it."]}
    assert list(flat(told)) == [("phases[1].dose.reps", "Too many."), ("", "All of it.")]


def test_pages_for_people_say_no_as_before(cast: Cast):
    assert at(cast.ana).get("/admin/nothing")["Content-Type"].startswith("text/html")
    assert settings.REST_FRAMEWORK["EXCEPTION_HANDLER"] == "programmes.api.problem.as_problem"
