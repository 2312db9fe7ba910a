"""How the site starts: at once for a newcomer, never carelessly for the public."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).resolve().parent.parent


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    names = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "rehab.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_debug_and_secret_it_says_what_to_set():
    result = run("import rehab.wsgi")
    assert result.returncode != 0
    assert "Set SECRET_KEY" in result.stderr


def test_the_web_server_refuses_debug():
    result = run("import rehab.wsgi", DEBUG="true", SECRET_KEY="x" * 60)
    assert result.returncode != 0
    assert "Unset DEBUG" in result.stderr


def test_the_development_server_serves_with_debug():
    code = (
        "import django; django.setup(); from django.core.servers.basehttp import get_internal_wsgi_application as app"
    )
    assert run(f"{code}; print(app())", DEBUG="true", SECRET_KEY="x" * 60).returncode == 0


def test_the_web_server_starts_with_a_secret():
    assert run("import rehab.wsgi", SECRET_KEY="x" * 60).returncode == 0


def test_with_debug_on_only_this_machine_is_answered():
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    result = run(code, DEBUG="true", SECRET_KEY="x" * 60, ALLOWED_HOSTS="clinic.example")
    assert result.stdout.strip() == "['localhost', '127.0.0.1', '[::1]']"


def test_a_newcomers_secret_is_made_once_and_kept_from_others(tmp_path: Path):
    from rehab.secret import read_or_make

    path = tmp_path / "secret"
    first = read_or_make(path)
    assert len(first) >= 50
    assert read_or_make(path) == first
    assert path.stat().st_mode & 0o077 == 0


def test_a_bad_value_stops_the_start():
    result = run("import django; django.setup()", SECRET_KEY="x" * 60, SECURE_HSTS_SECONDS="soon")
    assert result.returncode != 0


def test_mails_go_to_the_server_that_is_named():
    code = "import django; django.setup(); from django.conf import settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT)"
    result = run(code, SECRET_KEY="x" * 60, EMAIL_URL="smtp+tls://rehab%40example.org:word@mail.example.org:587")
    assert result.stdout.split() == ["mail.example.org", "587"]


def test_an_address_that_is_no_mail_server_stops_the_start_with_a_sentence():
    result = run("import django; django.setup()", SECRET_KEY="x" * 60, EMAIL_URL="mail.example.org")
    assert "EMAIL_URL is no address of a mail server" in result.stderr


def test_the_permission_rules_stand_as_soon_as_the_site_starts():
    code = "import django; django.setup(); import rules; print(rules.perm_exists('programmes.issue_programme'))"
    assert run(code, SECRET_KEY="x" * 60).stdout.strip() == "True"


def test_no_migration_is_missing():
    code = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.django_db
def test_healthz_answers_without_a_log_in(client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/", "/admin/programmes/patient/"])
def test_everything_else_asks_for_a_log_in(client: Client, address: str):
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("admin:login"))


@pytest.mark.django_db
def test_the_policy_allows_no_other_host_and_no_inline_script(client: Client):
    policy = client.get(reverse("admin:login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
