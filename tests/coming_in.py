"""Coming in as somebody would: a password, a code, a link from an e-mail."""

import json
import re
import time
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from fido2.utils import websafe_encode

from programmes.models import Invitation
from tests.cast import Cast
from tests.workbench import address, save

# What `make_user` gives everybody.
PASSWORD = "correct horse battery"
NEW_PASSWORD = "a long walk by the river"


def log_in(client: Client, login: str, password: str = PASSWORD, **asked: str) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password, **asked})


def logged_in(user: User) -> Client:
    """Return a browser in which *user* logged in with the password, and with the app if they have one."""
    client = Client()
    answer = log_in(client, user.username)
    if answer["Location"] == reverse("mfa_authenticate"):
        client.post(answer["Location"], {"code": code_of(user)})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def add_app(user: User) -> str:
    """Give *user* an app on the telephone; return its key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def add_codes(user: User) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()


def code_for(secret: str) -> str:
    """Return what an app that holds *secret* shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def code_of(user: User) -> str:
    return code_for(user.authenticator_set.get(type="totp").data["secret"])


def wrong_passkey(user: User) -> str:
    """Return what a browser sends of a passkey that says it is *user*'s, and is not."""
    said = {"type": "webauthn.get", "challenge": "AAAA", "origin": "https://testserver"}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(said).encode()),
        "authenticatorData": websafe_encode(bytes(37)),
        "signature": "AAAA",
        "userHandle": websafe_encode(user_pk_to_url_str(user).encode()),
    }
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


def invite(cast: Cast, /, **values: object) -> Invitation:
    """Let Olga invite Nia Ford from the page for it."""
    send_invitation(cast.olga, **values)
    return Invitation.objects.latest("sent_at")


def send_invitation(user: User, url: str = "", **values: object) -> Any:
    """Fill in the page to invite Nia Ford and send it, and her the mail."""
    new = {"name": "Nia Ford", "email": "nia@clinic.example", "role": "practitioner", **values}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return save(user, url or address("invitation_add"), **new)


def link_in_mail(number: int = -1) -> str:
    """Return the path of the link in one of the mails sent, the last unless told."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[number].body)[1]


def choose_password(client: Client, link: str, password: str = NEW_PASSWORD) -> Any:
    page = client.get(link, follow=True)
    return client.post(page.wsgi_request.path, {"password1": password, "password2": password})
