"""A list that grows while it is read: each page begins where the last one ended, whatever came in meanwhile."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from programmes.api.pages import rows_asked_for


class Cursor(CursorPagination):
    """Rows by a moment that never changes, oldest first; `next` is asked for as it is."""

    page_size = max_page_size = 100
    page_size_query_param = "page_size"
    page_size_query_description = "Rows on a page, 1 to 100. 100 unless told."
    cursor_query_description = "Where a page begins: as it stands in `next` and `previous`."
    invalid_cursor_message = "There is no such page. Begin again without a cursor."
    ordering = ("created_at", "pk")

    def get_page_size(self, request: Request) -> int:
        return rows_asked_for(request, self)

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return view.order

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is None or cursor.position is None:
            return cursor
        try:
            is_moment = parse_datetime(cursor.position) is not None
        except ValueError:
            is_moment = False
        if not is_moment:
            raise NotFound(self.invalid_cursor_message)
        return cursor
