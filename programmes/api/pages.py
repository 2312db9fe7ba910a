"""A long list, a page at a time."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class Pages(PageNumberPagination):
    page_size = max_page_size = 100
    page_size_query_param = "page_size"
    page_size_query_description = "Rows on a page, 1 to 100. 100 unless told."
    invalid_page_message = "There is no page {page_number}."

    def get_page_size(self, request: Request) -> int:
        return rows_asked_for(request, self)


def rows_asked_for(request: Request, pages: Any) -> int:
    """Return how many rows a page is to hold. Raises ValidationError for a number that is none."""
    asked = request.query_params.get(pages.page_size_query_param)
    if asked is None:
        return pages.page_size
    # Three digits at most: a number of thousands of digits is not even read.
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 3 and 1 <= int(asked) <= pages.max_page_size):
        raise ValidationError({pages.page_size_query_param: [f"Give a number from 1 to {pages.max_page_size}."]})
    return int(asked)
