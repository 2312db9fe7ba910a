"""Asking the API as one person, or as nobody."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from tests.cast import Cast


def ask(user: User | None, address: str, **kwargs: Any) -> Any:
    """Return the answer of an address under /api/v1/; *kwargs* as the test client takes them, such as headers."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(f"/api/v1/{address}", **kwargs)


def read(cast: Cast, address: str) -> Any:
    """Return what Ana is told."""
    answer = ask(cast.ana, address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refusal(cast: Cast, address: str) -> dict[str, list[str]]:
    """Return what Ana is told about each parameter of a bad request."""
    answer = ask(cast.ana, address)
    assert answer.status_code == 400, answer.content
    return answer.json()["parameters"]


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]
