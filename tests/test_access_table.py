"""Who is answered what at every address of the site: access_table.txt, asked line by line."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.addresses import SHARED, every_address, is_about_a_row, kind_of, make_rows, url_of
from tests.cast import Cast, make_cast
from tests.workbench import at

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parent / "access_table.txt"
LOG_IN = "login"
# A line of answers: six of them, each one status or two.
ANSWERS = re.compile(r"  (?:(?:login|\d{3}(?:/(?:login|\d{3}))?) *){6}")


def in_the_table() -> dict[str, list[str]]:
    """Return what the table says of each address: a cell for each person, of a GET and a POST."""
    said: dict[str, list[str]] = {}
    lists: dict[str, list[str]] = {}
    cells: list[str] = []
    for line in TABLE.read_text().splitlines():
        words = line.split()
        if line.startswith("    "):
            names = list(_names(line.strip(), lists))
            assert not set(names) & set(said), f"in the table twice: {set(names) & set(said)}"
            said.update(dict.fromkeys(names, cells))
        elif " = " in line:
            lists[words[0]] = words[2:]
        elif ANSWERS.fullmatch(line):
            cells = words
    return said


def _names(line: str, lists: dict[str, list[str]]) -> Iterator[str]:
    """Return the addresses of a line: "change: patient rule" is two, and anything without ": " is one itself."""
    page, colon, kinds = line.partition(": ")
    if not colon:
        yield line
        return
    owner = "shared " if page.startswith("shared ") else ""
    page = page.removeprefix(owner)
    for kind in [name for each in kinds.split() for name in lists.get(each, [each])]:
        app = "auth" if kind == "user" else "programmes"
        bare = f"/admin/{app}/{kind}/<path:object_id>/"
        yield owner + (bare if page == "bare" else f"admin:{app}_{kind}_{page}")


def cookies_of(cast: Cast) -> list[SimpleCookie]:
    """Return what tells the site who asks, in the order of the columns."""
    everybody = [at(user) for user in (cast.stan, cast.carla, cast.rita, cast.ana, cast.olga)]
    return [SimpleCookie(), *(client.cookies for client in everybody)]


def cell(cookies: SimpleCookie, url: str) -> str:
    """Return how somebody is answered: "200/403" to a GET and to an empty POST, "404" where both are alike."""
    got, posted = (_status(cookies, method, url) for method in ("get", "post"))
    return got if got == posted else f"{got}/{posted}"


def _status(cookies: SimpleCookie, method: str, url: str) -> str:
    with transaction.atomic():
        client = Client()
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
        answer = getattr(client, method)(url)
        if answer.streaming:
            b"".join(answer)  # read to its end, it closes its file; closing it by hand would end the connection too
        # What one person does is undone before the next one asks.
        transaction.set_rollback(True)
    is_to_log_in = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    return LOG_IN if is_to_log_in else str(answer.status_code)


def to_ask() -> dict[str, tuple[str, Any, str]]:
    """Return what is asked: each address, and once more as "shared ..." about a row of the shared library."""
    asked = {}
    for name, pattern in every_address().items():
        asked[name] = (name, pattern, "")
        if kind_of(name) in SHARED and is_about_a_row(name, pattern):
            asked[f"shared {name}"] = (name, pattern, "shared ")
    return asked


def test_every_address_is_in_the_table_and_no_other():
    assert sorted(in_the_table()) == sorted(to_ask())


# Whether a page may be seen is asked before it is set.
@pytest.mark.usefixtures("cheap_pages")
def test_everybody_is_answered_as_the_table_says():
    cast = make_cast()
    rows = make_rows(cast)
    said, wrong, everybody = in_the_table(), [], cookies_of(cast)
    for called, (name, pattern, owner) in to_ask().items():
        url = url_of(name, pattern, rows, owner)
        answers = [cell(cookies, url) for cookies in everybody]
        if answers != said[called]:
            wrong.append(f"{called}: {' '.join(answers)} is not {' '.join(said[called])}")
    assert wrong == []
