"""Whether it helps: scores of measures and of the patient's own goals, with their days."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from programmes.models import Goal, Measure, Programme, Score
from tests.cast import Cast
from tests.factories import make_patient, make_programme, make_source
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def measure() -> Measure:
    row = Measure.objects.create(
        slug="nprs", name="Pain rating", score_range=[0, 10], better="lower", meaningful_change="about 2 points or 30%"
    )
    row.sources.add(make_source(slug="farrar-2001", title="Pain scores", year=2001))
    return row


@pytest.fixture
def programme(cast: Cast, measure: Measure) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Eva Holm"))
    programme.condition.measure_slugs = ["nprs"]
    programme.condition.save()
    return programme


def page_of(user, programme: Programme) -> str:
    return shown(user, address("programme_progress", programme))


def send(user, programme: Programme, **values):
    return at(user).post(address("programme_progress", programme), values)


def test_the_measures_of_the_condition_are_offered_with_what_a_source_says_matters(cast: Cast, programme: Programme):
    page = page_of(cast.ana, programme)
    assert "Pain rating" in page
    assert "Better is lower." in page
    assert "Smallest change that matters: about 2 points or 30% (" in page
    assert "2001" in page


def test_a_measure_without_a_known_change_that_matters_claims_none(cast: Cast, programme: Programme, measure: Measure):
    Measure.objects.update(meaningful_change="")
    assert "Smallest change" not in page_of(cast.ana, programme)


def test_scores_are_drawn_and_first_and_last_compared(cast: Cast, programme: Programme, measure: Measure):
    for days_ago, value in ((28, "6"), (14, "4.5"), (0, "3")):
        day = (TODAY() - timedelta(days=days_ago)).isoformat()
        assert send(cast.ana, programme, of=str(measure.pk), on=day, value=value).status_code == 302
    page = page_of(cast.ana, programme)
    assert page.count('class="chart"') == 1
    assert re.search(r"6 on .*, 3 on .*: -3\.", page)
    assert Score.objects.first().entered_by == cast.ana.practitioner


def test_a_goal_in_the_patients_words_is_scored_too(cast: Cast, programme: Programme):
    send(cast.ana, programme, words="Kneel in the garden")
    goal = Goal.objects.get()
    send(cast.ana, programme, of=str(goal.pk), on=TODAY().isoformat(), value="4")
    assert "Kneel in the garden" in page_of(cast.ana, programme)
    assert [(score.goal, score.measure, score.value) for score in Score.objects.all()] == [(goal, None, 4)]


@pytest.mark.parametrize(
    ("value", "on", "said"),
    [
        ("11", "2026-11-01", "A score of this is 0 to 10."),
        ("-1", "2026-11-01", "A score of this is 0 to 10."),
        ("good", "2026-11-01", "Enter a number."),
        ("", "2026-11-01", "This field is required."),
        ("5", "soon", "Enter a valid date."),
    ],
)
def test_what_is_no_score_is_refused(
    cast: Cast, programme: Programme, measure: Measure, value: str, on: str, said: str
):
    assert said in send(cast.ana, programme, of=str(measure.pk), on=on, value=value).content.decode()
    assert not Score.objects.exists()


def test_a_measure_without_an_end_takes_any_number_from_nought(cast: Cast, programme: Programme, measure: Measure):
    Measure.objects.update(score_range=[0, None])
    send(cast.ana, programme, of=str(measure.pk), on="2026-11-01", value="42")
    answer = send(cast.ana, programme, of=str(measure.pk), on="2026-11-02", value="-1")
    assert "A score of this is 0 at least." in answer.content.decode()
    assert [score.value for score in Score.objects.all()] == [42]


def test_one_score_a_day_and_each_goal_once(cast: Cast, programme: Programme, measure: Measure):
    for _time in range(2):
        answer = send(cast.ana, programme, of=str(measure.pk), on="2026-11-01", value="5")
    assert "one score a day" in answer.content.decode()
    for _time in range(2):
        answer = send(cast.ana, programme, words="Kneel")
    assert answer.status_code == 200
    assert (Score.objects.count(), Goal.objects.count()) == (1, 1)


def test_a_score_that_was_typed_wrongly_is_taken_away(cast: Cast, programme: Programme, measure: Measure):
    send(cast.ana, programme, of=str(measure.pk), on="2026-11-01", value="5")
    send(cast.ana, programme, delete=str(Score.objects.get().pk))
    assert not Score.objects.exists()


def test_nothing_of_another_programme_can_be_scored_or_taken_away(cast: Cast, programme: Programme):
    other = make_programme()
    goal = Goal.objects.create(programme=other, words="Kneel")
    score = Score.objects.create(
        programme=other, goal=goal, on=date(2026, 11, 1), value=3, entered_by=cast.carla.practitioner
    )
    send(cast.ana, programme, of=str(goal.pk), on="2026-11-01", value="5")
    send(cast.ana, programme, delete=str(score.pk))
    assert list(Score.objects.all()) == [score]


@pytest.mark.parametrize("of", ["", "nprs", "00000000-0000-0000-0000-000000000000"])
def test_what_is_scored_must_be_chosen(cast: Cast, programme: Programme, of: str):
    assert "Choose what is scored." in send(cast.ana, programme, of=of, on="2026-11-01", value="5").content.decode()


def test_a_reader_looks_and_keeps_nothing(cast: Cast, programme: Programme, measure: Measure):
    assert "Pain rating" in page_of(cast.rita, programme)
    send(cast.rita, programme, of=str(measure.pk), on="2026-11-01", value="5")
    assert not Score.objects.exists()


def test_a_programme_without_measures_says_so(cast: Cast, programme: Programme):
    programme.condition.measure_slugs = []
    programme.condition.save()
    assert "Nothing to score" in page_of(cast.ana, programme)
