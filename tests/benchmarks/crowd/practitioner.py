"""One practitioner at a browser: opens pages, thinks, types, saves. Each wait is noted by what was asked."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Event
from time import monotonic, perf_counter
from typing import Any
from urllib.parse import quote

TOKEN = "a" * 32
# Seconds that one patient takes, about.
A_PATIENTS_TIME = 60
TYPED = ("step up 3x", "clamshell ", "hamstring ", "wall sit 3", "heel raise")
STATE = re.compile(r'<script id="builder-state" type="application/json">(.*?)</script>', re.DOTALL)
NOT_SENT = ("current", "pain_rule_called", "shown")


@dataclass
class Noted:
    """Milliseconds by kind of page, and what was not answered as it should be."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    site_seconds: float = 0


class SiteStopped(Exception):
    pass


@dataclass
class Seat:
    """A practitioner's browser: one session, and a clock that may say that it is time to go home."""

    port: int
    me: dict[str, Any]
    number: int
    begins: float  # From here on waits are noted: until then the site is warmed, and people come in one by one.
    ends: float
    going_home: Event
    noted: Noted = field(default_factory=Noted)

    def __post_init__(self) -> None:
        self.drawn = random.Random(self.number)
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def work(self) -> None:
        self._think(0, A_PATIENTS_TIME)  # Nobody keeps step with the others.
        while not self._is_over():
            self._one_patient(self.drawn.choice(self.me["programmes"]))
        self.connection.close()

    def _one_patient(self, one: dict[str, str]) -> None:
        build = f"/admin/programmes/programme/{one['id']}/build/"
        for kind, path in (
            ("front page", "/admin/"),
            ("list of patients", "/admin/programmes/patient/"),
            ("search for a patient", f"/admin/programmes/patient/?q={quote(one['name'])}"),
            ("page of a patient", f"/admin/programmes/patient/{one['patient']}/change/"),
        ):
            self._get(kind, path)
            self._think(3, 9)
        page = self._get("builder", build)
        self._what_the_builder_asks(build)
        self._think(3, 9)
        text = self.drawn.choice(TYPED)
        for end in range(1, len(text) + 1):
            self._get("keystroke in the search", f"{build}search/?q={quote(text[:end])}")
            self._think(0.15, 0.35)
        self._save_thrice(build, page)
        self._get("issued PDF", f"/admin/programmes/handout/{one['handout']}/pdf/")
        self._think(5, 15)

    def _what_the_builder_asks(self, build: str) -> None:
        self._get("findings", f"{build}weighed/")
        self._get("sheet beside the plan", f"{build}page/")
        self._get("colours of the sheet", f"{build}page/colours.css")

    def _save_thrice(self, build: str, page: str) -> None:
        found = STATE.search(page)
        if found is None:
            return
        state = json.loads(found[1])
        plan, seen = _sent(state["programme"]), state["seen"]
        for _time in range(3):
            self._think(2, 5)
            dose = plan["phases"][0]["prescriptions"][0]["dose"]
            dose["sets"] = (dose.get("sets") or 2) % 4 + 1
            body = json.dumps({"seen": seen, "programme": plan})
            answer = self._ask("save", "POST", f"{build}save/", body)
            seen = json.loads(answer or "{}").get("seen", seen)
            self._get("findings", f"{build}weighed/")
            self._get("sheet beside the plan", f"{build}page/")

    def _get(self, kind: str, path: str) -> str:
        return self._ask(kind, "GET", path)

    def _ask(self, kind: str, method: str, path: str, body: str | None = None) -> str:
        if self._is_over():
            return ""
        headers = {
            "Cookie": f"sessionid={self.me['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
            # As the proxy before a site does: whichever process is free takes the next request.
            "Connection": "close",
        }
        started = perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except OSError as error:
            self.noted.errors.append(f"{kind}: {type(error).__name__}")
            self.connection.close()
            return ""
        if monotonic() >= self.begins:
            self.noted.waits.setdefault(kind, []).append((perf_counter() - started) * 1000)
        if answer.status != 200:
            self.noted.errors.append(f"{kind}: {answer.status}")
        return content.decode(errors="replace") if kind != "issued PDF" else ""

    def _think(self, least: float, most: float) -> None:
        self.going_home.wait(self.drawn.uniform(least, most))

    def _is_over(self) -> bool:
        return self.going_home.is_set() or monotonic() > self.ends


def _sent(value: Any) -> Any:
    """Return what the builder sends of what it was shown."""
    if isinstance(value, list):
        return [_sent(each) for each in value]
    if isinstance(value, dict):
        return {name: _sent(each) for name, each in value.items() if name not in NOT_SENT}
    return value
