"""What every answer of the site says to a browser, at every address, for everybody, good news and bad."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from programmes.admin.patient import PatientAdmin
from programmes.handout import pdf
from programmes.handout.job import Printed
from rehab.body_size import MOST_BYTES
from rehab.unreadable import told_unreadable
from tests.addresses import every_address, make_rows, url_of
from tests.cast import Cast, make_cast
from tests.workbench import address, at

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The sheet beside the plan is shown in a frame of the builder, and nothing else anywhere.
FRAMED = {"admin:programmes_programme_build-page", "admin:programmes_template_build-page"}


def wrong_with(answer: HttpResponseBase, *, is_framed: bool = False, is_static: bool = False) -> list[str]:
    """Return what the headers lack."""
    said = answer.headers
    who = "'self'" if is_framed else "'none'"
    policy, kept = said.get("Content-Security-Policy", ""), said.get("Cache-Control", "")
    faults = {
        "the policy starts from nothing": policy.startswith("default-src 'none'; ") or "; default-src 'none'" in policy,
        "the policy names no other host": not re.search(r"https?:|\*|unsafe-eval|script-src [^;]*unsafe", policy),
        "inline styles are a picture's own": "unsafe-inline" not in policy or policy.endswith("; sandbox"),
        "what it says is what it is": said.get("X-Content-Type-Options") == "nosniff",
        "no address goes elsewhere": said.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "no other site opens it as its own": said.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no other site shows it": said.get("Cross-Origin-Resource-Policy") == "same-origin",
        "no camera": "camera=()" in said.get("Permissions-Policy", ""),
        "it is kept by nobody on the way": is_static or "no-store" in kept or "private" in kept,
        "it is in no frame": said.get("X-Frame-Options") == ("SAMEORIGIN" if is_framed else "DENY")
        and f"frame-ancestors {who}" in policy,
    }
    return [fault for fault, is_well in faults.items() if not is_well]


def people(cast: Cast) -> Iterator[tuple[str, User | None]]:
    yield "stranger", None
    for name in ("carla", "olga"):
        yield name, getattr(cast, name)


def client_of(user: User | None) -> Client:
    return at(user) if user is not None else Client()


def test_every_answer_at_every_address_has_its_headers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "printed", lambda *args: Printed(b"%PDF-1.7", "test"))
    cast = make_cast()
    rows, wrong, seen = make_rows(cast), {}, set()
    for name, pattern in every_address().items():
        url = url_of(name, pattern, rows)
        for called, user in people(cast):
            for method in ("get", "post"):
                answer = _asked(client_of(user), method, url)
                seen.add((answer.status_code, answer.get("Content-Type", "").partition(";")[0]))
                is_framed = name in FRAMED and answer.status_code in (200, 405)
                if faults := wrong_with(answer, is_framed=is_framed):
                    wrong[f"{method} {name} as {called}: {answer.status_code}"] = faults
    assert wrong == {}
    # The walk met each kind of answer there is.
    assert {kind for _status, kind in seen} >= {
        "text/html",
        "text/css",
        "text/javascript",
        "text/plain",
        "application/json",
        "application/pdf",
        "image/svg+xml",
    }
    assert {status for status, _kind in seen} >= {200, 302, 400, 403, 404, 405}


def _asked(client: Client, method: str, url: str) -> Any:
    with transaction.atomic():
        answer = getattr(client, method)(url)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    return answer


def test_a_static_file_has_them_and_may_be_kept():
    answer = Client().get("/static/programmes/admin.css")
    b"".join(answer)
    assert answer.status_code == 200
    assert wrong_with(answer, is_static=True) == []
    assert "no-store" not in answer["Cache-Control"]


def failing(cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return one of the answers that no address gives by itself."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(cast.olga)
    if kind == "an error of ours":
        monkeypatch.setattr(PatientAdmin, "get_queryset", lambda *args: 1 / 0)
        return client.get(address("patient_changelist"))
    if kind == "a form from elsewhere":
        return client.post(address("patient_add"), {"name": "Eva"})
    if kind == "another host":
        return client.get("/admin/", headers={"host": "evil.example"})
    if kind == "too much":
        return client.generic("POST", "/admin/", b"", CONTENT_LENGTH=str(MOST_BYTES + 1))
    if kind == "a length that is none":
        return client.generic("POST", "/admin/", b"", CONTENT_LENGTH="-1")
    return client.get("/no/such/page")


KINDS = {
    "an error of ours": 500,
    "a form from elsewhere": 403,
    "another host": 400,
    "too much": 413,
    "a length that is none": 413,
    "no such page": 404,
}


@pytest.mark.parametrize(("kind", "status"), KINDS.items())
def test_what_went_wrong_has_its_headers_and_says_so_in_plain_words(
    kind: str, status: int, monkeypatch: pytest.MonkeyPatch
):
    answer = failing(make_cast(), kind, monkeypatch)
    assert answer.status_code == status
    assert wrong_with(answer) == []
    page = answer.content.decode()
    assert not re.search(r"<style|<script(?! src)| style=| on\w+=", page)
    assert "Go back" in page or "To the front page" in page or "Log in" in page


@pytest.mark.parametrize("path", ["/admin/", "/h/token/", "/api/v1/patients/"])
def test_what_cannot_even_be_read_has_its_headers(path: str):
    def site(environ: Any, start_response: Any) -> Any:
        raise LookupError("unknown encoding: nonsense")

    said: dict[str, str] = {}
    told_unreadable(site)({"PATH_INFO": path}, lambda status, headers: said.update(headers))
    assert wrong_with(HttpResponse(headers=said)) == []


def test_a_redirect_to_https_has_its_headers(settings: Any):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/admin/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/admin/")
    assert wrong_with(answer) == []


def test_a_body_at_the_limit_is_read():
    answer = Client().generic("POST", reverse("admin:login"), b"a" * 1000, CONTENT_LENGTH="1000")
    assert answer.status_code == 200
