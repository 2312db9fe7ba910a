"""Filters that say so when they are asked for something that is not there, instead of matching nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import NotFound

from programmes import access
from programmes.api.reading import in_the_library
from programmes.models.library.item import LibraryItem

MOMENT = "Such as 2026-03-01T08:00:00Z."


class SlugFilter(filters.ModelChoiceFilter):
    """Rows that belong to a row of the library, whether to the shared one or to a clinic's copy of it."""

    def __init__(self, points_to: type[LibraryItem], *, help_text: str, **kwargs: Any) -> None:
        message = f"There is no such {points_to._meta.verbose_name}."
        super().__init__(
            queryset=lambda request: in_the_library(points_to, request.user),
            to_field_name="slug",
            error_messages={"invalid_choice": message},
            **kwargs,
        )
        extend_schema_field({"type": "string", "description": help_text})(self)

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return super().filter(rows, value.slug if value else value)


class RowFilter(filters.UUIDFilter):
    """Rows that belong to a clinic's row. One of another clinic is as unknown as one that never was: 404."""

    def __init__(self, points_to: type[Model], **kwargs: Any) -> None:
        self.points_to = points_to
        super().__init__(**kwargs)

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value and not access.visible(self.points_to, self.parent.request.user).filter(pk=value).exists():
            raise NotFound(f"There is no such {self.points_to._meta.verbose_name}.")
        return super().filter(rows, value)


class MomentFilter(filters.IsoDateTimeFilter):
    """Since a moment. Without a time zone it is told in the site's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="gte", help_text=MOMENT, validators=[is_on_the_calendar], **kwargs)


def is_on_the_calendar(moment: datetime) -> None:
    """Refuse a moment that is before the year 1 or after 9999 where the database tells the time."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValidationError("Enter a valid date/time.") from None
