"""Logging in in a real browser, with a passkey of a virtual device: each page open to everybody."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect

from programmes.models import Clinic, Invitation
from tests.browser.test_admin import LOOKS, faults, look
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.coming_in import NEW_PASSWORD, PASSWORD, add_app, code_for
from tests.factories import make_invitation

SignIn = Callable[[User], None]
FRONT, SECOND = "/admin/", "/admin/login/second-factor/"


@pytest.fixture
def passkey_device(page: Page) -> Iterator[None]:
    """Let the page have a device that makes passkeys and knows its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()


def type_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail or log-in name").fill(login)
    page.get_by_label("Password").fill(password)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Log in", exact=True).click()


def come_in(page: Page, login: str) -> None:
    type_in(page, login)
    expect(page.locator("#user-tools")).to_be_visible()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page).not_to_have_url(FRONT)


def add_passkey(page: Page, *, alone: bool = True) -> None:
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_label("Log in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_one_logs_in_with_a_password_and_out_again(page: Page, watch: Watch, cast: Cast):
    come_in(page, "ana")
    expect(page.locator("#user-tools")).to_contain_text("Ana, Riverside")
    log_out(page)
    page.goto(FRONT)
    expect(page).to_have_url(f"{reverse('account_login')}?next=/admin/")
    assert watch.errors == []


def test_one_sets_up_an_app_and_logs_in_with_its_code(page: Page, watch: Watch, cast: Cast):
    come_in(page, "ana")
    page.get_by_role("link", name="Your log-in").click()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#authenticator-secret").inner_text()
    page.get_by_label("Code shown by the app").fill(code_for(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    recovery = page.locator(".codes li").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert recovery in download.value.path().read_text()
    log_out(page)
    type_in(page, "ana")
    expect(page).to_have_url(SECOND)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("#user-tools")).to_contain_text("Ana")
    assert watch.errors == []


def test_the_code_of_the_app_lets_in(page: Page, cast: Cast):
    secret = add_app(cast.ana)
    type_in(page, "ana")
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_label("Code").press("Enter")
    expect(page.locator("#user-tools")).to_contain_text("Ana")


def test_a_passkey_lets_in_alone(page: Page, watch: Watch, cast: Cast, passkey_device: None):
    come_in(page, "ana")
    add_passkey(page)
    log_out(page)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.locator("#user-tools")).to_contain_text("Ana")
    assert watch.errors == []


def test_a_passkey_is_a_second_factor_after_the_password(page: Page, watch: Watch, cast: Cast, passkey_device: None):
    come_in(page, "ana")
    add_passkey(page, alone=False)
    log_out(page)
    type_in(page, "ana")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("#user-tools")).to_contain_text("Ana")
    assert watch.errors == []


def test_a_passkey_is_renamed_and_removed(page: Page, cast: Cast, passkey_device: None):
    come_in(page, "ana")
    add_passkey(page)
    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name="Rename My laptop").click()
    page.get_by_label("What you call it").fill("Old laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_role("link", name="Remove Old laptop")).to_have_count(0)
    assert not cast.ana.authenticator_set.exists()


def test_without_a_passkey_one_is_told_what_to_do(page: Page, cast: Cast, passkey_device: None):
    page.goto(reverse("account_login"))
    expect(page.locator("#passkey-trouble")).to_be_hidden()
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_text("The device did not give a passkey. Try again, or use another way.")).to_be_visible()


def test_an_invited_person_comes_in_through_the_second_factor(page: Page, watch: Watch, cast: Cast):
    Clinic.objects.update(requires_mfa=True)
    make_invitation(cast.clinic)
    page.goto(reverse("invitation", args=["a-token"]))
    page.get_by_label("Password:", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Password again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password and log in").click()
    expect(page.get_by_text("Riverside asks everybody for a second factor")).to_be_visible()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#authenticator-secret").inner_text()
    page.get_by_label("Code shown by the app").fill(code_for(secret))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="Go on to the front page").click()
    expect(page.get_by_role("heading", name="Find a patient")).to_be_visible()
    assert Invitation.objects.get().state == "accepted"
    assert watch.errors == []


def test_the_lock_says_how_long_and_what_to_do(page: Page, cast: Cast):
    for _ in range(5):
        type_in(page, "ana", "wrong")
    expect(page.get_by_role("heading", name="Locked for now")).to_be_visible()
    expect(page.get_by_text("for 15 more minutes")).to_be_visible()


def said(page: Page, watch: Watch, url: str) -> list[str]:
    """Return what is wrong with a page. That an answer was no success is no fault of it."""
    return [fault for fault in faults(page, watch, url) if "status of 4" not in fault]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_whoever_is_not_in_yet_is_shut_out_of_nothing(page: Page, watch: Watch, cast: Cast, scheme: str, width: int):
    look(page, scheme, width)
    make_invitation(cast.clinic)
    make_invitation(cast.clinic, token="used", accepted_at="2026-01-02T00:00Z")
    names = ("login", "inactive", "reset_password", "reset_password_done", "reset_password_from_key_done")
    pages = [
        *(reverse(f"account_{name}") for name in names),
        reverse("account_reset_password_from_key", args=["1", "stale"]),
        *(reverse("invitation", args=[token]) for token in ("a-token", "used", "unknown")),
    ]
    assert {url: wrong for url in pages if (wrong := said(page, watch, url))} == {}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_second_factor_and_the_lock_shut_nobody_out(page: Page, watch: Watch, cast: Cast, scheme: str, width: int):
    look(page, scheme, width)
    add_app(cast.ana)
    type_in(page, "ana")
    expect(page).to_have_url(SECOND)
    assert said(page, watch, SECOND) == []
    page.get_by_role("button", name="Log in as somebody else").click()
    for _ in range(5):
        type_in(page, "ben", "wrong")
    expect(page.get_by_role("heading", name="Locked for now")).to_be_visible()
    assert seen_as_it_is(page) == []


def seen_as_it_is(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands."""
    return [each["id"] for each in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_the_own_log_in_shuts_nobody_out(
    page: Page, watch: Watch, cast: Cast, passkey_device: None, scheme: str, width: int
):
    look(page, scheme, width)
    come_in(page, "ana")
    assert said(page, watch, reverse("mfa_activate_totp")) == []
    add_passkey(page)
    add_app(cast.ana)
    key = cast.ana.authenticator_set.get(type="webauthn").pk
    names = ("mfa_index", "account_change_password", "account_reauthenticate", "mfa_reauthenticate")
    more = (
        "reauthenticate_webauthn",
        "add_webauthn",
        "deactivate_totp",
        "view_recovery_codes",
        "generate_recovery_codes",
    )
    pages = [*(reverse(name) for name in names), *(reverse(f"mfa_{name}") for name in more)]
    pages += [reverse(f"mfa_{name}_webauthn", args=[key]) for name in ("edit", "remove")]
    assert {url: wrong for url in pages if (wrong := said(page, watch, url))} == {}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_inviting_shuts_nobody_out(page: Page, watch: Watch, cast: Cast, sign_in: SignIn, scheme: str, width: int):
    look(page, scheme, width)
    invitation = make_invitation(cast.clinic)
    add_app(cast.ben)
    sign_in(cast.olga)
    pages = [reverse(f"admin:programmes_invitation_{name}") for name in ("changelist", "add")]
    pages += [reverse(f"admin:programmes_invitation_{name}", args=[invitation.pk]) for name in ("change", "revoke")]
    ben = cast.ben.practitioner.pk
    pages += [reverse("admin:programmes_practitioner_remove-second-factor", args=[ben])]
    assert {url: wrong for url in pages if (wrong := said(page, watch, url))} == {}
