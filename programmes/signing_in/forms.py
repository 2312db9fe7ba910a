"""The forms of the log-in pages, in plain words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as KeyForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PASSWORD_WORDS = _("At least 12 characters. Three or four words that do not belong together are good and easy to type.")


def _worded(form: forms.Form, **labels: Any) -> None:
    """Put our labels on fields of django-allauth, and take its placeholders off: they say the same twice."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)


class LogInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, login=_("E-mail or log-in name"), password=_("Password"))
        self.fields["login"].widget.attrs.update(autocomplete="username", autofocus=True, autocapitalize="none")
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, email=_("Your e-mail"))


class NewPasswordForm(KeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, password1=_("New password"), password2=_("New password again"))
        self.fields["password1"].help_text = PASSWORD_WORDS


class ChangeForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"oldpassword": _("Password now"), "password1": _("New password"), "password2": _("New password again")}
        _worded(self, **words)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_WORDS


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, password=_("Your password"))
        self.fields["password"].help_text = ""


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code=_("Code"))
        self.fields["code"].help_text = _("Six digits from the app, or one of your recovery codes.")
        self.fields["code"].widget.attrs.update(autofocus=True, inputmode="numeric")


class CodeOnceMoreForm(CodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code=_("Code"))
        self.fields["code"].widget.attrs.update(inputmode="numeric")


class AppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code=_("Code shown by the app"))
        self.fields["code"].widget.attrs.update(inputmode="numeric")


class PasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Log in with it alone, without the password"),
        required=False,
        initial=True,
        help_text=_(
            "The device then asks for your finger, face or PIN. Untick for a plain security key without a PIN."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("Such as: my laptop.")
        self.fields["name"].max_length = 60


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("What you call it"), max_length=60)


class SecondPasskeyForm(AuthenticateWebAuthnForm):
    """A passkey after the password. One that does not fit is told as a wrong code is: django-allauth says nothing."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except (ValidationError, KeyError) as error:
            authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user or _named_by(self.cleaned_data["credential"]),
                authenticator=None,
                reauthentication=self.reauthenticated,
            )
            if isinstance(error, ValidationError):
                raise
            # What is no passkey's answer at all.
            raise get_adapter().validation_error("incorrect_code") from error


def _named_by(credential: Any) -> User | None:
    """Return whom a passkey says that it belongs to. Anybody can write a name into it, as into the box for names."""
    try:
        return extract_user_from_response(credential)
    except (ValidationError, AttributeError):
        return None


class PasskeyAloneForm(SecondPasskeyForm, LoginWebAuthnForm):
    """A passkey in place of name and password."""


class PasskeyOnceMoreForm(SecondPasskeyForm, ReauthenticateWebAuthnForm):
    """A passkey of somebody who logged in a while ago."""


class FirstPasswordForm(forms.Form):
    """For an invited person. *email* and *name* are what a password must not be like."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_WORDS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    password2 = forms.CharField(
        label=_("Password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(username=email, email=email, first_name=name)

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        first, again = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and again and first != again:
            self.add_error("password2", ValidationError(gettext("The two are not the same."), code="unlike"))
        return self.cleaned_data
