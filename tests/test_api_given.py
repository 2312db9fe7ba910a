"""A handout besides its PDF, and what came back: the page, the calendar, the document, the diary."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from django.utils.html import escape

from programmes.handout.document import PlannedRun, RunWeek
from programmes.models import AccessRecord, Handout, SessionLog
from tests.asking import ask, detail, ids, read
from tests.cast import Cast
from tests.documents import make_document, make_ladder
from tests.factories import make_handout, make_patient, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WAYS = ("html/", "html/colours.css", "calendar.ics", "document/")


@pytest.fixture
def handout(cast: Cast) -> Handout:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    plain = make_document().as_plain()
    plain["schedule"]["weekdays"] = [1, 3, 5]
    return make_handout(programme, issued_by=cast.ana.practitioner, document=plain)


def written(handout: Handout, **values) -> SessionLog:
    return handout.programme.session_logs.create(**{"on": "2026-03-02", "done": "all", **values})


def test_the_page_is_what_was_given(cast: Cast, handout: Handout):
    answer = ask(cast.rita, f"handouts/{handout.pk}/html/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert escape(handout.document["title"]["words"]) in answer.content.decode()
    assert answer["Content-Language"] == "en"
    assert "no-store" in answer["Cache-Control"]


def test_the_style_sheet_that_the_page_asks_for_is_beside_it(cast: Cast, handout: Handout):
    answer = ask(cast.ana, f"handouts/{handout.pk}/html/colours.css", headers={"Accept": "text/css"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css")


def test_the_calendar_holds_the_days_and_nothing_of_what_is_treated(cast: Cast, handout: Handout):
    answer = ask(cast.ana, f"handouts/{handout.pk}/calendar.ics", headers={"Accept": "text/calendar"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    told = answer.content.decode()
    assert "BYDAY=MO,WE,FR" in told
    assert "Eva" not in told


def test_the_calendar_holds_dated_runs_where_the_days_of_the_exercises_are_left_open(cast: Cast, handout: Handout):
    week = RunWeek(date(2026, 11, 2), 9, (PlannedRun(date(2026, 11, 2), "8.8 km"),))
    document = make_document(schedule=None, ladder=make_ladder(weeks=(week,)))
    other = make_handout(handout.programme, version=2, document=document.as_plain())
    told = ask(cast.ana, f"handouts/{other.pk}/calendar.ics").content.decode()
    assert told.count("DTSTART;VALUE=DATE:20261102") == 1


def test_a_handout_that_names_no_day_has_no_calendar(cast: Cast, handout: Handout):
    document = {**handout.document, "schedule": None}
    other = make_handout(handout.programme, version=2, document=document)
    answer = ask(cast.ana, f"handouts/{other.pk}/calendar.ics")
    assert answer.status_code == 404
    assert "leaves the days to the patient" in detail(answer)


def test_the_document_is_as_it_was_frozen(cast: Cast, handout: Handout):
    assert read(cast, f"handouts/{handout.pk}/document/") == handout.document


@pytest.mark.parametrize("way", WAYS)
def test_a_withdrawn_handout_is_handed_out_in_no_way(cast: Cast, handout: Handout, way: str):
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    answer = ask(cast.ana, f"handouts/{handout.pk}/{way}")
    assert answer.status_code == 410
    assert "Wrong side" in detail(answer)


@pytest.mark.parametrize("way", WAYS)
def test_another_clinic_finds_none_of_it(cast: Cast, handout: Handout, way: str):
    statuses = [ask(user, f"handouts/{handout.pk}/{way}").status_code for user in (cast.carla, cast.stan, None)]
    assert statuses == [404, 403, 401]


def test_what_was_issued_or_withdrawn_since_is_found(cast: Cast, handout: Handout):
    Handout.objects.update(issued_at=timezone.now() - timedelta(days=2))
    since = quote((timezone.now() - timedelta(days=1)).isoformat())
    assert ids(ask(cast.ana, f"handouts/?changed_since={since}")) == []
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    new = make_handout(handout.programme, version=2)
    assert set(ids(ask(cast.ana, f"handouts/?changed_since={since}"))) == {str(handout.pk), str(new.pk)}


def test_the_diary_tells_what_the_patient_wrote(cast: Cast, handout: Handout):
    written(handout, done="partly", pain=0, words="Better", signs=["Fever"], entered_by=cast.ana.practitioner)
    (told,) = read(cast, f"diary/?programme={handout.programme_id}")["results"]
    assert (told["on"], told["done"], told["pain"], told["effort"]) == ("2026-03-02", "partly", 0, None)
    assert (told["words"], told["signs"], told["entered_by"]) == ("Better", ["Fever"], "Ana")
    assert told["patient"] == str(handout.programme.patient_id)
    record = AccessRecord.objects.get(door="api")
    assert (record.kind, record.patient_id) == ("list", handout.programme.patient_id)


def test_the_diary_tells_what_came_in_since(cast: Cast, handout: Handout):
    written(handout, written_at=timezone.now() - timedelta(days=2))
    new = written(handout)
    since = quote((timezone.now() - timedelta(days=1)).isoformat())
    assert ids(ask(cast.ana, f"diary/?since={since}")) == [str(new.pk)]
    assert len(ids(ask(cast.ana, "diary/"))) == 2


def test_the_diary_is_there_for_its_clinic_alone(cast: Cast, handout: Handout):
    entry = written(handout)
    assert ids(ask(cast.carla, "diary/")) == []
    assert ask(cast.carla, f"diary/{entry.pk}/").status_code == 404
    assert ask(cast.carla, f"diary/?programme={handout.programme_id}").status_code == 404


def test_a_page_of_the_diary_goes_on_where_it_ended(cast: Cast, handout: Handout):
    rows = [written(handout, written_at=timezone.now() - timedelta(hours=hour)) for hour in range(5, 0, -1)]
    page = ask(cast.ana, "diary/?page_size=2")
    seen = ids(page)
    rows.append(written(handout))
    while page.json()["next"]:
        page = ask(cast.ana, page.json()["next"].partition("/api/v1/")[2])
        seen += ids(page)
    assert seen == [str(row.pk) for row in rows]


def test_a_list_of_the_diary_costs_the_same_however_long_it_is(
    cast: Cast, handout: Handout, django_assert_max_num_queries, django_assert_num_queries
):
    written(handout)
    with django_assert_max_num_queries(30) as short:
        ask(cast.ana, "diary/")
    asked = len(short)
    for _number in range(20):
        written(handout, entered_by=cast.ana.practitioner)
    with django_assert_num_queries(asked):
        ask(cast.ana, "diary/")
