"""The log of the running site: it says what happened, where and to whom, and never a word about a patient."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.test import Client

from programmes.admin.patient import PatientAdmin
from programmes.models import Patient
from rehab import request_log
from rehab.json_lines import JsonLines, Lines, logging_to
from tests.cast import Cast
from tests.factories import make_patient
from tests.workbench import address, at

pytestmark = pytest.mark.django_db
NAME = "Eva Quellmalz"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Give the log as a web server with DEBUG off would write it."""
    stream, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    monkeypatch.setattr(request_log.logger, "level", logging.INFO)
    monkeypatch.setattr(request_log.logger, "_cache", {})
    yield stream
    root.removeHandler(handler)


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return make_patient(clinic=cast.clinic, name=NAME)


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def answered(written: StringIO) -> dict[str, Any]:
    (line,) = [line for line in lines(written) if line["logger"] == "rehab.request_log"]
    return line


def not_raising(cast: Cast) -> Client:
    client = at(cast.ana)
    client.raise_request_exception = False
    return client


def test_an_error_is_logged_with_its_place_though_debug_is_off(
    cast: Cast, eva: Patient, written: StringIO, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(PatientAdmin, "get_queryset", lambda *args: 1 / 0)
    answer = not_raising(cast).get(address("patient_change", eva))
    assert answer.status_code == 500
    (line,) = [line for line in lines(written) if line["level"] == "ERROR"]
    (error,) = line["error"]
    assert error["type"] == "builtins.ZeroDivisionError"
    assert error["places"][-1].startswith(__file__)
    assert line["request"] == answer["X-Request-ID"] == answered(written)["request"]
    assert answer["X-Request-ID"] in answer.content.decode()


def raise_with_name(error: type[Exception]) -> Any:
    def view(*args: Any) -> Any:
        called = NAME  # in the frame's locals, as a view would have it
        try:
            raise ValueError(f"the cause: {called}")
        except ValueError as cause:
            raise error(f"Key (name)=({called}) already exists", called) from cause

    return view


@pytest.mark.parametrize("error", [ValueError, KeyError, IntegrityError, DataError, UnicodeError, RecursionError])
def test_the_words_of_an_error_are_in_no_line(
    cast: Cast,
    eva: Patient,
    written: StringIO,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    error: type[Exception],
):
    monkeypatch.setattr(PatientAdmin, "get_queryset", raise_with_name(error))
    assert not_raising(cast).post(address("patient_change", eva), {"name": NAME}).status_code == 500
    shown = capfd.readouterr()
    for text in (written.getvalue(), shown.out, shown.err):
        assert "Eva" not in text
        assert "Quellmalz" not in text
    (line,) = [line for line in lines(written) if line["level"] == "ERROR"]
    assert [told["type"].rpartition(".")[2] for told in line["error"]] == [error.__name__, "ValueError"]


def test_a_refused_row_of_the_database_tells_its_kind_alone(
    cast: Cast, eva: Patient, written: StringIO, monkeypatch: pytest.MonkeyPatch
):
    """A database's own words quote the row that it refused."""
    same = {"pk": eva.pk, "clinic": cast.clinic, "name": NAME, "language": "en"}
    monkeypatch.setattr(PatientAdmin, "get_queryset", lambda *args: Patient.objects.create(**same))
    with transaction.atomic():
        assert not_raising(cast).get(address("patient_change", eva)).status_code == 500
        transaction.set_rollback(True)
    assert "Quellmalz" not in written.getvalue()
    assert "IntegrityError" in written.getvalue()
    assert [line["message"] for line in lines(written)] == ["…: …", "answered"]


def test_what_is_searched_for_is_not_logged(cast: Cast, eva: Patient, written: StringIO):
    at(cast.ana).get(address("patient_changelist"), {"q": NAME})
    asked = {"app_label": "programmes", "model_name": "programme", "field_name": "patient", "term": NAME}
    at(cast.ana).get("/admin/autocomplete/", asked)
    at(cast.ana).get(f"/admin/{NAME}/")
    Client().get(f"/{NAME}")
    assert len(lines(written)) == 4
    assert "Eva" not in written.getvalue()
    assert "Quellmalz" not in written.getvalue()


def test_a_line_says_what_was_asked_by_whom_and_how_it_went(cast: Cast, eva: Patient, written: StringIO):
    at(cast.ana).get(address("patient_change", eva))
    line = answered(written)
    assert {name: line[name] for name in ("level", "method", "route", "status", "user")} == {
        "level": "INFO",
        "method": "GET",
        "route": "admin/programmes/patient/<path:object_id>/change/",
        "status": 200,
        "user": cast.ana.pk,
    }
    assert line["milliseconds"] >= 0
    assert str(eva.pk) not in written.getvalue()


def test_an_address_that_is_none_and_a_file_are_told_apart(written: StringIO):
    Client().get("/secret-of-eva")
    b"".join(Client().get("/static/programmes/admin.css"))
    assert [(line["route"], line["status"]) for line in lines(written)] == [("none", 404), ("static file", 200)]


def test_a_method_nobody_knows_is_not_written_out(written: StringIO):
    Client().generic("EVA-QUELLMALZ", "/healthz")
    assert answered(written)["method"] == "other"


def test_each_request_gets_an_id_of_its_own(written: StringIO):
    first, second = Client().get("/healthz"), Client().get("/healthz")
    assert len(first["X-Request-ID"]) == 32
    assert [line["request"] for line in lines(written) if "route" in line] == [
        first["X-Request-ID"],
        second["X-Request-ID"],
    ]
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_the_id_of_the_proxy_is_kept(settings: Any, written: StringIO):
    settings.BEHIND_PROXY = True
    assert Client(headers={"X-Request-ID": "a1b2c3d4-ok"}).get("/healthz")["X-Request-ID"] == "a1b2c3d4-ok"
    assert answered(written)["request"] == "a1b2c3d4-ok"


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "with space", 'a"b}c{ddd', "abcdefgh\n", "öäüöäüöä", "../../etc"]
)
def test_what_is_no_id_is_not_taken_over(settings: Any, given: str):
    settings.BEHIND_PROXY = True
    kept = Client(headers={"X-Request-ID": given}).get("/healthz")["X-Request-ID"]
    assert kept != given
    assert len(kept) == 32


