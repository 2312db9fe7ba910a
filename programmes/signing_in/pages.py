"""The pages of the log-in that are more than django-allauth's own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from programmes.inviting import NotAccepted, accept
from programmes.models import Invitation
from programmes.models.invitation import hash_of
from programmes.signing_in.forms import FirstPasswordForm
from programmes.signing_in.second_factor import has_second_factor, who_asks
from programmes.signing_in.sessions import end_sessions, sessions_of


@method_decorator(login_not_required, name="dispatch")
class LogIn(LoginView):
    """The one door with a password: `/admin/login/` is it, so there is no second one without the second factor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied  # Leading on would lead back here.
        return super().dispatch(request, *args, **kwargs)


log_in = LogIn.as_view()


class YourLogIn(IndexView):
    """Password, second factors and sessions of whoever looks at it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "asked_by": None if has_second_factor(self.request.user) else who_asks(self.request.user),
            "sessions": sessions_of(self.request.user),
            "this_session": self.request.session.session_key,
        }


your_log_in = never_cache(YourLogIn.as_view())


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = end_sessions(request.user, but=request.session.session_key)
    words = ngettext("One other session was ended.", "%(count)d other sessions were ended.", count) % {"count": count}
    messages.success(request, words if count else _("You were logged in nowhere else."))
    return redirect("mfa_index")


@never_cache
@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the invited person choose a password, and lead them in."""
    limited = ratelimit.consume_or_429(request, app="allauth.account", action="invitation", limit_get=True)
    if limited:
        return limited
    row = Invitation.objects.select_related("clinic").filter(token_hash=hash_of(token)).first()
    if row is None or row.state != Invitation.State.WAITING:
        state = row.state if row else "unknown"
        context = {"invitation": row, "state": state}
        return render(request, "signing_in/invitation_over.html", context, status=410 if row else 404)
    form = FirstPasswordForm(request.POST or None, email=row.email, name=row.name)
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, row, form.cleaned_data["password1"])
        except NotAccepted as error:
            form.add_error(None, str(error))
    return render(request, "signing_in/invitation.html", {"invitation": row, "form": form})


def _let_in(request: HttpRequest, row: Invitation, password: str) -> HttpResponse:
    user = accept(row, password)
    if request.user.is_authenticated:
        get_adapter().logout(request)
    record_authentication(request, user, method="password", username=user.get_username())
    return perform_login(request, Login(user=user))
