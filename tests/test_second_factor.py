"""The second factor: an app, a passkey or a recovery code, and the clinics that ask it of everybody."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from programmes.models import Clinic
from tests.asking import detail
from tests.cast import Cast
from tests.coming_in import PASSWORD, add_app, add_codes, code_for, code_of, is_in, log_in, logged_in
from tests.workbench import address, at, save

pytestmark = pytest.mark.django_db
SECOND = "/admin/login/second-factor/"


@pytest.fixture
def strict(cast: Cast) -> Cast:
    """Return the cast of a clinic that asks everybody for a second factor."""
    Clinic.objects.filter(pk=cast.clinic.pk).update(requires_mfa=True)
    return cast


def set_up_app(client: Client) -> str:
    """Set up an app from the page for it; return its key."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    return secret


def test_the_code_of_the_app_is_asked_for_after_the_password(cast: Cast, client: Client):
    add_app(cast.ana)
    assert log_in(client, "ana")["Location"] == SECOND
    assert not is_in(client)
    assert client.post(SECOND, {"code": code_of(cast.ana)})["Location"] == reverse("admin:index")
    assert is_in(client)


def test_a_page_asked_for_is_shown_after_the_code(cast: Cast, client: Client):
    add_app(cast.ana)
    asked = address("patient_changelist")
    log_in(client, "ana", next=asked)
    assert client.post(SECOND, {"code": code_of(cast.ana)})["Location"] == asked


def test_a_code_works_once(cast: Cast):
    add_app(cast.ana)
    code = code_of(cast.ana)
    answers = []
    for _ in range(2):
        client = Client()
        log_in(client, "ana")
        answers.append(client.post(SECOND, {"code": code}))
    assert [answer.status_code for answer in answers] == [302, 200]
    # Whoever typed what is on the screen must not look for a slip of the finger.
    assert "or was used before" in answers[1].content.decode()


