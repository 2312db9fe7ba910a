"""A patient's link: what opens it, what closes it, and what it tells whoever should not have it."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programmes import links
from programmes.models import Patient, Programme, ShareLink
from rehab.json_lines import JsonLines
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_patient, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm", date_of_birth="1974-05-01"))
    make_handout(programme, document=make_document(goal="Dance again").as_plain())
    return programme


def opened(token: str, path: str = "", **kwargs):
    return Client().get(f"{reverse('portal:page', args=[token])}{path}", **kwargs)


def test_a_link_opens_the_sheet_as_it_was_given(programme: Programme):
    answer = opened(links.token_of(make_link(programme)))
    assert answer.status_code == 200
    assert "Dance again" in answer.content.decode()
    assert "PREVIEW" not in answer.content.decode()


def test_a_sheet_of_the_plan_alone_is_whole_on_the_telephone(programme: Programme):
    """It saves paper: on a page there is none to save, and the exercises are what it is opened for."""
    make_handout(programme, layout="one-sheet", document=make_document().as_plain(), pdf=b"%PDF-1.7 of one sheet")
    token = links.token_of(make_link(programme))
    page = opened(token).content.decode()
    assert '<article class="card' in page
    assert 'class="layout-standard' in page
    assert opened(token, "handout.pdf").content == b"%PDF-1.7 of one sheet"


def test_a_token_is_128_bits_and_only_its_hash_is_stored(programme: Programme):
    link = make_link(programme)
    token = links.token_of(link)
    assert len(token) == 22 + 4
    assert token not in str(ShareLink.objects.filter(pk=link.pk).values_list().get())
    assert token[:22] != links.token_of(ShareLink(programme=programme))[:22]


def test_a_link_is_printed_again_and_not_after_the_key_was_changed(programme: Programme, settings):
    link = make_link(programme)
    token = links.token_of(link)
    assert links.is_ours(ShareLink.objects.get(pk=link.pk))
    settings.LINK_KEY = "another"
    assert not links.is_ours(link)
    assert opened(token).status_code == 200


def test_a_new_version_appears_under_the_same_link_and_says_so(cast: Cast, programme: Programme):
    token = links.token_of(make_link(programme))
    assert "Changed on" not in opened(token).content.decode()
    make_handout(programme, document=make_document(goal="Run again").as_plain())
    page = opened(token).content.decode()
    assert "Run again" in page
    assert "Changed on" in page


def test_making_a_link_again_prolongs_the_live_one(cast: Cast, programme: Programme):
    first = links.make(programme, cast.ana.practitioner)
    ShareLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    again = links.make(programme, cast.ana.practitioner)
    assert again.pk == first.pk
    assert (again.expires_at - timezone.now()).days >= 89
    again.revoke(cast.ana.practitioner)
    assert links.make(programme, cast.ana.practitioner).pk != first.pk


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/New_York"])
def test_a_link_works_to_the_end_of_the_day_that_is_said(programme: Programme, zone: str):
    """Of the clinic's day, wherever the site itself runs."""
    programme.clinic.time_zone = zone
    programme.clinic.save()
    link = make_link(programme)
    last = timezone.localtime(link.expires_at, ZoneInfo(zone))
    assert (last.hour, last.minute) == (23, 59)
    assert link.last_day == last.date()
    assert link.last_day == timezone.localdate(timezone=ZoneInfo(zone)) + timedelta(days=programme.clinic.link_days)


def test_the_day_of_a_change_is_the_one_that_the_sheet_itself_says(programme: Programme):
    token = links.token_of(make_link(programme))
    newer = make_document(version=2, issued=date(2026, 3, 9))
    make_handout(programme, document=newer.as_plain())
    page = opened(token).content.decode()
    assert "Changed on 9 March 2026" in page
    assert "Version 2 · 9 March 2026" in page


def dead_tokens(programme: Programme) -> dict[str, str]:
    """Return a token of each kind that opens nothing."""
    expired = make_link(programme, expires_at=timezone.now() - timedelta(seconds=1))
    revoked = make_link(programme)
    revoked.revoke(revoked.made_by)
    token = links.token_of(make_link(programme))
    return {
        "expired": links.token_of(expired),
        "revoked": links.token_of(revoked),
        "guessed": ("B" if token[0] == "A" else "A") + token[1:],
    }


