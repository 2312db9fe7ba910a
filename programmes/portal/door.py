"""The door of every page behind a link: what opens, what does not, and what no such page may tell anybody else.

A link that was revoked, has run out or never was is answered alike: the same page, by the same work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from programmes import links
from programmes.models import Clinic, Handout, ShareLink
from programmes.portal.birth_year import asked_first
from programmes.portal.told import told
from programmes.wrong_tries import WrongTries, address_of

WRONG = WrongTries("link", most=20, seconds=600)
# Kept by no search engine, and told to no page that somebody goes on to.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}

View = Callable[..., HttpResponse]


def opens(view: View) -> View:
    """Make a view (request, link, handout) answer to whoever holds the token of a live link, and to nobody else.

    The token in the address is the secret here; there is no cookie that another site could make use of. Nor could a
    form be asked where it came from: a page that is told to nobody does not say.
    """

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def door(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        answer = _answer(view, request, token, **kwargs)
        patch_cache_control(answer, private=True, no_store=True)
        for name, value in PRIVATE.items():
            answer[name] = value
        return answer

    return door


def _answer(view: View, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
    visitor = address_of(request)
    if wait := WRONG.seconds_to_wait(visitor):
        return _closed(request, links.clinic_to_ring(token), wait)
    link = links.find(token)
    if link is None:
        WRONG.note(visitor)
        return _closed(request, links.clinic_to_ring(token))
    return asked_first(request, link) or _shown(view, request, link, **kwargs)


def _shown(view: View, request: HttpRequest, link: ShareLink, **kwargs: Any) -> HttpResponse:
    handout: Handout | None = link.programme.handouts.last_given()
    if handout is None:
        return _taken_back(request, link)
    link.note_opening()
    return view(request, link, handout, **kwargs)


def _closed(request: HttpRequest, clinic: Clinic | None, wait: int = 0) -> HttpResponse:
    answer = told(request, "portal/closed.html", clinic, status=429 if wait else 404, wait=wait)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


def _taken_back(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """Every sheet was withdrawn: what was wrong is not shown again, and who holds it is told."""
    return told(request, "portal/taken_back.html", link.programme.clinic, links.language_of(link), status=410)
