"""The diary as a practitioner sees it: what stands out, the drawing, and the paper sheet typed in."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from programmes.models import Programme, SessionLog
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import make_handout, make_pain_rule, make_patient, make_programme
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db
OVER_THE_RULE = "over the pain rule"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    programme.phases.update(pain_rule=make_pain_rule(max_during=3))
    make_handout(programme, document=make_document().as_plain())
    return programme


def write(programme: Programme, days_ago: int = 0, **values) -> SessionLog:
    on = timezone.localdate() - timedelta(days=days_ago)
    return SessionLog.objects.create(programme=programme, on=on, **{"done": "all", **values})


def page_of(user, programme: Programme) -> str:
    return shown(user, address("programme_diary", programme))


def test_an_empty_diary_says_where_it_is_written(cast: Cast, programme: Programme):
    assert "Nothing written yet" in page_of(cast.ana, programme)
    assert "What the patient says" not in shown(cast.ana, address("programme_change", programme))


def test_sessions_pain_and_effort_are_drawn_on_the_page_of_the_programme(cast: Cast, programme: Programme):
    write(programme, 2, pain=2, effort=6)
    write(programme, 0, pain=1, effort=7)
    page = shown(cast.ana, address("programme_change", programme))
    assert 'class="chart"' in page
    assert "2 sessions, the last on" in page
    assert "Boxes: full for done, half for partly" in page
    assert page.count("Diaries over-report") == 1


def test_the_last_session_is_one_that_was_done(cast: Cast, programme: Programme):
    write(programme, 3, done="partly")
    write(programme, 1, done="not")
    done_on = date_format(timezone.localdate() - timedelta(days=3))
    assert f"1 session, the last on {done_on}." in page_of(cast.ana, programme)


def test_a_diary_of_sessions_left_out_says_that_none_was_done(cast: Cast, programme: Programme):
    write(programme, 1, done="not")
    page = page_of(cast.ana, programme)
    assert "No session yet." in page
    assert "the last on" not in page


def test_pain_over_the_rule_stands_out_from_the_second_time_on(cast: Cast, programme: Programme):
    write(programme, 3, pain=4)
    assert OVER_THE_RULE not in page_of(cast.ana, programme)
    write(programme, 1, pain=5)
    assert "Pain was above 3 of 10 in 2 sessions" in page_of(cast.ana, programme)


def test_pain_at_the_limit_or_long_ago_does_not_stand_out(cast: Cast, programme: Programme):
    for days_ago, pain in ((1, 3), (2, 3), (30, 9), (31, 9)):
        write(programme, days_ago, pain=pain)
    assert OVER_THE_RULE not in page_of(cast.ana, programme)


def test_a_warning_sign_stands_out_at_once(cast: Cast, programme: Programme):
    write(programme, 20, signs=["Fever"])
    assert "a warning sign was ticked: Fever." in page_of(cast.ana, programme)


def test_what_a_patient_writes_cannot_become_part_of_the_page(cast: Cast, programme: Programme):
    write(programme, words="<script>alert(1)</script>", signs=["<b>x</b>"])
    for page in (page_of(cast.ana, programme), shown(cast.ana, address("programme_change", programme))):
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_the_paper_sheet_is_typed_in_and_says_by_whom(cast: Cast, programme: Programme):
    sent = {"on": timezone.localdate().isoformat(), "done": "partly", "pain": "4", "effort": "", "words": ""}
    assert at(cast.ana).post(address("programme_diary", programme), sent).status_code == 302
    entry = programme.session_logs.get()
    assert (entry.pain, entry.effort, entry.entered_by) == (4, None, cast.ana.practitioner)
    assert "paper, typed in by Ana" in page_of(cast.ana, programme)


def test_what_was_typed_wrongly_is_asked_again_and_nothing_is_kept(cast: Cast, programme: Programme):
    answer = at(cast.ana).post(address("programme_diary", programme), {"on": "soon", "done": "all", "pain": "12"})
    page = answer.content.decode()
    assert "Enter a valid date" in page
    assert "less than or equal to 10" in page
    assert not SessionLog.objects.exists()


def test_only_what_was_typed_in_is_deleted_by_a_practitioner(cast: Cast, programme: Programme):
    own = write(programme)
    typed = write(programme, entered_by=cast.ben.practitioner)
    for row in (own, typed):
        at(cast.ana).post(address("programme_diary", programme), {"delete": str(row.pk)})
    assert list(SessionLog.objects.all()) == [own]


def test_a_reader_reads_and_writes_nothing(cast: Cast, programme: Programme):
    write(programme, words="Felt good")
    assert "Felt good" in page_of(cast.rita, programme)
    sent = {"on": timezone.localdate().isoformat(), "done": "all"}
    at(cast.rita).post(address("programme_diary", programme), sent)
    typed = write(programme, entered_by=cast.ben.practitioner)
    at(cast.rita).post(address("programme_diary", programme), {"delete": str(typed.pk)})
    assert programme.session_logs.count() == 2


def test_another_clinic_sees_no_diary(cast: Cast, programme: Programme):
    assert at(cast.carla).get(address("programme_diary", programme)).status_code == 404
