"""Signing content off: a clinician of the clinic has read this version and stands by it for a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programmes.access import clinic_of, practitioner_of
from programmes.admin.deeds import deed
from programmes.models import Practitioner, Review

DRAFT = gettext_lazy("Draft until your clinician has reviewed it")


def sign_off(row: Any, practitioner: Practitioner, on: date) -> Review:
    """Return the review that says *practitioner* stands by this version of *row* for the twelve months to come."""
    return Review.objects.create(
        clinic=practitioner.clinic,
        kind=row._meta.model_name,
        slug=row.slug,
        version=row.version,
        reviewed_by=practitioner,
        reviewed_on=on,
        next_due_on=_a_year_after(on),
    )


def with_reviews(rows: QuerySet[Any], clinic: Any) -> QuerySet[Any]:
    """Return *rows*, each with who of *clinic* reviewed it last, which version, and when that is due again."""
    of_row = Review.objects.filter(clinic=clinic, kind=rows.model._meta.model_name, slug=OuterRef("slug"))
    last = of_row.order_by("-reviewed_on", "-pk")
    return rows.annotate(
        reviewer=Subquery(last.values("reviewed_by__name")[:1]),
        reviewed_version=Subquery(last.values("version")[:1]),
        review_due_on=Subquery(last.values("next_due_on")[:1]),
    )


def state_of(row: Any, today: date) -> str:
    """Return how far a row fetched `with_reviews` is reviewed."""
    if row.reviewer is None:
        return str(DRAFT)
    words = {"name": row.reviewer, "day": date_format(row.review_due_on)}
    if row.reviewed_version != row.version:
        return _("Changed since %(name)s signed it off") % words
    if row.review_due_on < today:
        return _("Review overdue since %(day)s") % words
    return _("Signed off by %(name)s, next due %(day)s") % words


class SignOff(admin.ModelAdmin):
    """A page of content that a clinician signs off, row by row or several at once."""

    actions = ["sign_off_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_reviews(super().get_queryset(request), clinic_of(request.user))

    @admin.display(description=gettext_lazy("reviewed"))
    def review_state(self, row: Any) -> str:
        state = state_of(row, timezone.localdate())
        state = _("draft") if state == str(DRAFT) else state
        is_signed = row.reviewer is not None and row.reviewed_version == row.version
        return format_html('<span class="state {}">{}</span>', "good" if is_signed else "open", state)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        words = _("Shared content is a draft until your clinician has reviewed it. Tick rows to sign them off.")
        return super().changelist_view(request, {"notice": words, **(extra_context or {})})

    def review_notice(self, row: Any) -> str:
        return state_of(row, timezone.localdate())

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


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
