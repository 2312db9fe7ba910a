"""The site as it is served: gunicorn on loopback over a real database, and people who save by HTTP."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from tests.building import as_sent

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a" * 32
PATIENCE_SECONDS = 60


def database_url(folder: Path) -> str:
    """Return where the rows of the test's database can be found by another process: on SQLite, in a copy of it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite":
        known = connection.settings_dict
        who = ":".join(part for part in (known["USER"], known["PASSWORD"]) if part)
        where = f"{known['HOST']}:{known['PORT'] or 5432}" if known["HOST"] else ""
        return f"postgres://{who}@{where}/{name}"
    file = folder / "site.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    # A site's own is so from its first migration on. Two processes that both began by making it so would be in each
    # other's way, and SQLite lets neither wait for that.
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{file}"


@dataclass
class Site:
    """A server that can be killed and started again; whoever asks meanwhile waits at the same address."""

    database: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Site":
        self._door = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._door.getsockname()[1]
        self.start()
        return self

    def __exit__(self, *args: Any) -> None:
        self.kill()
        self._door.close()

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.database, "MEDIA_ROOT": str(self.folder / "media"), "DEBUG": "false"}
        return {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **own, **self.settings}

    def start(self) -> None:
        door = self._door.fileno()
        serve = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--worker-class", "gthread", "rehab.wsgi"]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *serve, "--bind", f"fd://{door}"],
                cwd=ROOT,
                env=self.environment,
                pass_fds=[door],
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """End the server and all its workers at once, as when the power goes."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def manage(self, *args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), *args]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=ROOT)

    def faults(self) -> list[str]:
        """Return what the database says is wrong with itself; a server that answers says it for PostgreSQL."""
        if not self.database.startswith("sqlite"):
            return []
        with sqlite3.connect(self.database.removeprefix("sqlite:///")) as opened:
            said = [row[0] for row in opened.execute("PRAGMA integrity_check")]
        opened.close()
        return [words for words in said if words != "ok"]


@dataclass
class Answer:
    status: int
    body: bytes
    location: str

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """Somebody who is logged in. Each request is a connection of its own: none outlives a server."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        self._session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def at(self, site: Site) -> "Visitor":
        self._site = site
        return self

    def ask(self, path: str, body: bytes | None = None, kind: str = "application/json") -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": f"sessionid={self._session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        headers |= {"Content-Type": kind} if body is not None else {}
        try:
            line.request("GET" if body is None else "POST", path, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.read(), answer.getheader("Location", ""))
        finally:
            line.close()

    def post(self, path: str, data: Any) -> Answer:
        return self.ask(path, json.dumps(data).encode())


class Editor:
    """Somebody with a programme open in the builder, at an address such as `place` returns."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self._visitor = visitor
        self._address = address
        self.plan: dict[str, Any] = {}
        self.seen = ""

    def load(self) -> str:
        """Open the page anew, and return the goal that stands on it."""
        answer = self._visitor.ask(self._address)
        assert answer.status == 200, answer
        page = answer.body.decode()
        text = re.search(r'<script id="builder-state" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert text is not None
        state = json.loads(text[1])
        self.plan, self.seen = as_sent(state["programme"]), state["seen"]
        goal: str = self.plan["goal"]
        return goal

    def save(self, goal: str) -> Answer:
        self.plan["goal"] = goal
        answer = self.post("save", {"seen": self.seen, "programme": self.plan})
        if answer.status == 200:
            self.seen = answer.data["seen"]
        return answer

    def keep(self) -> Answer:
        return self.post("keep", {"programme": self.plan})

    def post(self, end: str, data: Any) -> Answer:
        return self._visitor.post(f"{self._address}{end}/", data)