def test_without_a_proxy_nobody_names_the_request():
    assert Client(headers={"X-Request-ID": "a1b2c3d4-ok"}).get("/healthz")["X-Request-ID"] != "a1b2c3d4-ok"


def test_the_log_asks_the_database_nothing(django_assert_num_queries: Any, cast: Cast, written: StringIO):
    client = at(cast.ana)
    with django_assert_num_queries(0):
        b"".join(client.get("/static/programmes/admin.css"))
    assert "user" not in answered(written)


def told(name: str, level: int, message: str, *args: Any) -> str:
    record = logging.LogRecord(name, level, __file__, 1, message, args, None, "here")
    return json.loads(JsonLines().format(record))["message"]


def test_the_words_of_libraries_are_left_out_and_numbers_kept():
    assert (
        told("axes.attempts", logging.WARNING, "Failed log-in by %s, %d times", NAME, 3)
        == "Failed log-in by …, 3 times"
    )
    assert told("gunicorn.error", logging.WARNING, f"Invalid request: {NAME}") == "test_request_log:1 here"
    assert told("weasyprint", logging.ERROR, "Failed to load %(what)s", {"what": NAME}) == "Failed to load %(what)s"


def test_our_own_words_and_those_of_the_servers_start_are_kept():
    assert told("programmes.handout.workers", logging.WARNING, "Not printed: %s", "TooLarge") == "Not printed: TooLarge"
    assert told("gunicorn.error", logging.INFO, "Listening at: %s (%s)", "http://x", 7) == "Listening at: http://x (7)"
    assert told("programmes.handout", logging.WARNING, "Not read: %s", ValueError(NAME)) == "Not read: ValueError"


def test_a_line_is_one_line():
    record = logging.LogRecord("rehab", logging.INFO, __file__, 1, "two\nlines %s", ("a\r\nb",), None)
    assert "\n" not in JsonLines().format(record)


def test_no_mail_is_sent_and_no_address_written_by_what_django_sets_up():
    loggers = logging_to("stdout")["loggers"]
    assert {loggers[name]["handlers"] == [] for name in loggers} == {True}
    assert {"django", "django.server", "gunicorn.access"} <= set(loggers)


def test_an_error_that_leads_back_to_itself_is_told_at_bounded_length():
    first, second = ValueError(NAME), KeyError(NAME)
    first.__cause__, second.__cause__ = second, first
    record = logging.LogRecord("rehab", logging.ERROR, __file__, 1, "x", (), (ValueError, first, None))
    assert len(json.loads(JsonLines().format(record))["error"]) == 10


def test_a_log_that_cannot_be_written_shows_no_values(capsys: pytest.CaptureFixture[str]):
    gone = StringIO()
    gone.close()
    handler = Lines(gone)
    handler.setFormatter(JsonLines())
    handler.handle(logging.LogRecord("rehab", logging.ERROR, __file__, 1, "about %s", (NAME,), None))
    assert capsys.readouterr() == ("", "")


def test_an_error_of_the_system_is_told_by_its_name():
    record = logging.LogRecord("rehab", logging.ERROR, __file__, 1, "x", (), (OSError, OSError(28, NAME, NAME), None))
    (error,) = json.loads(JsonLines().format(record))["error"]
    assert error == {"type": "builtins.OSError", "errno": "ENOSPC", "places": []}
