"""How much anybody may send at once: the largest form is an exercise with two pictures of 10 MB."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from rehab.problem import is_for_the_api, problem

MOST_BYTES = 22_000_000


def body_size(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse what is too large before any of it is read. To Django, what does not say its length is empty."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if stated.isdecimal() and int(stated) <= MOST_BYTES:
            return get_response(request)
        if is_for_the_api(request.path):
            return problem(413, f"Send {MOST_BYTES // 1_000_000} MB at most, and say how much it is.")
        words = _("Too large: at most %(megabytes)d MB can be sent at once. Go back and send smaller pictures.")
        return HttpResponse(words % {"megabytes": MOST_BYTES // 1_000_000}, status=413, content_type="text/plain")

    return answer