def test_every_dead_link_tells_the_same_and_whom_to_ring(programme: Programme):
    programme.clinic.phone = "01234 567 890"
    programme.clinic.save()
    answers = {kind: opened(token) for kind, token in dead_tokens(programme).items()}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.content for answer in answers.values()}) == 1
    told = [{**answer.headers, "X-Request-ID": ""} for answer in answers.values()]
    assert told[0] == told[1] == told[2]
    page = answers["expired"].content.decode()
    assert 'href="tel:01234567890"' in page
    assert "Eva" not in page


@pytest.mark.parametrize("path", ["", "handout.pdf", "colours.css"])
def test_a_dead_link_costs_the_same_work_whatever_it_died_of(programme: Programme, path: str):
    work = set()
    for token in dead_tokens(programme).values():
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert opened(token, path).status_code == 404
        work.add(tuple(re.sub(r"'[^']*'|_x\d+", "", query["sql"]) for query in asked))
    assert len(work) == 1


@pytest.mark.parametrize("token", ["x", "a" * 26, "a" * 5000, "é", "%00", "..%2f"])
def test_a_token_of_another_shape_is_as_dead(programme: Programme, token: str):
    answer = Client().get(f"/h/{token}/")
    assert answer.status_code == 404
    assert "at the top of your paper sheet" in answer.content.decode()


