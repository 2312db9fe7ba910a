"""Asking the API as one person, or as nobody."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.cast import Cast
from tests.factories import make_condition, make_exercise, make_programme_kind, make_template

of_the_library = pytest.mark.parametrize(
    ("address", "make"),
    [
        ("exercises", make_exercise),
        ("conditions", make_condition),
        ("programme-kinds", make_programme_kind),
        ("templates", make_template),
    ],
)


def ask(user: User | None, address: str, **kwargs: Any) -> Any:
    """Return the answer of an address under /api/v1/; *kwargs* as the test client takes them, such as headers."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(f"/api/v1/{address}", **kwargs)


def send(who: User | str | None, method: str, address: str, body: Any = None, **headers: str) -> Any:
    """Return the answer to JSON that somebody sends, by log-in or by the key of a token; `If_Match` is a header."""
    client = Client()
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(who, str):
        sent["Authorization"] = f"Bearer {who}"
    elif who is not None:
        client.force_login(who)
    asked = getattr(client, method)
    return asked(f"/api/v1/{address}", data=body, content_type="application/json", headers=sent)


def faults(answer: Any) -> dict[str, str]:
    """Return the reason of each fault of what was sent, by its field."""
    assert answer.status_code == 422, answer.content
    return {error["field"]: error["reason"] for error in problem(answer)["errors"]}


def read(cast: Cast, address: str) -> Any:
    """Return what Ana is told."""
    answer = ask(cast.ana, address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refusal(cast: Cast, address: str) -> dict[str, list[str]]:
    """Return what Ana is told about each parameter of a bad request."""
    answer = ask(cast.ana, address)
    assert answer.status_code == 400, answer.content
    told: dict[str, list[str]] = {}
    for error in problem(answer)["errors"]:
        told.setdefault(error["field"], []).append(error["reason"])
    return told


def problem(answer: Any) -> dict[str, Any]:
    """Return what an answer says is wrong, once it has the shape that every problem has."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(told)
    assert told["status"] == answer.status_code
    assert told["detail"]
    return told


def detail(answer: Any) -> str:
    """Return the sentence that says what is wrong."""
    return problem(answer)["detail"]


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]
