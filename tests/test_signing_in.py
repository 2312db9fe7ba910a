"""Logging in: with a password, after a forgotten one, and not by guessing."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from programmes.signing_in import adapter
from programmes.signing_in.sessions import device_of
from tests.cast import Cast, make_cast
from tests.coming_in import NEW_PASSWORD, PASSWORD, add_app, is_in, link_in_mail, log_in, logged_in
from tests.workbench import address, at

pytestmark = pytest.mark.django_db
FRONT = "/admin/"


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    User.objects.filter(pk=cast.ana.pk).update(email="ana@clinic.example")
    return cast


@pytest.fixture(autouse=True)
def _mails_leave_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send beside the request in earnest, but wait for it."""

    class AtOnce:
        def __init__(self, target: Any, args: Any) -> None:
            self.start = lambda: target(*args)

    monkeypatch.setattr(adapter, "Thread", AtOnce)


@pytest.mark.parametrize("login", ["ana", "ANA", " ana ", "ana@clinic.example", "Ana@Clinic.Example"])
def test_one_logs_in_by_name_or_e_mail(cast: Cast, client: Client, login: str):
    assert log_in(client, login)["Location"] == FRONT
    assert is_in(client)


@pytest.mark.parametrize(("login", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("ana@clinic.example", "x")])
def test_what_is_wrong_is_answered_alike(cast: Cast, client: Client, login: str, password: str):
    page = log_in(client, login, password).content.decode()
    assert "This log-in and password do not belong together" in page
    assert not is_in(client)


@pytest.mark.parametrize(
    "login", ["ana", "nobody", "ana@clinic.example", "nobody@clinic.example", "nia@clinic.example"]
)
def test_what_is_wrong_is_answered_after_the_same_work(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, login: str
):
    """Working out the hash of a password takes most of the time: how often it is done must not tell who is known."""
    User.objects.create_user("nia@clinic.example", "nia@clinic.example", "a long walk by the river")
    done: list[str] = []
    work = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: (done.append(login), work(*args))[1])
    log_in(client, login, "wrong")
    assert done == [login]


def test_a_page_asked_for_is_shown_after_the_log_in(cast: Cast, client: Client):
    asked = address("patient_changelist")
    answer = client.get(asked)
    assert answer["Location"] == f"/admin/login/?next={asked}"
    assert f'name="next" value="{asked}"' in client.get(answer["Location"]).content.decode()
    assert log_in(client, "ana", next=asked)["Location"] == asked


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(cast: Cast, client: Client, elsewhere: str):
    assert log_in(client, "ana", next=elsewhere)["Location"] == FRONT
    answer = at(cast.ana).get(reverse("account_login"), {"next": elsewhere})
    assert answer["Location"] == FRONT


def test_there_is_one_door(cast: Cast, client: Client):
    """The log-in of the stock admin, which knows no second factor, is nowhere to be reached."""
    assert (
        reverse("admin:login")
        == reverse("account_login")
        == settings.LOGIN_URL.replace("account_login", "/admin/login/")
    )
    add_app(cast.ana)
    client.post("/admin/login/", {"username": "ana", "password": PASSWORD})
    assert not is_in(client)
    client.post("/admin/login/", {"login": "ana", "password": PASSWORD})
    assert not is_in(client)


def test_somebody_let_into_no_admin_is_told_and_not_led_in_a_circle(cast: Cast, client: Client):
    User.objects.filter(pk=cast.ana.pk).update(is_staff=False)
    log_in(client, "ana")
    assert client.get(FRONT, follow=True).status_code == 403


def test_a_log_in_that_was_ended_does_not_open(cast: Cast, client: Client):
    User.objects.filter(pk=cast.ana.pk).update(is_active=False)
    answer = log_in(client, "ana")
    assert "This log-in was ended" in client.get(answer["Location"]).content.decode()
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_log_in_for_a_quarter_of_an_hour(cast: Cast, client: Client):
    answers = [log_in(client, "ana", "wrong") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    page = answers[-1].content.decode()
    assert "Locked for now" in page
    assert "for 15 more minutes" in page
    assert reverse("account_reset_password") in page
    assert answers[-1]["Retry-After"] == str(15 * 60)


def test_while_it_is_locked_the_right_password_gets_the_same_page(cast: Cast, client: Client):
    for _ in range(7):
        log_in(client, "ana", "wrong")
    answer = log_in(client, "ana")
    assert answer.status_code == 429
    assert "Locked for now" in answer.content.decode()
    assert not is_in(client)


def test_trying_on_does_not_make_the_lock_longer(cast: Cast, client: Client):
    for _ in range(5):
        log_in(client, "ana", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=10))
    assert "for 5 more minutes" in log_in(client, "ana", "wrong").content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15))
    assert log_in(client, "ana")["Location"] == FRONT


