"""The patient's link as a practitioner handles it: made, shown, sent, renewed, revoked, printed."""

import pytest
from django.core import mail
from django.core.mail import get_connection

from programmes import links
from programmes.handout.document import Document
from programmes.handout.issue import issue
from programmes.handout.online import shown as printed_link
from programmes.models import Programme, ShareLink
from tests.cast import Cast, make_cast
from tests.documents import make_document
from tests.factories import (
    make_handout,
    make_language,
    make_link,
    make_patient,
    make_programme,
    make_screening,
    sign_off_everything,
)
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings) -> Cast:
    settings.SITE_URL = "https://rehab.example.org"
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm", date_of_birth="1974-05-01"))
    make_handout(programme, document=make_document().as_plain())
    return programme


def do(user, programme: Programme, what: str, **values):
    return at(user).post(address("programme_share", programme), {"do": what, **values})


def test_a_link_is_made_and_shown_to_be_scanned(cast: Cast, programme: Programme):
    assert "No link yet" in shown(cast.ana, address("programme_share", programme))
    assert do(cast.ana, programme, "make").status_code == 302
    page = shown(cast.ana, address("programme_share", programme))
    link = ShareLink.objects.get()
    assert f"https://rehab.example.org/h/{links.token_of(link)}/" in page
    assert 'alt="Square code that opens this plan on your phone"' in page
    assert (link.made_by, link.asks_birth_year) == (cast.ana.practitioner, False)


def test_the_year_of_birth_is_asked_for_only_where_it_is_known(cast: Cast, programme: Programme):
    do(cast.ana, programme, "make", asks_birth_year="on")
    assert ShareLink.objects.get().asks_birth_year
    programme.patient.date_of_birth = None
    programme.patient.save()
    do(cast.ana, programme, "make", asks_birth_year="on")
    assert not ShareLink.objects.get().asks_birth_year


def test_a_link_that_asks_for_a_year_that_is_not_known_any_more_says_so(cast: Cast, programme: Programme):
    make_link(programme, asks_birth_year=True)
    assert "It asks for the year of birth first." in shown(cast.ana, address("programme_share", programme))
    programme.patient.date_of_birth = None
    programme.patient.save()
    page = shown(cast.ana, address("programme_share", programme))
    assert "It asks for the year of birth first." not in page
    assert "no date of birth is known" in page


def test_revoking_closes_it_and_says_who_did(cast: Cast, programme: Programme):
    link = make_link(programme)
    do(cast.ben, programme, "revoke")
    link.refresh_from_db()
    assert (link.is_live, link.revoked_by) == (False, cast.ben.practitioner)
    assert "No link yet" in shown(cast.ana, address("programme_share", programme))


@pytest.mark.parametrize("why", ["withdrawn", "no address"])
def test_a_link_is_revoked_although_none_could_be_made(cast: Cast, programme: Programme, settings, why: str):
    """A link that a stranger has must be closed before it opens the next sheet."""
    link = make_link(programme)
    if why == "withdrawn":
        programme.handouts.get().withdraw(cast.ana.practitioner, "Wrong side")
    else:
        settings.SITE_URL = ""
    assert "Revoke it" in shown(cast.ana, address("programme_share", programme))
    assert address("programme_share", programme) in shown(cast.ana, address("programme_change", programme))
    assert "Revoked" in messages_of(do(cast.ana, programme, "revoke"))
    link.refresh_from_db()
    assert not link.is_live
    assert "Revoke it" not in shown(cast.ana, address("programme_share", programme))


def test_the_mail_holds_the_link_and_nothing_of_the_plan(cast: Cast, programme: Programme):
    cast.clinic.email, cast.clinic.phone = "desk@riverside.example", "01234 567 890"
    cast.clinic.save()
    link = make_link(programme)
    do(cast.ana, programme, "send", email="eva@example.org")
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == (["eva@example.org"], ["desk@riverside.example"])
    assert sent.subject == "Your plan from Riverside"
    assert links.address_of(link) in sent.body
    assert "ring us on 01234 567 890" in sent.body
    for word in ("Eva", programme.name, "knee", "exercise"):
        assert word not in sent.body + sent.subject


def test_an_address_that_is_none_is_asked_again_and_nothing_is_sent(cast: Cast, programme: Programme):
    make_link(programme)
    answer = do(cast.ana, programme, "send", email="eva at home")
    assert "Enter a valid email address" in answer.content.decode()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_said(cast: Cast, programme: Programme, monkeypatch):
    make_link(programme)

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(type(get_connection()), "send_messages", refuse)
    assert "Not sent" in messages_of(do(cast.ana, programme, "send", email="eva@example.org"))


def test_nothing_is_linked_that_was_not_issued(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    assert "Issue a handout first" in shown(cast.ana, address("programme_share", programme))
    do(cast.ana, programme, "make")
    assert not ShareLink.objects.exists()


def test_a_site_that_does_not_know_its_address_says_so(cast: Cast, programme: Programme, settings):
    settings.SITE_URL = ""
    assert "sets SITE_URL" in shown(cast.ana, address("programme_share", programme))
    do(cast.ana, programme, "make")
    assert not ShareLink.objects.exists()


def test_a_link_made_under_another_key_is_not_shown_wrongly(cast: Cast, programme: Programme, settings):
    link = make_link(programme)
    settings.LINK_KEY = "another"
    page = shown(cast.ana, address("programme_share", programme))
    assert "before the site's key was changed" in page
    assert links.token_of(link) not in page


@pytest.mark.parametrize("who", ["rita", "carla", "stan"])
def test_nobody_else_makes_or_closes_a_link(cast: Cast, programme: Programme, who: str):
    link = make_link(programme)
    assert do(getattr(cast, who), programme, "revoke").status_code in (403, 404)
    link.refresh_from_db()
    assert link.is_live


@pytest.fixture
def unissued(cast: Cast) -> Programme:
    """Return a programme that lacks nothing to be issued."""
    make_language()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    return programme


def test_what_is_issued_prints_its_link_and_stores_no_token(cast: Cast, unissued: Programme):
    handout = issue(unissued, cast.ana.practitioner, cast.ana)
    link = ShareLink.objects.get()
    document = Document.from_plain(handout.document)
    assert printed_link(document).address == links.address_of(link)
    assert links.token_of(link)[:22] not in document.as_json()
    again = issue(unissued, cast.ana.practitioner, cast.ana)
    assert Document.from_plain(again.document).online.link == str(link.pk)
    assert ShareLink.objects.count() == 1


def test_a_clinic_that_wants_no_links_prints_none(cast: Cast, unissued: Programme):
    unissued.clinic.prints_links = False
    unissued.clinic.save()
    handout = issue(unissued, cast.ana.practitioner, cast.ana)
    assert Document.from_plain(handout.document).online is None
    assert not ShareLink.objects.exists()


def test_the_page_that_says_it_is_issued_offers_the_link(cast: Cast, unissued: Programme):
    answer = save(cast.ana, address("programme_change", unissued), _issue="1")
    assert f'href="{address("programme_share", unissued)}"' in messages_of(answer)


def test_a_site_that_sends_no_mail_says_so(cast: Cast, programme: Programme, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    make_link(programme)
    assert "sets EMAIL_URL" in shown(cast.ana, address("programme_share", programme))
    do(cast.ana, programme, "send", email="eva@example.org")
    assert mail.outbox == []
