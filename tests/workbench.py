"""Sitting at the workbench as one person: pages by name, and forms sent as they were shown."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, row: Any = None) -> str:
    """Return the address of a page such as "patient_change"."""
    return reverse(f"admin:programmes_{name}", args=[] if row is None else [row.pk])


def shown(user: User, url: str) -> str:
    """Return the page that *user* is shown."""
    answer = at(user).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def form_on(page: str) -> dict[str, Any]:
    """Return what a browser would send of the main form of *page*, were it sent untouched."""
    form = _Form()
    form.feed(page)
    return {name: values for name, values in form.values.items() if "__prefix__" not in name}


def save(user: User, url: str, /, **changes: Any) -> Any:
    """Send the form at *url* as it is shown, but for *changes* (dashes in names as double underscores)."""
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return at(user).post(url, {**form_on(shown(user, url)), **changes})


def queries(user: User, url: str) -> int:
    """Return how often the database is asked for a page that *user* has seen before."""
    client = at(user)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def messages_of(answer: Any) -> str:
    return " ".join(str(message) for message in answer.wsgi_request._messages)


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.is_inside = False
        self.writing = ""
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("id", "").endswith("_form")
        if not self.is_inside:
            return
        if tag == "input":
            self.take_input(given)
        elif tag == "textarea":
            self.writing = given["name"]
            self.add(self.writing, "")
        elif tag == "select":
            self.choosing = given["name"]
        elif tag == "option" and "selected" in given:
            self.add(self.choosing, given["value"])

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "form"
        self.writing = "" if tag == "textarea" else self.writing

    def handle_data(self, data: str) -> None:
        if self.writing:
            # A browser drops the line break that opens a text area.
            self.values[self.writing][-1] += data.removeprefix("\n")

    def take_input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        is_off = kind in ("checkbox", "radio") and "checked" not in given
        if given.get("name") and kind not in ("submit", "file") and not is_off:
            self.add(given["name"], given.get("value", "on" if kind in ("checkbox", "radio") else ""))

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)
