"""The addresses of the log-in. Of django-allauth only what is used: no sign-up, no e-mail pages, no social log-in."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from programmes.signing_in import pages

YOURS = "admin/your-log-in"

urlpatterns = [
    path("admin/login/", pages.log_in, name="account_login"),
    path("admin/login/start-again/", login_not_required(require_POST(account.logout)), name="account_logout"),
    path("admin/login/ended/", login_not_required(account.account_inactive), name="account_inactive"),
    path("admin/login/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("admin/login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("admin/forgotten-password/", account.password_reset, name="account_reset_password"),
    path("admin/forgotten-password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "admin/forgotten-password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^admin/forgotten-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:token>/", pages.invitation, name="invitation"),
    path(f"{YOURS}/", pages.your_log_in, name="mfa_index"),
    path(f"{YOURS}/password/", account.password_change, name="account_change_password"),
    path(f"{YOURS}/sessions/", pages.end_other_sessions, name="sessions_end_others"),
    path(f"{YOURS}/again/", account.reauthenticate, name="account_reauthenticate"),
    path(f"{YOURS}/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{YOURS}/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{YOURS}/app/", app.activate_totp, name="mfa_activate_totp"),
    path(f"{YOURS}/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{YOURS}/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path(f"{YOURS}/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(f"{YOURS}/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path(f"{YOURS}/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{YOURS}/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{YOURS}/recovery-codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{YOURS}/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
