"""Asking the API as one person, or as nobody."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client


def ask(user: User | None, address: str, **kwargs: Any) -> Any:
    """Return the answer of an address under /api/v1/; *kwargs* as the test client takes them, such as headers."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(f"/api/v1/{address}", **kwargs)


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]
