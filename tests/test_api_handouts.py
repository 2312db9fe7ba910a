"""Issued handouts in the API: what was given, byte for byte, and never again once it was withdrawn."""

from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.handout import pdf
from programmes.models import Handout, Programme
from tests.asking import ask, detail, read, refusal
from tests.cast import Cast
from tests.factories import (
    make_handout,
    make_rendition,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_handout_says_what_was_given_by_whom_and_when(cast: Cast, programme: Programme):
    handout = make_handout(programme, pdf=b"%PDF one", issued_by=cast.ana.practitioner, library_version="2026.1")
    told = read(cast, f"handouts/{handout.pk}/")
    assert (told["version"], told["issued_by_name"], told["library_version"]) == (1, "Ana", "2026.1")
    assert (told["programme"], told["patient"]["reference"]) == (str(programme.pk), "R-17")
    (rendition,) = told["renditions"]
    assert rendition["sha256"] == sha256(b"%PDF one").hexdigest()
    assert rendition["pdf"].endswith(f"/api/v1/handouts/{handout.pk}/pdf/?layout=standard&paper=A4")
    assert ask(cast.ana, rendition["pdf"].partition("/api/v1/")[2]).content == b"%PDF one"


def test_an_issued_pdf_is_handed_out_byte_for_byte(cast: Cast, programme: Programme):
    content = bytes(range(256))
    handout = make_handout(programme, pdf=content)
    answer = ask(cast.rita, f"handouts/{handout.pk}/pdf/", headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, content, "application/pdf")
    assert answer["ETag"] == f'"{sha256(content).hexdigest()}"'


def test_handing_out_an_issued_pdf_sets_no_page(cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_print", lambda job: pytest.fail("pages were set"))
    handout = make_handout(programme, pdf=b"%PDF one")
    assert ask(cast.rita, f"handouts/{handout.pk}/pdf/").content == b"%PDF one"


def test_the_file_name_of_a_pdf_tells_nothing_of_the_patient(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    told = ask(cast.ana, f"handouts/{handout.pk}/pdf/")["Content-Disposition"]
    assert told == f'inline; filename="handout-{str(handout.pk)[:8]}-version-1.pdf"'


def test_a_reader_that_has_the_pdf_is_told_it_is_the_same(cast: Cast, programme: Programme):
    address = f"handouts/{make_handout(programme).pk}/pdf/"
    tag = ask(cast.ana, address)["ETag"]
    again = ask(cast.ana, address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(cast.ana, address, headers={"If-None-Match": '"another"'}).status_code == 200


def test_another_layout_that_was_made_is_handed_out(cast: Cast, programme: Programme):
    handout = make_handout(programme, pdf=b"%PDF standard")
    make_rendition(handout, layout="large-print", pdf=b"%PDF large")
    assert ask(cast.ana, f"handouts/{handout.pk}/pdf/").content == b"%PDF standard"
    assert ask(cast.ana, f"handouts/{handout.pk}/pdf/?layout=large-print").content == b"%PDF large"


def test_a_layout_that_was_never_made_is_not_there(cast: Cast, programme: Programme):
    answer = ask(cast.ana, f"handouts/{make_handout(programme).pk}/pdf/?layout=compact&paper=Letter")
    assert answer.status_code == 404
    told = "This handout was not made in compact on Letter. Its renditions say what there is."
    assert detail(answer) == told


def test_an_unknown_layout_is_refused(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    assert refusal(cast, f"handouts/{handout.pk}/pdf/?layout=huge") == {"layout": ['"huge" is not a valid choice.']}


@pytest.fixture
def withdrawn(cast: Cast, programme: Programme) -> Handout:
    handout = make_handout(programme)
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    return handout


def test_a_withdrawn_handout_is_not_handed_out_and_says_why(cast: Cast, withdrawn: Handout):
    answer = ask(cast.ana, f"handouts/{withdrawn.pk}/pdf/", headers={"Accept": "application/pdf"})
    assert answer.status_code == 410
    day = withdrawn.withdrawn_at.date().isoformat()
    assert detail(answer) == f"Do not use this handout. It was withdrawn on {day}: Wrong side"


def test_a_reader_that_has_a_withdrawn_pdf_is_not_told_it_is_the_same(cast: Cast, withdrawn: Handout):
    tag = f'"{withdrawn.renditions.get().sha256}"'
    answer = ask(cast.ana, f"handouts/{withdrawn.pk}/pdf/", headers={"If-None-Match": tag})
    assert answer.status_code == 410


def test_a_withdrawn_handout_stays_on_the_record_without_its_pdf(cast: Cast, withdrawn: Handout):
    told = read(cast, f"handouts/{withdrawn.pk}/")
    assert (told["is_withdrawn"], told["withdrawn_by"], told["withdrawn_reason"]) == (True, "Ana", "Wrong side")
    assert [rendition["pdf"] for rendition in told["renditions"]] == [None]


def test_a_list_fetches_no_document_and_no_page(cast: Cast, programme: Programme):
    make_handout(programme, document={"goal": "run"})
    with CaptureQueriesContext(connection) as queries:
        answer = ask(cast.ana, "handouts/")
    assert answer.status_code == 200
    fetched = [query["sql"].partition(" FROM ")[0] for query in queries if '_handout"' in query["sql"]]
    fetched += [query["sql"].partition(" FROM ")[0] for query in queries if '_rendition"' in query["sql"]]
    assert any('"issued_at"' in columns for columns in fetched)
    assert any('"sha256"' in columns for columns in fetched)
    assert not any('"document"' in columns or '"pdf"' in columns for columns in fetched)


def test_a_damaged_pdf_is_kept_back(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    handout.renditions.update(pdf=b"%PDF-1.7 something else")
    answer = ask(cast.ana, f"handouts/{handout.pk}/pdf/")
    assert answer.status_code == 500
    assert "restore it from a backup" in detail(answer)
