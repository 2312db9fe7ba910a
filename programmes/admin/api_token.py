"""API tokens: made here, shown once, and stopped here. An owner sees and stops those of the whole clinic."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminRadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.access import may_write
from programmes.admin.deeds import deed
from programmes.admin.history import HistoryPages
from programmes.admin.scoped import ScopedAdmin
from programmes.admin.site import workbench
from programmes.models import ApiToken

# A token that is forgotten stops by itself.
LIFETIMES = [
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
    (365, gettext_lazy("a year")),
]


ONE_OF = AdminRadioSelect(attrs={"class": "radiolist"})


class ApiTokenForm(forms.ModelForm):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"), choices=LIFETIMES, coerce=int, initial=90, widget=ONE_OF
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scope")
        widgets = {"scope": ONE_OF}


def may_stop(page: Any, request: HttpRequest, row: ApiToken) -> bool:
    return request.user.has_perm("programmes.delete_apitoken", row)


@admin.register(ApiToken, site=workbench)
class ApiTokenAdmin(HistoryPages, ScopedAdmin):
    form = ApiTokenForm
    list_display = ("name", "whose", "scope", "begins_with", "expiry", "last_used_on", "state")
    list_select_related = ("user__practitioner__clinic",)
    search_fields = ("name", "user__practitioner__name")
    search_help_text = gettext_lazy("What uses it, or whose it is.")
    readonly_fields = ("whose", "begins_with", "created", "expiry", "last_used_on", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        # A token does what its person may do: of somebody who may do all in every clinic's, there is none.
        return not request.user.is_superuser and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "scope" and not may_write(request.user):
            kwargs["choices"] = [choice for choice in ApiToken.Scope.choices if choice[0] != ApiToken.Scope.WRITE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def fieldsets_for(self, request: HttpRequest, obj: Any) -> Any:
        fields = ("name", "scope", "days") if obj is None else ("name", "scope", *self.readonly_fields)
        return ((None, {"fields": fields}),)

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:
        obj.user = request.user
        obj.expiry = timezone.now() + timedelta(days=form.cleaned_data["days"])
        obj.key = obj.make_key()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiToken, post_url_continue: str | None = None) -> HttpResponse:
        """Show the key on the answer itself: led on to another page, it would lie in a cookie meanwhile."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Token for %(name)s") % {"name": obj},
            "opts": self.opts,
            "original": obj,
            "back": self.url_of("change", obj),
            "api": request.build_absolute_uri(reverse("api:api-root")),
        }
        answer = TemplateResponse(request, "admin/token_made.html", context)
        add_never_cache_headers(answer)
        return answer

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().render_change_form(request, {**context, "show_save_and_continue": False}, *args, **kwargs)

    @deed(gettext_lazy("Revoke"), allowed=may_stop, has_form=True)
    def revoke(self, request: HttpRequest, row: ApiToken) -> HttpResponse | None:
        if request.method == "GET":
            return self._ask_first(request, row)
        self.log_deletions(request, [row])
        row.delete()
        self.message_user(
            request, _("“%(name)s” reads and writes nothing any more.") % {"name": row.name}, messages.SUCCESS
        )
        return redirect("admin:programmes_apitoken_changelist")

    def _ask_first(self, request: HttpRequest, row: ApiToken) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revoke the token for %(name)s?") % {"name": row},
            "opts": self.opts,
            "original": row,
            "back": self.url_of("change", row),
            "words": _(
                "What uses it can read and write nothing from then on. It cannot be taken back; make a new one instead."
            ),
            "button": _("Revoke"),
        }
        return TemplateResponse(request, "admin/ask_first.html", context)

    @admin.display(description=gettext_lazy("whose"), ordering="user__practitioner__name")
    def whose(self, row: ApiToken) -> str:
        return str(getattr(row.user, "practitioner", row.user))

    @admin.display(description=gettext_lazy("begins with"))
    def begins_with(self, row: ApiToken) -> str:
        return f"{row.token_key}…"

    @admin.display(description=gettext_lazy("works"), boolean=True)
    def state(self, row: ApiToken) -> bool:
        return row.user.is_active and not row.has_expired
