"""What somebody opened a page with: their own token, which works on after the site's key was changed."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse


def token_of(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return request.resolver_match.kwargs["token"]


def page_of(request: HttpRequest) -> str:
    """Return the path of the page that stands above whatever was asked for."""
    return reverse("portal:page", args=[token_of(request)])