def test_a_wrong_code_is_refused_and_the_sixth_not_even_looked_at(cast: Cast, client: Client):
    add_app(cast.ana)
    log_in(client, "ana")
    pages = [client.post(SECOND, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "This code is not right" in pages[0]
    assert "Too many wrong codes. Wait five minutes" in pages[5]
    assert "Too many wrong codes" in client.post(SECOND, {"code": code_of(cast.ana)}).content.decode()
    assert not is_in(client)


def test_a_new_try_with_the_password_gives_no_new_guesses_of_the_code(cast: Cast):
    add_app(cast.ana)
    for _ in range(5):
        client = Client()
        log_in(client, "ana")
        client.post(SECOND, {"code": "000000"})
    client = Client()
    log_in(client, "ana")
    assert "Too many wrong codes" in client.post(SECOND, {"code": code_of(cast.ana)}).content.decode()


def test_a_recovery_code_stands_in_once(cast: Cast):
    add_app(cast.ana)
    code = add_codes(cast.ana)[0]
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, "ana")
        client.post(SECOND, {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_who_stands_at_the_second_factor_may_log_in_as_somebody_else(cast: Cast, client: Client):
    add_app(cast.ana)
    log_in(client, "ana")
    assert client.get(reverse("account_login"))["Location"] == SECOND
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    log_in(client, "ben")
    assert is_in(client)


def test_setting_up_an_app_gives_recovery_codes_and_ends_the_other_sessions(
    cast: Cast, django_capture_on_commit_callbacks: Any
):
    here, there = logged_in(cast.ana), logged_in(cast.ana)
    page = here.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(answer.context["unused_codes"]) == 10
    assert is_in(here)
    assert not is_in(there)


def test_a_wrong_code_sets_up_nothing(cast: Cast):
    client = logged_in(cast.ana)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "This code is not right" in answer.content.decode()
    assert not cast.ana.authenticator_set.exists()


def test_recovery_codes_are_shown_downloaded_and_made_anew(cast: Cast):
    client = logged_in(cast.ana)
    set_up_app(client)
    shown = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in shown)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(shown) & set(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"])


def test_removing_the_app_ends_the_other_sessions_and_the_codes(cast: Cast, django_capture_on_commit_callbacks: Any):
    here = logged_in(cast.ana)
    set_up_app(here)
    there = Client()
    log_in(there, "ana")
    there.post(SECOND, {"code": cast.ana.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]})
    assert is_in(there)
    with django_capture_on_commit_callbacks(execute=True):
        here.post(reverse("mfa_deactivate_totp"))
    assert not cast.ana.authenticator_set.exists()
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_an_old_session_shows_once_more_who_it_is_before_it_changes_anything(cast: Cast, name: str):
    client = at(cast.ana)
    answer = client.get(reverse(name))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert "Is it you?" in client.get(answer["Location"]).content.decode()
    page = client.post(answer["Location"], {"password": "wrong"}).content.decode()
    assert "This is not your password. Try again." in page
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == reverse(name)


def test_an_old_session_may_show_it_by_a_code(cast: Cast):
    add_app(cast.ana)
    client = at(cast.ana)
    again = client.get(reverse("mfa_deactivate_totp"))["Location"]
    assert "Use a code instead" in client.get(again).content.decode()
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(cast.ana)})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_nobody_touches_the_passkey_of_another(cast: Cast, name: str):
    key = cast.ben.authenticator_set.create(type="webauthn", data={"name": "Ben's", "credential": {}})
    assert logged_in(cast.ana).post(reverse(name, args=[key.pk]), {"name": "x"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Ben's"


PAGES = ["admin:index", "admin:programmes_patient_changelist", "admin:autocomplete", "admin:words_as_typed"]


@pytest.mark.parametrize("name", PAGES)
def test_a_clinic_that_asks_for_a_second_factor_shows_nothing_before_it(strict: Cast, name: str):
    client = at(strict.ana)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {})):
        assert answer["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Riverside asks everybody for a second factor" in page


@pytest.mark.parametrize(
    "name", ["api:handout-list", "api:programme-list", "api:exercise-list", "api:schema", "api:docs"]
)
def test_neither_does_the_api(strict: Cast, name: str):
    answer = at(strict.ana).get(reverse(name))
    assert answer.status_code == 403
    assert "second factor" in detail(answer)


def test_with_one_set_up_everything_opens(strict: Cast):
    client = logged_in(strict.ana)
    assert not is_in(client)
    set_up_app(client)
    assert is_in(client)
    assert client.get(reverse("api:programme-list")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(strict: Cast):
    add_codes(strict.ana)
    assert not is_in(at(strict.ana))


def test_the_owner_is_asked_like_everybody(strict: Cast):
    assert not is_in(at(strict.olga))


def test_another_clinic_is_not_asked(strict: Cast):
    assert is_in(at(strict.carla))


def test_whoever_runs_the_machine_is_asked_as_soon_as_one_clinic_asks(cast: Cast):
    assert is_in(at(cast.sue))
    Clinic.objects.filter(pk=cast.clinic.pk).update(requires_mfa=True)
    client = logged_in(cast.sue)
    assert not is_in(client)
    assert "Riverside asks everybody for a second factor" in client.get(reverse("mfa_index")).content.decode()
    set_up_app(client)
    assert is_in(client)


def test_one_may_log_out_without_it(strict: Cast):
    client = at(strict.ana)
    assert client.post(reverse("admin:logout")).status_code == 200
    assert client.get(reverse("admin:index"))["Location"].startswith("/admin/login/")


def test_removing_the_last_one_closes_the_site_again(strict: Cast):
    client = logged_in(strict.ana)
    set_up_app(client)
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "Your clinic asks for one" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert not is_in(client)


def test_an_owner_asks_for_it_on_the_clinics_page(cast: Cast):
    save(cast.olga, address("clinic_change", cast.clinic), requires_mfa="on")
    cast.clinic.refresh_from_db()
    assert cast.clinic.requires_mfa
    assert not is_in(at(cast.ana))


def test_whoever_runs_the_machine_comes_back_in_by_a_command(cast: Cast, capsys: pytest.CaptureFixture[str]):
    add_app(cast.sue)
    at_work = logged_in(cast.sue)
    call_command("remove_second_factor", "sue")
    assert "sue logs in with the password alone now" in capsys.readouterr().out
    assert not is_in(at_work)
    assert is_in(logged_in(cast.sue))
    for log_in_name, words in (("sue", "sue has no second factor"), ("nobody", "There is no log-in nobody")):
        with pytest.raises(CommandError, match=words):
            call_command("remove_second_factor", log_in_name)


def test_asking_for_it_costs_no_query(strict: Cast, django_assert_num_queries: Any):
    add_app(strict.ana)
    client = at(strict.ana)
    with django_assert_num_queries(2):
        client.post(reverse("admin:words_as_typed"), {})
