"""The web server as it is started for real: its log, its answers, its end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.test_settings import ROOT

NAME = "Quellmalz"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    place = tmp_path_factory.mktemp("site")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "SECRET_KEY": "a key for tests only " * 4,
        "DATABASE_URL": f"sqlite:///{place / 'db.sqlite3'}",
        "SECURE_SSL_REDIRECT": "false",
        "BEHIND_PROXY": "true",
        "WEB_CONCURRENCY": "1",
        "GUNICORN_CMD_ARGS": "--bind 127.0.0.1:0",
        "PYTHONWARNINGS": "ignore",
    }


def started(environment: dict[str, str]) -> tuple[subprocess.Popen[str], list[dict[str, Any]]]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rehab.gunicorn", "rehab.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    told: list[dict[str, Any]] = []
    for line in server.stdout or ():
        told.append(json.loads(line))
        if "Listening at" in told[-1]["message"]:
            break
    return server, told


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[tuple[list[Any], list[dict[str, Any]]]]:
    """Ask a real server a few things and end it; give the answers and all lines of its log."""
    server, told = started(environment)
    port = int(told[-1]["message"].split("127.0.0.1:")[1].split()[0])
    answers = []
    for method, path, headers in (
        ("GET", "/healthz", {}),
        ("GET", f"/admin/programmes/patient/?q={NAME}", {"X-Request-ID": "from-the-proxy-1"}),
        ("GET", f"/api/v1/{NAME}/?q={NAME}", {}),
        (NAME.upper(), f"/{NAME}?q={NAME}", {"Content-Length": "x"}),
    ):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answers.append((answer.status, dict(answer.headers), answer.read().decode()))
        connection.close()
    server.send_signal(signal.SIGTERM)
    rest, _none = server.communicate(timeout=60)
    yield answers, [*told, *(json.loads(line) for line in rest.splitlines())]
    assert server.returncode == 0


def test_every_line_on_its_standard_output_is_json(served: Any):
    _answers, lines = served
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))
    assert any(line["message"].startswith("Starting gunicorn") for line in lines)


def test_it_says_that_the_database_was_not_migrated(served: Any):
    status, headers, body = served[0][0]
    assert (status, body) == (503, "the database needs: manage.py migrate")
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_each_request_is_one_line_by_its_route_with_the_id_of_the_proxy(served: Any):
    _answers, lines = served
    requests = [line for line in lines if line["logger"] == "rehab.request_log"]
    assert [(line["route"], line["status"]) for line in requests] == [
        ("healthz", 503),
        ("admin/programmes/patient/", 302),
        (r"api/v1/[\s\S]*$", 401),
    ]
    assert requests[1]["request"] == "from-the-proxy-1" == served[0][1][1]["X-Request-ID"]


def test_what_was_asked_for_is_in_no_line(served: Any):
    _answers, lines = served
    assert NAME.lower() not in json.dumps(lines).lower()


def test_what_is_no_request_is_refused(served: Any):
    assert served[0][3][0] == 400


def test_what_is_missing_is_said_in_words_that_can_be_acted_on(environment: dict[str, str], tmp_path: Path):
    bare = {name: value for name, value in environment.items() if name != "SECRET_KEY"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:rehab.gunicorn", "rehab.wsgi"]
    result = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode != 0
    assert "Set SECRET_KEY to a long random text" in result.stdout
