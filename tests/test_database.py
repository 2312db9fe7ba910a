"""DATABASE_URL, well and badly written. It holds a password, which nothing may show."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rehab.database import read
from tests.test_settings import run

BADLY_WRITTEN = [
    "postgres://rehab:hunter/two#secret@localhost:5432/rehab",
    "postgres://rehab:hunter/two@localhost:5432/rehab",
    "postgres://rehab:12/hunter-two@localhost:5432/rehab",
    "postgres://rehab:hunter:two@localhost:port/rehab",
    "postgers://rehab:hunter-two@localhost:5432/rehab",
    "mysql://rehab:hunter-two@localhost:3306/rehab",
    "hunter-two",
]


@pytest.mark.parametrize("url", BADLY_WRITTEN)
def test_what_is_badly_written_is_refused_without_the_password(url: str):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(url)
    assert "DATABASE_URL cannot be read" in str(caught.value)
    assert caught.value.__context__ is caught.value.__cause__ is None
    assert "hunter" not in str(caught.value)
    assert "two" not in str(caught.value)


@pytest.mark.parametrize("url", [BADLY_WRITTEN[0], BADLY_WRITTEN[3]])
def test_a_start_with_it_prints_no_part_of_the_password(url: str):
    result = run("import rehab.wsgi", SECRET_KEY="x" * 60, DATABASE_URL=url)
    assert result.returncode != 0
    assert "DATABASE_URL cannot be read" in result.stderr
    assert "hunter" not in result.stdout + result.stderr


def test_a_server_that_is_not_there_prints_no_password():
    url = "postgres://rehab:hunter-two@127.0.0.1:1/rehab"
    code = "import sys; from django.core.management import execute_from_command_line as run; run(['m', 'migrate'])"
    result = run(code, SECRET_KEY="x" * 60, DATABASE_URL=url)
    assert result.returncode != 0
    assert "OperationalError" in result.stderr
    assert "hunter" not in result.stdout + result.stderr


def test_signs_in_a_password_are_written_with_percent():
    database = read("postgres://rehab:a%2Fb%40c%23d%3Ae@db.example:5433/clinic")
    assert {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "clinic",
        "USER": "rehab",
        "PASSWORD": "a/b@c#d:e",
        "HOST": "db.example",
        "PORT": 5433,
    }


def test_a_socket_needs_no_host_and_no_password():
    assert read("postgres:///rehab")["NAME"] == "rehab"


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:////var/lib/rehab/db.sqlite3", "/var/lib/rehab/db.sqlite3"), ("sqlite://:memory:", ":memory:")],
)
def test_sqlite_waits_for_other_writers(url: str, name: str):
    database = read(url)
    assert database["NAME"] == name
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_what_the_address_asks_of_postgresql_wins():
    assert read("postgres:///rehab?sslmode=require")["OPTIONS"]["sslmode"] == "require"
    assert read("postgres:///rehab?options=-c%20jit%3Don")["OPTIONS"]["options"] == "-c jit=on"


def test_a_connection_to_postgresql_is_kept_for_a_while_and_asked_whether_it_lives():
    database = read("postgres:///rehab")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert read("postgres:///rehab?conn_max_age=0")["CONN_MAX_AGE"] == 0
    assert "CONN_MAX_AGE" not in read("sqlite:////tmp/db.sqlite3")
