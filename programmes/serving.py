"""A picture as the answer to a request: harmless when opened by itself, and not sent twice. Knows no exercise."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from programmes.pictures import Frame

# An SVG opened in a tab is a page of this site: it may run and fetch nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
A_YEAR = 365 * 24 * 60 * 60


def answer(request: HttpRequest, picture: Frame, *, is_lasting: bool = False) -> HttpResponseBase:
    """Return *picture*; only that it is the same, when the reader has it already.

    *is_lasting*: another picture has another address, so that nobody need ask again.
    """
    response = HttpResponse(picture.body, content_type=picture.media_type)
    response["ETag"] = f'"{sha256(picture.body).hexdigest()}"'
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    lasting = {"max_age": A_YEAR, "immutable": True} if is_lasting else {"no_cache": True}
    patch_cache_control(response, private=True, **lasting)
    return get_conditional_response(request, etag=response["ETag"], response=response)
