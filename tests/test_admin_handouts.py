"""Handouts in the workbench: downloaded as they were given, withdrawn with a reason, never changed."""

import pytest

from programmes.handout import pdf
from programmes.handout.document import Clinic
from programmes.models import Handout
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import make_handout, make_patient, make_programme, make_rendition
from tests.workbench import address, at, messages_of, shown

pytestmark = pytest.mark.django_db
WARNING = "do not use"


@pytest.fixture
def handout(cast: Cast) -> Handout:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"), name="Runner's knee")
    return make_handout(programme, pdf=b"%PDF-1.7 as issued", document={"secret": "raw"})


def withdraw(cast: Cast, handout: Handout, reason: str = "Wrong side") -> object:
    return at(cast.ana).post(address("handout_withdraw", handout), {"reason": reason})


def test_the_pdf_is_downloaded_byte_for_byte(cast: Cast, handout: Handout):
    answer = at(cast.rita).get(address("handout_pdf", handout))
    assert answer.content == b"%PDF-1.7 as issued"
    assert answer["Content-Type"] == "application/pdf"


def test_a_download_sets_no_page(cast: Cast, handout: Handout, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_print", lambda job: pytest.fail("pages were set"))
    assert at(cast.rita).get(address("handout_pdf", handout)).content == b"%PDF-1.7 as issued"


def test_the_files_name_says_what_it_is_and_not_whose(cast: Cast, handout: Handout):
    name = at(cast.ana).get(address("handout_pdf", handout))["Content-Disposition"]
    assert name == f'attachment; filename="runners-knee-v1-{handout.issued_at.date().isoformat()}.pdf"'
    assert "eva" not in name.lower()


def test_the_page_names_each_file_and_what_it_was_made_with(cast: Cast, handout: Handout):
    make_rendition(handout, pdf=b"%PDF-1.7 larger", layout="large-print", renderer_version="WeasyPrint 70.0, Pango 1")
    page = shown(cast.ana, address("handout_change", handout))
    for rendition in handout.renditions.all():
        assert rendition.sha256 in page
        assert rendition.renderer_version in page


def test_a_damaged_file_is_told_on_the_handouts_page(cast: Cast, handout: Handout):
    handout.renditions.update(pdf=b"%PDF-1.7 something else")
    answer = at(cast.ana).get(address("handout_pdf", handout))
    assert answer.url == address("handout_change", handout)
    assert "The stored sheet was damaged" in messages_of(answer)


@pytest.fixture
def sheet(cast: Cast) -> Handout:
    clinic = Clinic(name="Riverside Physio", accent_colour="#7a1fa2")
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    return make_handout(programme, document=make_document(clinic=clinic, language="pl").as_plain(), layout="one-sheet")


def test_the_sheet_is_read_on_a_screen_in_its_own_language_and_layout(cast: Cast, sheet: Handout):
    answer = at(cast.ana).get(address("handout_web", sheet))
    html = answer.content.decode()
    assert answer["Content-Language"] == "pl"
    assert '<html lang="pl" dir="ltr" class="layout-one-sheet' in html
    assert "Eva Holm" in html
    assert address("handout_web", sheet) in shown(cast.ana, address("handout_change", sheet))


def test_the_sheet_on_a_screen_has_the_clinics_colour(cast: Cast, sheet: Handout):
    assert '<link rel="stylesheet" href="colours.css">' in shown(cast.ana, address("handout_web", sheet))
    answer = at(cast.ana).get(f"{address('handout_web', sheet)}colours.css")
    assert answer["Content-Type"] == "text/css"
    assert "--brand: #7a1fa2" in answer.content.decode()


@pytest.mark.parametrize("name", ["handout_web", "handout_colours"])
def test_a_sheet_is_on_no_strangers_screen_and_on_none_once_withdrawn(cast: Cast, sheet: Handout, name: str):
    assert at(cast.carla).get(address(name, sheet)).status_code == 404
    withdraw(cast, sheet)
    assert at(cast.ana).get(address(name, sheet)).status_code == 404


@pytest.mark.parametrize("query", ["layout=huge", "paper=A3", "layout=../x"])
def test_a_layout_that_is_none_is_not_there(cast: Cast, handout: Handout, query: str):
    assert at(cast.ana).get(f"{address('handout_pdf', handout)}?{query}").status_code == 404


def test_the_page_shows_facts_and_no_raw_document(cast: Cast, handout: Handout):
    page = shown(cast.ana, address("handout_change", handout))
    assert "Eva Holm, born 2 Apr 1990" in page
    assert "secret" not in page
    assert "Download to print" in page


@pytest.mark.parametrize("name", ["ana", "olga", "sue"])
def test_a_handout_is_made_changed_and_deleted_by_nobody(cast: Cast, handout: Handout, name: str):
    user = getattr(cast, name)
    assert at(user).get(address("handout_add")).status_code == 403
    assert at(user).post(address("handout_change", handout), {"version": "9"}).status_code == 403
    assert at(user).post(address("handout_delete", handout), {"post": "yes"}).status_code == 403


def test_withdrawing_asks_why_first(cast: Cast, handout: Handout):
    assert "Withdraw this handout?" in shown(cast.ana, address("handout_withdraw", handout))
    for reason in ("", "   "):
        answer = withdraw(cast, handout, reason)
        assert answer.status_code == 200
        assert "This field is required." in answer.content.decode()
    handout.refresh_from_db()
    assert not handout.is_withdrawn


def test_a_withdrawn_handout_keeps_reason_and_person(cast: Cast, handout: Handout):
    answer = withdraw(cast, handout)
    handout.refresh_from_db()
    assert (handout.withdrawn_reason, handout.withdrawn_by) == ("Wrong side", cast.ana.practitioner)
    assert answer["Location"] == address("handout_change", handout)
    assert "Withdrew it: Wrong side" in shown(cast.ana, address("handout_history", handout))


def test_do_not_use_stands_wherever_the_handout_is_shown(cast: Cast, handout: Handout):
    withdraw(cast, handout)
    patient = handout.programme.patient
    for url in (
        address("handout_change", handout),
        address("handout_changelist"),
        address("programme_change", handout.programme),
        address("programme_changelist"),
    ):
        page = shown(cast.ben, url)
        assert WARNING in page, url
    assert "version 1 WITHDRAWN" in shown(cast.ben, address("patient_change", patient))
    assert "Wrong side" in shown(cast.ben, address("programme_change", handout.programme))
    assert "Download to print" not in shown(cast.ben, address("handout_change", handout))
    assert "Download version 1" not in shown(cast.ben, address("programme_change", handout.programme))


def test_a_withdrawn_file_says_so_in_its_name(cast: Cast, handout: Handout):
    withdraw(cast, handout)
    name = at(cast.ana).get(address("handout_pdf", handout))["Content-Disposition"]
    assert 'filename="WITHDRAWN-runners-knee-v1-' in name


def test_a_handout_is_withdrawn_once(cast: Cast, handout: Handout):
    withdraw(cast, handout)
    answer = withdraw(cast, handout, "Again")
    assert "withdrawn before" in messages_of(answer)
    handout.refresh_from_db()
    assert handout.withdrawn_reason == "Wrong side"
    assert address("handout_withdraw", handout) not in shown(cast.ana, address("handout_change", handout))


def test_who_is_no_practitioner_withdraws_nothing(cast: Cast, handout: Handout):
    for user in (cast.rita, cast.sue):
        assert at(user).get(address("handout_withdraw", handout)).status_code == 403
        assert at(user).post(address("handout_withdraw", handout), {"reason": "x"}).status_code == 403


def test_withdrawn_handouts_are_found_by_filter(cast: Cast, handout: Handout):
    withdraw(cast, handout)
    assert "Eva Holm" in shown(cast.ana, f"{address('handout_changelist')}?state=withdrawn")
    assert "Eva Holm" not in shown(cast.ana, f"{address('handout_changelist')}?state=live")
