"""The front page: patients at hand, programmes to review, and lists that say what they hold."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programmes.admin import workbench
from programmes.admin.list_words import LIST_WORDS
from programmes.admin.one_writer import is_outgrown
from programmes.admin.opened import MOST_SHOWN
from programmes.admin.scoped import ScopedAdmin
from programmes.models import Opening, Patient, Practitioner, Programme, Snapshot
from programmes.models.opening import MOST_KEPT
from tests.cast import Cast
from tests.factories import make_patient, make_programme, make_template
from tests.live import ROOT
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db
WITHOUT_LIST = {"phase", "prescription", "runningplan"}


def patient(cast: Cast, name: str = "Eva Holm", **kwargs: Any) -> Patient:
    return make_patient(name=name, **{"clinic": cast.clinic, **kwargs})


def part(user: User, heading: str) -> str:
    """Return one panel of the front page as *user* sees it."""
    return shown(user, reverse("admin:index")).split(f'id="{heading}-heading"')[1].split("</section>")[0]


def names_in(words: str) -> list[str]:
    return re.findall(r'/patient/[^"]+">([^,<]+)', words)


def open_page(user: User, row: Patient | Programme) -> None:
    shown(user, address(f"{row._meta.model_name}_change", row))


# Patients opened last


def test_the_patients_somebody_opened_stand_there_the_last_one_first(cast: Cast):
    eva, ida = patient(cast), patient(cast, "Ida Lind")
    for row in (eva, ida, eva):
        open_page(cast.ana, row)
    words = part(cast.ana, "opened")
    assert names_in(words) == ["Eva Holm", "Ida Lind"]
    assert "Eva Holm, born 2 Apr 1990" in words


def test_opening_a_programme_opens_its_patient(cast: Cast):
    programme = make_programme(patient=patient(cast), name="Knee programme")
    open_page(cast.ana, programme)
    words = part(cast.ana, "opened")
    assert names_in(words) == ["Eva Holm"]
    assert f'href="{address("programme_build", programme)}">Knee programme</a>' in words


def test_what_one_person_opened_is_nobody_elses(cast: Cast):
    open_page(cast.ana, patient(cast))
    for other in (cast.ben, cast.olga, cast.rita, cast.carla):
        assert "Nobody yet." in part(other, "opened"), other
    assert "Eva Holm" not in shown(cast.sue, reverse("admin:index"))


def test_readers_have_patients_at_hand_too(cast: Cast):
    open_page(cast.rita, patient(cast))
    assert names_in(part(cast.rita, "opened")) == ["Eva Holm"]


def test_whom_one_may_not_see_is_neither_noted_nor_shown(cast: Cast):
    eva = patient(cast)
    for user in (cast.carla, cast.stan):
        assert at(user).get(address("patient_change", eva)).status_code == 404
    assert not Opening.objects.exists()
    open_page(cast.ana, eva)
    Practitioner.objects.filter(user=cast.ana).update(clinic=cast.other_clinic)
    assert names_in(part(cast.ana, "opened")) == []


def test_who_was_archived_is_at_hand_no_more(cast: Cast):
    eva, ida = patient(cast), patient(cast, "Ida Lind")
    for row in (eva, ida):
        open_page(cast.ana, row)
    eva.archive()
    ida.discharge()
    assert names_in(part(cast.ana, "opened")) == ["Ida Lind"]


def test_only_the_last_few_are_kept(cast: Cast):
    other = Opening.objects.create(practitioner=cast.ben.practitioner, patient=patient(cast), at=timezone.now())
    rows = [patient(cast, f"Patient {number}") for number in range(MOST_KEPT + 2)]
    for row in rows:
        Opening.objects.note(cast.ana.practitioner, row)
    kept = Opening.objects.filter(practitioner=cast.ana.practitioner)
    assert [opening.patient for opening in kept] == rows[:1:-1]
    assert Opening.objects.filter(pk=other.pk).exists()
    assert len(names_in(part(cast.ana, "opened"))) == MOST_SHOWN


def test_opening_a_patient_writes_in_no_log(cast: Cast, caplog: pytest.LogCaptureFixture):
    eva = patient(cast)
    history = eva.history.count()
    with caplog.at_level("DEBUG"):
        open_page(cast.ana, eva)
        shown(cast.ana, reverse("admin:index"))
    assert not [record for record in caplog.records if "Eva" in record.getMessage()]
    assert (LogEntry.objects.count(), eva.history.count()) == (0, history)


# Programmes to review


def to_review(cast: Cast, days: int, name: str = "Eva Holm", **kwargs: Any) -> Programme:
    """Make a programme whose review is *days* from now."""
    due = timezone.localdate() + timedelta(days=days)
    return make_programme(patient=patient(cast, name, **kwargs), name="Knee", review_date=due)


def test_what_is_due_stands_there_the_longest_overdue_first(cast: Cast):
    for days, name in ((0, "Today"), (-3, "Three"), (1, "Tomorrow"), (-30, "Thirty")):
        to_review(cast, days, name)
    words = part(cast.ana, "review")
    assert re.findall(r">(\w+): Knee</a>", words) == ["Thirty", "Three", "Today"]
    assert words.count("overdue since") == 2
    assert words.count("due today") == 1


def test_who_is_treated_no_longer_and_who_is_treated_elsewhere_is_not_to_be_reviewed(cast: Cast):
    to_review(cast, -1, "Archived").patient.archive()
    to_review(cast, -1, "Discharged").patient.discharge()
    to_review(cast, -1, "Elsewhere", clinic=cast.other_clinic)
    make_template(review_date=timezone.localdate())
    assert "None is due." in part(cast.ana, "review")
    assert "Elsewhere" in part(cast.carla, "review")
    assert 'id="review-heading"' not in shown(cast.stan, reverse("admin:index"))


def test_readers_see_what_is_due(cast: Cast):
    to_review(cast, -1)
    assert "Eva Holm: Knee" in part(cast.rita, "review")


def test_a_colleagues_programme_says_whose_it_is(cast: Cast):
    programme = to_review(cast, -1)
    Programme.objects.filter(pk=programme.pk).update(created_by=cast.ben.practitioner)
    assert '<span class="quiet">Ben</span>' in part(cast.ana, "review")
    assert '<span class="quiet">Ben</span>' not in part(cast.ben, "review")


def test_more_than_fit_are_a_press_away(cast: Cast):
    for number in range(10):
        to_review(cast, -number, f"Patient {number}")
    to_review(cast, 3, "Later")
    words = part(cast.ana, "review")
    assert words.count("<li>") == 8
    (url,) = re.findall(r'href="([^"]+)">Show all 10<', words)
    page = shown(cast.ana, url)
    assert "10 programmes" in page
    assert "Later" not in page


@pytest.mark.parametrize(("asked", "names"), [("due", {"Now"}), ("soon", {"Week"}), ("none", {"Never"})])
def test_the_list_of_programmes_is_asked_by_review(cast: Cast, asked: str, names: set[str]):
    for days, name in ((0, "Now"), (7, "Week"), (8, "Later")):
        to_review(cast, days, name)
    Programme.objects.filter(pk=to_review(cast, 0, "Never").pk).update(review_date=None)
    page = shown(cast.ana, f"{address('programme_changelist')}?due={asked}")
    assert {name for name in ("Now", "Week", "Later", "Never") if f">{name}, born" in page} == names


# The page and the lists


def test_the_front_page_takes_the_same_queries_however_much_waits(cast: Cast):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("admin:index")).status_code == 200
        return len(captured)

    client = at(cast.ana)
    open_page(cast.ana, to_review(cast, -1))
    count()
    before = count()
    for number in range(5):
        open_page(cast.ana, to_review(cast, -number, f"Patient {number}"))
    assert count() == before


def lists() -> list[str]:
    pages = workbench._registry.items()
    return [
        model._meta.model_name
        for model, page in pages
        if isinstance(page, ScopedAdmin) and model._meta.model_name not in WITHOUT_LIST
    ]


def test_every_list_says_what_it_holds_what_to_seek_and_what_to_do_when_it_is_empty():
    assert set(LIST_WORDS) == set(lists())
    assert [name for name in lists() if not workbench._registry[_model(name)].search_help_text] == []


def test_an_empty_list_says_what_to_do_and_a_search_that_finds_nothing_says_that(cast: Cast):
    page = shown(cast.ana, address("patient_changelist"))
    assert "Everybody your clinic treats." in page
    assert "No patient yet. Press “Add patient”" in page
    page = shown(cast.ana, f"{address('patient_changelist')}?q=nobody")
    assert "Nothing found." in page
    assert "No patient yet." not in page


def _model(name: str) -> Any:
    return next(model for model in workbench._registry if model._meta.model_name == name)


# A database that several people write to


SEVERAL = "Several people have written here in the last 30 days"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is what the notice recommends.")


def writes(user: User, days_ago: int = 0) -> None:
    entry = LogEntry.objects.create(user=user, object_repr="a row", action_flag=ADDITION)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=timezone.now() - timedelta(days=days_ago))


def front_page(user: User) -> str:
    return shown(user, reverse("admin:index"))


@on_sqlite
def test_the_owner_hears_of_postgresql_once_several_people_write(cast: Cast):
    writes(cast.ana)
    assert SEVERAL not in front_page(cast.olga)
    Snapshot.objects.record(make_programme(patient=patient(cast)), cast.ben)
    for user in (cast.olga, cast.sue):
        assert SEVERAL in front_page(user)
        assert "docs/backup.md" in front_page(user)
    assert (ROOT / "docs" / "backup.md").is_file()


@on_sqlite
def test_nobody_hears_of_it_who_cannot_change_it(cast: Cast):
    writes(cast.ana)
    writes(cast.ben)
    for user in (cast.ana, cast.rita):
        assert SEVERAL not in front_page(user)


@on_sqlite
def test_who_wrote_long_ago_does_not_count(cast: Cast):
    writes(cast.ana)
    writes(cast.ana)
    writes(cast.ben, days_ago=31)
    assert SEVERAL not in front_page(cast.olga)


def test_on_postgresql_nobody_hears_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    writes(cast.ana)
    writes(cast.ben)
    monkeypatch.setattr("programmes.admin.one_writer.connection.vendor", "postgresql")
    assert not is_outgrown(cast.olga)


@on_sqlite
def test_asking_costs_one_query_however_many_wrote(cast: Cast, django_assert_num_queries: Any):
    for user in (cast.ana, cast.ben, cast.rita):
        writes(user)
        assert cast.olga.practitioner
        with django_assert_num_queries(1):
            is_outgrown(cast.olga)
