"""Nothing the site does asks another host, whatever page is opened; nor does any page have the browser ask one."""

import re
import socket
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from programmes.handout import issue as issuing
from programmes.models import Handout
from tests.addresses import every_address, make_rows, url_of
from tests.cast import make_cast
from tests.factories import make_patient, make_programme, make_screening, sign_off_everything
from tests.workbench import at

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# No longer than the shortest name may be.
MARKUP = '"><script src="//evil.example/x.js"></script><img src=//evil.example/x>'
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
# What a browser fetches by itself; a link that somebody follows is another matter.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|link|source|object|embed|form)\b[^>]*?\b(?:src|href|data|action)=["'](.*?)["']"""
)


class AskedAnotherHost(Exception):
    pass


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Refuse every connection that leaves this machine, and tell of each that was tried, even where it is caught."""
    told: list[Any] = []

    def guarded(real: Any) -> Any:
        def connect(self: socket.socket, place: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and place[0] not in LOOPBACK:
                told.append(place)
                raise AskedAnotherHost(place)
            return real(self, place)

        return connect

    def looked_up(real: Any) -> Any:
        def ask(host: Any, *args: Any, **kwargs: Any) -> Any:
            if host not in LOOPBACK and host is not None:
                told.append(host)
                raise AskedAnotherHost(host)
            return real(host, *args, **kwargs)

        return ask

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", looked_up(socket.getaddrinfo))
    monkeypatch.setattr(socket, "gethostbyname", looked_up(socket.gethostbyname))
    return told


def asked(user: User, method: str, url: str) -> str:
    """Return the page, or nothing for what is none."""
    with transaction.atomic():
        answer = getattr(at(user), method)(url)
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return body.decode() if answer.get("Content-Type", "").startswith("text/") else ""


def test_the_guard_refuses_another_host(tried: list[Any]):
    with pytest.raises(AskedAnotherHost):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AskedAnotherHost):
        socket.create_connection(("example.org", 80), timeout=1)
    assert tried == ["192.0.2.1", "example.org"]


def test_no_page_asks_another_host_whatever_stands_in_names(tried: list[Any]):
    """Names and notes hold markup that would ask one; on every page it is text."""
    cast = make_cast()
    rows, elsewhere = make_rows(cast), {}
    for kind, row in rows.items():
        if hasattr(row, "name") and kind != "user":
            type(row).objects.filter(pk=row.pk).update(name=MARKUP)
    rows["prescription"].__class__.objects.update(note=MARKUP)
    for name, pattern in every_address().items():
        url = url_of(name, pattern, rows)
        pages = [asked(cast.olga, method, url) for method in ("get", "post")]
        fetched = {unescape(place) for page in pages for place in FETCHED.findall(page)}
        if any('<script src="//evil' in page or "<img src=//evil" in page for page in pages):
            elsewhere[name] = {"markup"}
        if strange := {place for place in fetched if re.match(r"(?:\w+:)?//", place)}:
            elsewhere[name] = strange
    assert elsewhere == {}
    assert tried == []


def test_issuing_a_handout_asks_another_host_nothing(tried: list[Any], english: None):
    cast = make_cast()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    issuing.issue(programme, cast.ana.practitioner, cast.ana)
    assert Handout.objects.get().renditions.get().pdf[:5] == b"%PDF-"
    assert tried == []
