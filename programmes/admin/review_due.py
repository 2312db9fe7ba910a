"""Programmes by when the patient is to be seen again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DUE, SOON, NONE = "due", "soon", "none"
DAYS_AHEAD = 7


class ReviewDue(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(DUE, _("due or overdue")), (SOON, _("in the next 7 days")), (NONE, _("no date set"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == DUE:
            return queryset.to_review(today)
        if self.value() == SOON:
            ahead = today + timedelta(days=DAYS_AHEAD)
            return queryset.filter(review_date__gt=today, review_date__lte=ahead)
        return queryset.filter(review_date=None) if self.value() == NONE else queryset
