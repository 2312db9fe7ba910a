"""Signing content off: a clinician of the clinic has read this version and stands by it for a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.access import clinic_of, practitioner_of
from programmes.admin.deeds import deed
from programmes.sign_off import State, in_state, sign_off, state_of, with_reviews

DRAFT = gettext_lazy("Draft until your clinician has reviewed it")


def said_of(row: Any, today: date) -> str:
    """Return in words how far a row fetched `with_reviews` is reviewed."""
    state = state_of(row, today)
    if state == State.DRAFT:
        return str(DRAFT)
    words = {"name": row.reviewer, "day": date_format(row.review_due_on)}
    if state == State.CHANGED:
        return _("Changed since %(name)s signed it off") % words
    if state == State.OVERDUE:
        return _("Review overdue since %(day)s") % words
    return _("Signed off by %(name)s, next due %(day)s") % words


class InReview(admin.SimpleListFilter):
    """How far the clinic has reviewed what is listed."""

    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        return in_state(queryset, State(asked), timezone.localdate()) if asked in State.values else queryset


class SignOff(admin.ModelAdmin):
    """A page of content that a clinician signs off, row by row or several at once."""

    actions = ["sign_off_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_reviews(super().get_queryset(request), clinic_of(request.user))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        shelf, *others = super().get_list_filter(request)
        return [shelf, InReview, *others]

    @admin.display(description=gettext_lazy("reviewed"))
    def review_state(self, row: Any) -> str:
        today = timezone.localdate()
        state = state_of(row, today)
        words = state.label if state == State.DRAFT else said_of(row, today)
        return format_html('<span class="state {}">{}</span>', "good" if state == State.SIGNED else "open", words)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        words = _("Shared content is a draft until your clinician has reviewed it. Tick rows to sign them off.")
        return super().changelist_view(request, {"notice": words, **(extra_context or {})})

    def review_notice(self, row: Any) -> str:
        return said_of(row, timezone.localdate())

    def may_sign_off(self, request: HttpRequest, row: Any = None) -> bool:
        practitioner = practitioner_of(request.user)
        return practitioner is not None and request.user.has_perm("programmes.add_review")

    def has_sign_off_permission(self, request: HttpRequest) -> bool:
        return self.may_sign_off(request)

    @deed(gettext_lazy("Sign off, next due in 12 months"), allowed=may_sign_off)
    def sign_off(self, request: HttpRequest, row: Any) -> None:
        sign_off(row, practitioner_of(request.user), timezone.localdate())
        self.message_user(request, _("You signed off “%(row)s”.") % {"row": row}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Signed off by me, next due in 12 months"), permissions=["sign_off"])
    @transaction.atomic
    def sign_off_chosen(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        chosen = list(rows)
        for row in chosen:
            sign_off(row, practitioner_of(request.user), timezone.localdate())
        words = ngettext("You signed off %(count)d row.", "You signed off %(count)d rows.", len(chosen))
        self.message_user(request, words % {"count": len(chosen)}, messages.SUCCESS)