def test_by_another_spelling_or_the_e_mail_it_is_the_same_lock(cast: Cast, client: Client):
    for login in ("ana", "Ana", "ANA", "ana@clinic.example"):
        log_in(client, login, "wrong")
    assert log_in(client, "Ana@clinic.example", "wrong").status_code == 429


def test_who_has_a_network_of_addresses_gets_no_more_tries_than_who_has_one(cast: Cast):
    """Whoever has an IPv6 address has 18 trillion million of them, and could come from another each time."""

    def tries(address: str, password: str = "wrong") -> int:
        return log_in(Client(REMOTE_ADDR=address), "ana", password).status_code

    assert [tries(f"2001:db8:0:7::{number:x}:1") for number in range(5)] == [200] * 4 + [429]
    assert tries("2001:db8:0:7:ffff::9", PASSWORD) == 429
    assert tries("2001:db8:0:8::1", PASSWORD) == 302


def test_an_old_address_written_as_a_new_one_is_itself_alone(cast: Cast):
    for _ in range(5):
        log_in(Client(REMOTE_ADDR="::ffff:192.0.2.7"), "ana", "wrong")
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), "ana").status_code == 429
    assert log_in(Client(REMOTE_ADDR="::ffff:192.0.2.8"), "ana").status_code == 302


def test_a_colleague_beside_them_still_logs_in(cast: Cast, client: Client):
    for _ in range(6):
        log_in(client, "ana", "wrong")
    assert log_in(client, "ben")["Location"] == FRONT


def test_the_right_password_starts_the_count_anew(cast: Cast, client: Client):
    for _ in range(2):
        for _ in range(4):
            log_in(Client(), "ana@clinic.example", "wrong")
        log_in(Client(), "ana")
    assert log_in(client, "ana", "wrong").status_code == 200


def test_guessing_at_many_names_from_one_place_is_slowed_down(cast: Cast, client: Client):
    answers = [log_in(client, f"name{number}", "wrong").status_code for number in range(31)]
    assert answers[-1] == 429


def test_the_counters_are_the_same_for_every_process_of_the_server():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert getattr(settings, "AXES_HANDLER", "axes.handlers.database.AxesDatabaseHandler").endswith("DatabaseHandler")


def test_no_password_that_was_tried_is_kept(cast: Cast, client: Client):
    log_in(client, "ana", "my real password with a slip")
    assert "slip" not in str(list(AccessAttempt.objects.values()))


def test_a_forgotten_password_is_chosen_anew_by_mail(cast: Cast, client: Client):
    at_work = logged_in(cast.ana)
    answer = client.post(reverse("account_reset_password"), {"email": "Ana@clinic.example"}, follow=True)
    assert "Look into your e-mail" in answer.content.decode()
    (message,) = mail.outbox
    assert message.to == ["ana@clinic.example"]
    assert "Your log-in name is ana" in message.body
    answer = new_password(client, link_in_mail())
    assert "Your password is changed" in answer.content.decode()
    assert not is_in(at_work)
    assert log_in(client, "ana", NEW_PASSWORD)["Location"] == FRONT
    assert "does not work any more" in Client().get(link_in_mail(), follow=True).content.decode()


def new_password(client: Client, link: str) -> Any:
    page = client.get(link, follow=True)
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client.post(page.wsgi_request.path, passwords, follow=True)


def test_the_page_never_tells_whether_an_address_is_known(cast: Cast):
    answers = [_asked_for(email) for email in ("ana@clinic.example", "nobody@clinic.example")]
    assert answers[0] == answers[1]
    assert mail.outbox[0].to == ["ana@clinic.example"]
    assert len(mail.outbox) == 1


def _asked_for(email: str) -> tuple[Any, str]:
    answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
    return answer.redirect_chain, answer.content.decode()


