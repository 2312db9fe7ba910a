"""Filters of lists. The stock filter by a related row names every clinic's rows; this one the user's own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programmes.access import visible
from programmes.admin.titles import titled


class OwnRows(admin.RelatedFieldListFilter):
    """Offers the related rows the user may see, and no "-" for none of them: it leads nobody anywhere."""

    include_empty_choice = False

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        rows = titled(visible(field.remote_field.model, request.user))
        return sorted(((row.pk, str(row)) for row in rows), key=lambda choice: choice[1].casefold())


class NamedValues(admin.AllValuesFieldListFilter):
    """Offers what the rows hold, but for the empty value: a link without words leads nobody anywhere."""

    def choices(self, changelist: Any) -> Any:
        return (choice for choice in super().choices(changelist) if str(choice["display"]).strip())
