"""The patient's page in a second language: none of its own words is left in English, aloud or on the screen."""

import json
import re
from html.parser import HTMLParser
from uuid import uuid4

import polib
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from docs.make_catalogue import path_of
from programmes import links
from programmes.handout.document import Diary
from programmes.models import RunLog, SessionLog, ShareLink
from programmes.portal.words import WORDS
from tests.cast import make_cast
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_patient, make_programme, make_running_plan
from tests.workbench import address, at

pytestmark = pytest.mark.django_db
POLISH = make_document(language="pl", diary=Diary(4, ("Pn", "Wt", "Śr", "Cz", "Pt", "So", "Nd")))
SAID_ALOUD = {"alt", "aria-label", "placeholder", "title"}


class Words(HTMLParser):
    """All that a page shows or says, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces += [value for name, value in attrs if name in SAID_ALOUD and value]

    def handle_data(self, data: str) -> None:
        self.pieces.append(" ".join(data.split()))


def english(*places: str) -> list[re.Pattern[str]]:
    """Return what the patient's page says in English, where Polish says it otherwise."""
    entries = polib.pofile(str(path_of("pl")))
    said = [entry for entry in entries if any(place in name for name, _line in entry.occurrences for place in places)]
    texts = [
        text for entry in said if entry.msgid != entry.msgstr for text in (entry.msgid, entry.msgid_plural) if text
    ]
    return [re.compile(re.sub(r"%\\?\((\w+)\\?\)[sd]", ".+?", re.escape(text))) for text in texts]


def left_in_english(html: str) -> list[str]:
    patterns = english(
        "portal/", "programmes/diary.py", "programmes/runs.py", "units.py", "done.py", "templates/handout/"
    )
    return [piece for piece in Words(html).pieces if any(pattern.fullmatch(piece) for pattern in patterns)]


@pytest.fixture
def link() -> ShareLink:
    cast = make_cast()
    cast.clinic.phone = "01234 567 890"
    cast.clinic.save()
    programme = make_programme(patient=make_patient(clinic=cast.clinic, date_of_birth="1974-05-01"))
    make_handout(programme, document=POLISH.as_plain(), language="pl")
    made = make_link(programme, by=cast.ana.practitioner)
    make_handout(programme, document=POLISH.as_plain(), language="pl")
    return made


def at_link(link: ShareLink, path: str = "") -> str:
    return f"{reverse('portal:page', args=[links.token_of(link)])}{path}"


def test_the_page_is_in_the_language_of_its_handout(link: ShareLink):
    for done in ("all", "partly", "not"):
        SessionLog.objects.create(programme=link.programme, on=timezone.localdate(), done=done, pain=3, effort=4)
    plan = make_running_plan(link.programme, unit="mi", shoes=[{"name": "Niebieskie", "worn_from": "2026-01-02"}])
    run = {"metres": 8000, "seconds": 1980, "pain": 2}
    RunLog.objects.create(plan=plan, on=timezone.localdate(), **run)
    page = Client().get(at_link(link)).content.decode()
    assert '<html lang="pl"' in page
    assert "Zmieniono:" in page
    assert "bieg przez 33 minuty" in page
    assert left_in_english(page) == []
    words = json.loads(re.search(r'<script id="words" type="application/json">(.+?)</script>', page)[1])
    assert [name for name, text in WORDS.items() if words[name] == str(text)] == []


def closed(link: ShareLink) -> str:
    link.programme.clinic.language = "pl"
    link.programme.clinic.save()
    link.revoke(link.made_by)
    return Client().get(at_link(link)).content.decode()


def locked(link: ShareLink) -> str:
    for number in range(20):
        Client().get(f"/h/{number:026}/")
    return closed(link)


def taken_back(link: ShareLink) -> str:
    for handout in link.programme.handouts.all():
        handout.withdraw(link.made_by, "Wrong side")
    return Client().get(at_link(link)).content.decode()


def asked_for_the_year(link: ShareLink) -> str:
    ShareLink.objects.update(asks_birth_year=True)
    return Client().post(at_link(link), {"year": "1901"}).content.decode()


def locked_by_wrong_years(link: ShareLink) -> str:
    return [asked_for_the_year(link) for _time in range(6)][-1]


def no_day(link: ShareLink) -> str:
    return Client().get(at_link(link, "calendar.ics?at=soon")).content.decode()


def urgent(link: ShareLink) -> str:
    sign = make_document().warnings[0].signs[0]
    sent = {"on": timezone.localdate().isoformat(), "done": "not", "signs": sign}
    return Client().post(at_link(link, "diary/"), sent).content.decode()


def not_kept(link: ShareLink) -> str:
    return Client().post(at_link(link, "diary/"), {"on": "1999-01-01", "key": uuid4()}).content.decode()


def run_not_kept(link: ShareLink) -> str:
    make_running_plan(link.programme)
    return Client().post(at_link(link, "runs/"), {"on": timezone.localdate().isoformat()}).content.decode()


def no_running_plan(link: ShareLink) -> str:
    return Client().post(at_link(link, "runs/"), {"distance": "5"}).content.decode()


def no_pdf(link: ShareLink) -> str:
    link.programme.handouts.last_given().renditions.update(sha256="another")
    return Client().get(at_link(link, "handout.pdf")).content.decode()


TOLD = (
    *(closed, locked, taken_back, asked_for_the_year, locked_by_wrong_years, no_day),
    *(urgent, not_kept, run_not_kept, no_running_plan, no_pdf),
)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.__name__)
def test_what_is_told_in_place_of_it_is_too(link: ShareLink, told):
    page = told(link)
    assert '<html lang="pl"' in page
    assert "<h1>" in page
    assert left_in_english(page) == []
    assert "Zadzwoń do nas:" in page or "Wróć do mojego planu" in page


def test_so_is_the_mail(link: ShareLink, settings):
    settings.SITE_URL = "https://rehab.example.org"
    user = link.made_by.user
    at(user).post(address("programme_share", link.programme), {"do": "send", "email": "eva@example.org"})
    assert mail.outbox[0].subject == "Twój plan: Riverside"
    assert "Otwórz go w telefonie" in mail.outbox[0].body
    assert "Keep it" not in mail.outbox[0].body