def test_guesses_are_locked_out_after_twenty(programme: Programme):
    live = links.token_of(make_link(programme))
    statuses = [opened(f"{number:026}").status_code for number in range(200)]
    assert statuses == [404] * 20 + [429] * 180
    answer = opened(live)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 600
    assert "Dance again" not in answer.content.decode()
    assert opened(live, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_guesses_from_a_network_of_addresses_are_locked_out_as_soon(programme: Programme):
    statuses = [opened(f"{number:026}", REMOTE_ADDR=f"2001:db8::{number:x}").status_code for number in range(30)]
    assert statuses == [404] * 20 + [429] * 10


def test_nothing_behind_a_link_is_kept_by_others(programme: Programme):
    token = links.token_of(make_link(programme))
    for path in ("", "handout.pdf", "colours.css", "nothing"):
        answer = opened(token, path)
        if path != "nothing":
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies


def test_a_withdrawn_sheet_is_not_shown_and_says_so(cast: Cast, programme: Programme):
    token = links.token_of(make_link(programme))
    programme.handouts.get().withdraw(cast.ana.practitioner, "Wrong side")
    answer = opened(token)
    assert answer.status_code == 410
    assert "Do not use the paper sheet either" in answer.content.decode()
    assert "Wrong side" not in answer.content.decode()


def test_a_page_that_is_an_earlier_version_again_says_so_once(cast: Cast, programme: Programme):
    token = links.token_of(make_link(programme))
    words = "A later version was taken back. This one holds again: put the later one away."
    newer = make_handout(programme, document=make_document(version=2, goal="Run again").as_plain())
    assert words not in opened(token).content.decode()
    newer.withdraw(cast.ana.practitioner, "Wrong side")
    page = opened(token).content.decode()
    assert page.count(words) == 1
    assert "Run again" not in page
    assert "Wrong side" not in page
    make_handout(programme, document=make_document(version=3).as_plain())
    assert words not in opened(token).content.decode()


def test_the_pdf_is_the_one_that_was_given(programme: Programme):
    answer = opened(links.token_of(make_link(programme)), "handout.pdf")
    assert answer.content == b"%PDF-1.7 as issued"
    assert answer["Content-Disposition"] == 'attachment; filename="plan-version-1.pdf"'


def test_the_year_of_birth_is_asked_once_where_it_was_wanted(programme: Programme):
    link = make_link(programme, asks_birth_year=True)
    address = reverse("portal:page", args=[links.token_of(link)])
    visitor = Client()
    page = visitor.get(address).content.decode()
    assert "Dance again" not in page
    assert visitor.get(f"{address}handout.pdf")["Content-Type"].startswith("text/html")
    answer = visitor.post(address, {"year": "1975"})
    assert answer.status_code == 422
    assert "not the year we have" in answer.content.decode()
    assert visitor.post(address, {"year": "1974"}).status_code == 302
    assert "Dance again" in visitor.get(address).content.decode()
    assert visitor.cookies["opened"]["path"] == address
    assert "Dance again" not in Client().get(address).content.decode()


def test_the_year_is_answered_from_a_browser_that_does_not_say_where_the_form_came_from(programme: Programme):
    """As none does from a page that asks to be told to nobody."""
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    visitor = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert visitor.get(address).status_code == 403
    assert not visitor.cookies
    assert visitor.post(address, {"year": "1974"}).status_code == 302
    assert list(visitor.cookies) == ["opened"]


def test_a_link_that_asks_for_a_year_that_nobody_knows_any_more_stays_shut(programme: Programme):
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    answered = Client()
    answered.post(address, {"year": "1974"})
    Patient.objects.update(date_of_birth=None)
    for answer in (Client().get(address), Client().post(address, {"year": "1974"})):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Dance again" not in page
        assert "We do not have your year of birth any more: ring us." in page
        assert "<form" not in page
    assert answered.get(address).status_code == 200


def test_the_year_said_once_more_leads_on_too(programme: Programme):
    """With the browser's way back, or in a second tab."""
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    visitor = Client()
    for _time in range(2):
        answer = visitor.post(address, {"year": "1974"})
        assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize("year", ["", "soon", "19740", "1974.5", "-1974"])
def test_a_year_that_is_none_is_asked_again(programme: Programme, year: str):
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    assert Client().post(address, {"year": year}).status_code == 422


def test_five_wrong_years_lock_the_link_for_an_hour_from_wherever(programme: Programme):
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    for number in range(5):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post(address, {"year": "1901"}).status_code == 422
    answer = Client(REMOTE_ADDR="192.0.2.9").post(address, {"year": "1974"})
    assert answer.status_code == 429
    assert "Wait an hour" in answer.content.decode()


def test_what_a_telephone_sends_by_itself_is_no_wrong_year(programme: Programme):
    """Entries that waited come from a page kept from before the year was asked: they wait on, and lock nobody out."""
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    for _time in range(9):
        answer = Client().post(f"{address}diary/", "{}", content_type="application/json")
        assert answer["Content-Type"].startswith("text/html")
    page = Client().post(f"{address}diary/", {"done": "all"}).content.decode()
    assert "not the year we have" not in page
    assert Client().post(address, {"year": "1974"}).status_code == 302


def test_the_year_asked_for_on_the_way_to_the_diary_leads_to_the_page(programme: Programme):
    """What is only written to cannot be opened."""
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    for path, leads_to in (("diary/", address), ("handout.pdf?paper=A4", f"{address}handout.pdf?paper=A4")):
        visitor = Client()
        page = (visitor.post if path == "diary/" else visitor.get)(f"{address}{path}").content.decode()
        (action,) = re.findall(r'<form method="post" action="([^"]*)"', page)
        assert action == leads_to
        answer = visitor.post(action, {"year": "1974"})
        assert answer["Location"] == leads_to
        assert visitor.get(leads_to).status_code == 200


def test_the_year_is_not_asked_again_of_whoever_comes_from_their_mail(programme: Programme):
    """A strict cookie stays behind when a link on another site, such as a mail read in the browser, is followed."""
    address = reverse("portal:page", args=[links.token_of(make_link(programme, asks_birth_year=True))])
    visitor = Client()
    visitor.post(address, {"year": "1974"})
    assert visitor.cookies["opened"]["samesite"] == "Lax"


def test_the_day_of_the_last_opening_is_noted(programme: Programme):
    link = make_link(programme)
    opened(links.token_of(link))
    link.refresh_from_db()
    assert link.last_opened_on == timezone.localdate()


def test_a_link_of_a_programme_that_was_taken_away_is_dead(programme: Programme):
    link = make_link(programme)
    token = links.token_of(link)
    link.delete()
    assert opened(token).status_code == 404


def test_no_token_stands_in_the_log(programme: Programme, caplog: pytest.LogCaptureFixture, monkeypatch):
    """Neither one that opens, nor one with a slip in it, which is nearly one that opens."""
    caplog.set_level("INFO", logger="rehab.request_log")
    token = links.token_of(make_link(programme))
    opened(token, "calendar.ics?at=soon")
    opened(f"{token[:-1]}!")

    def fail(*args, **kwargs):
        raise RuntimeError(token)

    monkeypatch.setattr("programmes.portal.page.sheet", fail)
    Client(raise_request_exception=False).get(reverse("portal:page", args=[token]))
    lines = [JsonLines().format(record) for record in caplog.records]
    assert len(lines) >= 3
    assert not [line for line in lines if token[:20] in line]
