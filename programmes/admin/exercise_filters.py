"""Filters of the list of exercises. What passes each is the queryset's business; here stands what is offered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programmes.access import choices
from programmes.admin.titles import titles
from programmes.models import Condition, Exercise, Kit, Purpose, Template

AT_HOME = "at-home"


class Region(admin.SimpleListFilter):
    """The part of the body."""

    title = _("body region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(region, region) for region in choices(Exercise, request.user).regions()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.in_region(self.value()) if self.value() else queryset


class ForPurpose(admin.SimpleListFilter):
    title = _("purpose")
    parameter_name = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return titles(choices(Purpose, request.user))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.for_purpose(self.value()) if self.value() else queryset


class WithKit(admin.SimpleListFilter):
    """What can be done with what every home has, or with one thing."""

    title = _("kit")
    parameter_name = "kit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(AT_HOME, _("needs nothing to buy")), *titles(choices(Kit, request.user))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == AT_HOME:
            return queryset.that_need_only(())
        return queryset.that_can_use(self.value()) if self.value() else queryset


class ForCondition(admin.SimpleListFilter):
    """What the templates for a condition use: those that the clinic works with."""

    title = _("used for the condition")
    parameter_name = "condition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return titles(choices(Condition, request.user))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.in_templates(choices(Template, request.user).filter(condition__slug=self.value()))