def test_a_failing_mail_server_does_not_tell_either(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Any, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    answer = client.post(reverse("account_reset_password"), {"email": "ana@clinic.example"})
    assert answer["Location"] == reverse("account_reset_password_done")


def test_a_mail_leaves_beside_the_answer(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch):
    """What a mail server takes its time for must not tell whether somebody was written to."""
    waiting = []

    class Later:
        def __init__(self, target: Any, args: Any) -> None:
            self.start = lambda: waiting.append((target, args))

    monkeypatch.setattr(adapter, "Thread", Later)
    client.post(reverse("account_reset_password"), {"email": "ana@clinic.example"})
    assert mail.outbox == []
    ((send, message),) = waiting
    send(*message)
    assert len(mail.outbox) == 1


def test_nobody_is_flooded_with_mails(cast: Cast):
    sent = [Client().post(reverse("account_reset_password"), {"email": "ana@clinic.example"}) for _ in range(4)]
    assert [answer.status_code for answer in sent] == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_a_forgotten_password_does_not_lead_past_the_second_factor(cast: Cast, client: Client):
    add_app(cast.ana)
    client.post(reverse("account_reset_password"), {"email": "ana@clinic.example"})
    new_password(client, link_in_mail())
    assert not is_in(client)
    assert log_in(client, "ana", NEW_PASSWORD)["Location"] == reverse("mfa_authenticate")


def test_who_left_gets_no_mail(cast: Cast, client: Client):
    cast.ana.practitioner.end_access()
    client.post(reverse("account_reset_password"), {"email": "ana@clinic.example"})
    assert mail.outbox == []


def test_a_link_for_a_new_password_lasts_an_hour():
    assert settings.PASSWORD_RESET_TIMEOUT == 3600


def test_a_changed_password_ends_every_other_session(cast: Cast):
    here, there = logged_in(cast.ana), logged_in(cast.ana)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), form)["Location"] == reverse("mfa_index")
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", NEW_PASSWORD, "This is not your password now"),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, "password1234", "too common"),
        (PASSWORD, "ana@clinic.example", "too similar"),
    ],
)
def test_a_bad_change_of_password_is_refused_with_its_reason(cast: Cast, old: str, new: str, words: str):
    form = {"oldpassword": old, "password1": new, "password2": new}
    assert words in logged_in(cast.ana).post(reverse("account_change_password"), form).content.decode()


def test_the_own_log_in_is_shown_with_its_sessions(cast: Cast):
    here, there = logged_in(cast.ana), logged_in(cast.ana)
    page = here.get(reverse("mfa_index")).content.decode()
    assert page.count("since ") == 2
    assert "You log in as <strong>ana</strong>" in page
    here.post(reverse("sessions_end_others"))
    assert is_in(here)
    assert not is_in(there)
    assert not UserSession.objects.exclude(session_key=here.session.session_key).exists()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("", "Another browser"),
    ],
)
def test_a_session_is_named_as_somebody_knows_it(said: str, read: str):
    assert device_of(said) == read


def test_it_is_one_press_away_from_every_page(cast: Cast):
    assert f'href="{reverse("mfa_index")}"' in at(cast.ana).get(address("patient_changelist")).content.decode()


def test_nobody_ends_the_sessions_of_another(cast: Cast):
    here, bens = logged_in(cast.ana), logged_in(cast.ben)
    here.post(reverse("sessions_end_others"))
    assert is_in(bens)


def test_a_session_ends_with_the_browser_and_after_eight_hours(cast: Cast):
    client = logged_in(cast.ana)
    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.session.get_expiry_age() <= 8 * 60 * 60


@pytest.mark.parametrize("name", ["admin:password_change", "admin:set_password", "admin:auth_user_password_change"])
def test_a_password_is_set_one_way_only(name: str):
    with pytest.raises(NoReverseMatch):
        reverse(name, args=[1] if "auth_user" in name else [])


def test_what_is_read_of_whoever_asks_is_read_at_once(cast: Cast, django_assert_num_queries: Any):
    """Who it is, where they work and whether they have a second factor: one query beside the session's."""
    client = at(cast.ana)
    with django_assert_num_queries(2):
        client.get(reverse("admin:jsi18n"))
