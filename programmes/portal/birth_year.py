"""The step before a page, where the practitioner wanted one: the patient's year of birth."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from programmes import links
from programmes.models import ShareLink
from programmes.portal.opened import page_of
from programmes.portal.told import told
from programmes.wrong_tries import WrongTries

COOKIE = "opened"
COOKIE_SECONDS = 90 * 24 * 60 * 60
# By the link, from wherever: a year is soon guessed.
WRONG = WrongTries("birth year", most=5, seconds=60 * 60)


class BirthYearForm(forms.Form):
    year = forms.IntegerField(min_value=1900, max_value=2100)


def asked_first(request: HttpRequest, link: ShareLink) -> HttpResponse | None:
    """Return the page that asks, or the way back once it was answered; None when there is nothing to ask."""
    if not link.asks_birth_year or _has_answered(request, link):
        # Said once more, with the browser's way back: to be led on, as the first time.
        return redirect(request.get_full_path()) if "year" in request.POST else None
    born = link.programme.patient.date_of_birth if link.programme.patient else None
    if born is None:
        # Taken off the record since: no reason to let everybody in.
        return _asked(request, link, 403, is_unknown=True)
    with transaction.atomic():
        if "year" in request.POST:
            # One after another: of those sent at once none would know of the others, and all be let try.
            ShareLink.objects.select_for_update().get(pk=link.pk)
        return _looked_at(request, link, born.year)


def _looked_at(request: HttpRequest, link: ShareLink, born_in: int) -> HttpResponse:
    if WRONG.seconds_to_wait(str(link.pk)):
        return _asked(request, link, 429, is_locked=True)
    form = BirthYearForm(request.POST if "year" in request.POST else None)
    if not form.is_bound:
        # No plan yet: a telephone that keeps the page does not put the question in its place.
        return _asked(request, link, 403)
    if form.is_valid() and form.cleaned_data["year"] == born_in:
        return _remembered(request, link)
    WRONG.note(str(link.pk))
    return _asked(request, link, 422, is_wrong=True)


def _asked(request: HttpRequest, link: ShareLink, status: int, **said: bool) -> HttpResponse:
    language = links.language_of(link)
    words = {"address": _goes_to(request), **said}
    return told(request, "portal/birth_year.html", link.programme.clinic, language, status=status, **words)


def _goes_to(request: HttpRequest) -> str:
    """Return what is opened once the year was said: what was asked for, and the page where that is only written to."""
    is_written_to = request.method == "POST" and "year" not in request.POST
    return page_of(request) if is_written_to else request.get_full_path()


def _has_answered(request: HttpRequest, link: ShareLink) -> bool:
    return request.get_signed_cookie(COOKIE, default="", salt=str(link.pk), max_age=COOKIE_SECONDS) == "yes"


def _remembered(request: HttpRequest, link: ShareLink) -> HttpResponse:
    answer = redirect(request.get_full_path())
    answer.set_signed_cookie(
        COOKIE,
        "yes",
        salt=str(link.pk),
        max_age=COOKIE_SECONDS,
        path=page_of(request),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        # A strict one stays behind where the link is followed from a mail that is read in the browser.
        samesite="Lax",
    )
    return answer
