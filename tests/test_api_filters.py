"""Filters and pages of the API: what finds what, and what is refused because it would find too much."""

from datetime import UTC, datetime

import pytest

from programmes.models import Exercise, Programme
from tests.asking import ask, detail, ids, read, refusal, slugs
from tests.cast import Cast
from tests.factories import (
    make_condition,
    make_exercise,
    make_handout,
    make_kit,
    make_patient,
    make_phase,
    make_prescription,
    make_programme,
    make_purpose,
    make_template,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def shelf(cast: Cast) -> None:
    squat = make_exercise(slug="squat", name="Squat", aliases=["Knee bends"], body_regions=["knee", "thigh"])
    plank = make_exercise(slug="plank", name="Side plank", category="activation", start_position="side-lying")
    Exercise.objects.filter(pk=plank.pk).update(body_regions=["hip"])
    squat.kit_needs.create().any_of.add(make_kit(slug="chair", substitute=""), make_kit(slug="wall", substitute=""))
    plank.purposes.add(make_purpose(slug="strong-hips"))
    make_kit(slug="mat")
    template = make_template(phases=0, condition=make_condition(slug="sore-knee"))
    make_prescription(make_phase(template), exercise=squat)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("category=strength", ["squat"]),
        ("category=balance", []),
        ("position=side-lying", ["plank"]),
        ("purpose=strong-hips", ["plank"]),
        ("kit=wall", ["squat"]),
        ("kit_at_hand=wall", ["plank", "squat"]),
        ("kit_at_hand=mat", ["plank"]),
        ("condition=sore-knee", ["squat"]),
        ("region=knee", ["squat"]),
        ("region=hip", ["plank"]),
        ("q=squats", ["squat"]),
        ("q=KNEE bend", ["squat"]),
        ("q=nothing", []),
        ("category=strength&region=knee&q=squat", ["squat"]),
        ("category=strength&region=hip", []),
    ],
)
def test_exercises_are_found_by(cast: Cast, asked: str, found: list[str]):
    assert slugs(ask(cast.ana, f"exercises/?{asked}")) == found


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("asked", "parameter", "told"),
    [
        ("category=yoga", "category", "Select a valid choice. yoga is not one of the available choices."),
        ("position=flying", "position", "Select a valid choice. flying is not one of the available choices."),
        ("purpose=fame", "purpose", "There is no such purpose."),
        ("kit=sword", "kit", "There is no such kit."),
        ("kit_at_hand=wall,sword,axe", "kit_at_hand", "There is no such kit: axe, sword."),
        ("condition=flat-feet", "condition", "There is no such condition."),
        ("region=elbow", "region", "There is no such region. There is: hip, knee, thigh."),
        ("region=%22", "region", "There is no such region. There is: hip, knee, thigh."),
        ("q=%21%7C", "q", "Search for letters or numbers."),
        ("q=a%00b", "q", "Null characters are not allowed."),
        ("q=knee&language=%00", "language", "Null characters are not allowed."),
        ("side=up", "side", '"up" is not a valid choice.'),
        ("page_size=0", "page_size", "Give a number from 1 to 100."),
        ("page_size=101", "page_size", "Give a number from 1 to 100."),
        ("page_size=many", "page_size", "Give a number from 1 to 100."),
        ("page_size=" + "9" * 5000, "page_size", "Give a number from 1 to 100."),
        ("category=", "category", "Give a value, or leave the parameter out."),
        ("q=%20", "q", "Give a value, or leave the parameter out."),
        ("category=strength&category=balance", "category", "Give this parameter once."),
        (
            "colour=red",
            "colour",
            "Unknown parameter. Known here: "
            "category, condition, kit, kit_at_hand, language, page, page_size, position, purpose, q, region, side.",
        ),
    ],
)
def test_a_bad_parameter_is_refused_by_name(cast: Cast, asked: str, parameter: str, told: str):
    assert refusal(cast, f"exercises/?{asked}") == {parameter: [told]}


def test_an_exercise_with_a_shared_purpose_and_the_clinics_own_copy_of_it_is_found_once(cast: Cast):
    purposes = make_purpose(slug="stairs"), make_purpose(slug="stairs", clinic=cast.clinic)
    make_exercise(slug="step-up").purposes.add(*purposes)
    assert slugs(ask(cast.ana, "exercises/?purpose=stairs")) == ["step-up"]


def test_a_refusal_is_one_sentence_too(cast: Cast):
    told = detail(ask(cast.ana, "conditions/?colour=red"))
    assert told == "colour: Unknown parameter. Known here: page, page_size."


@pytest.mark.parametrize(
    "address",
    ["exercises/squat/?category=strength", "programmes/{programme}/?patient=1", "conditions/?q=knee", "templates/?q=a"],
)
def test_a_filter_is_refused_where_it_means_nothing(cast: Cast, programme: Programme, address: str):
    make_exercise(slug="squat")
    assert refusal(cast, address.format(programme=programme.pk))


@pytest.mark.parametrize(
    "asked",
    [
        "patient=17",
        "patient=",
        "kind=yoga",
        "condition=flat-feet",
        "changed_since=yesterday",
        "changed_since=0001-01-01T00:00:00%2B14:00",
    ],
)
def test_a_bad_filter_never_lists_every_programme(cast: Cast, programme: Programme, asked: str):
    assert refusal(cast, f"programmes/?{asked}")


def test_programmes_are_found_by_condition_patient_and_kind(cast: Cast, programme: Programme):
    warm_up = make_programme(patient=make_patient(clinic=cast.clinic), kind="warm-up", condition=None)
    for asked, found in [
        (f"condition={programme.condition.slug}", programme),
        (f"patient={programme.patient_id}", programme),
        ("kind=condition", programme),
        ("kind=warm-up", warm_up),
        (f"patient={warm_up.patient_id}", warm_up),
    ]:
        assert ids(ask(cast.ana, f"programmes/?{asked}")) == [str(found.pk)]


def test_programmes_of_the_shared_condition_are_found_when_the_clinic_has_its_own_copy(
    cast: Cast, programme: Programme
):
    make_condition(slug=programme.condition.slug, clinic=cast.clinic)
    assert ids(ask(cast.ana, f"programmes/?condition={programme.condition.slug}")) == [str(programme.pk)]


def test_programmes_changed_since_a_moment_are_found(cast: Cast, programme: Programme):
    Programme.objects.filter(pk=programme.pk).update(changed_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T08:00:00Z")) == [str(programme.pk)]
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T08:00:01Z")) == []
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-01T10:00:00%2B02:00")) == [str(programme.pk)]


def test_a_changed_dose_is_a_change_of_its_programme(cast: Cast, programme: Programme):
    Programme.objects.update(changed_at=datetime(2026, 3, 1, 8, tzinfo=UTC))
    programme.phases.get().prescriptions.get().save()
    assert ids(ask(cast.ana, "programmes/?changed_since=2026-03-02T00:00:00Z")) == [str(programme.pk)]


def test_templates_are_found_by_condition_and_kind(cast: Cast):
    make_template(slug="tpl-knee", condition=make_condition(slug="sore-knee"))
    make_template(slug="tpl-warm-up", kind="warm-up")
    assert slugs(ask(cast.ana, "templates/?condition=sore-knee")) == ["tpl-knee"]
    assert slugs(ask(cast.ana, "templates/?kind=warm-up")) == ["tpl-warm-up"]


def test_handouts_are_found_by_programme_patient_and_moment(cast: Cast, programme: Programme):
    first = make_handout(programme, issued_at=datetime(2026, 3, 1, tzinfo=UTC))
    other = make_handout(
        make_programme(patient=make_patient(clinic=cast.clinic)), issued_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    for asked, found in [
        (f"programme={programme.pk}", [first]),
        (f"patient={other.programme.patient_id}", [other]),
        ("issued_since=2026-03-15T00:00:00Z", [other]),
        ("withdrawn_since=2026-01-01T00:00:00Z", []),
    ]:
        assert ids(ask(cast.ana, f"handouts/?{asked}")) == [str(handout.pk) for handout in found]
    first.withdraw(cast.ana.practitioner, "Wrong side")
    assert ids(ask(cast.ana, "handouts/?withdrawn_since=2026-01-01T00:00:00Z")) == [str(first.pk)]


def test_a_long_list_comes_in_pages_of_a_hundred_in_the_same_order_each_time(cast: Cast):
    make_exercise(slug="e-000")
    shared = Exercise.objects.get()
    Exercise.objects.bulk_create(
        Exercise(slug=f"e-{number:03}", category=shared.category, dose_kind="reps") for number in range(104, 0, -1)
    )
    first, second = read(cast, "exercises/"), read(cast, "exercises/?page=2")
    assert (first["count"], len(first["results"]), len(second["results"])) == (105, 100, 5)
    assert first["next"].endswith("/api/v1/exercises/?page=2")
    told = [row["slug"] for row in first["results"] + second["results"]]
    assert told == [f"e-{number:03}" for number in range(105)]


def test_a_page_can_be_made_smaller(cast: Cast):
    for slug in "abc":
        make_exercise(slug=slug)
    assert slugs(ask(cast.ana, "exercises/?page_size=2&page=2")) == ["c"]


@pytest.mark.parametrize("page", ["3", "0", "-1", "x", "9" * 5000])
def test_a_page_that_is_not_there_is_said_so(cast: Cast, page: str):
    answer = ask(cast.ana, f"exercises/?page={page}")
    assert answer.status_code == 404
    assert detail(answer).startswith("There is no page")


def test_programmes_stay_in_their_place_when_they_are_changed(cast: Cast, programme: Programme):
    later = make_programme(patient=make_patient(clinic=cast.clinic))
    programme.save()
    assert ids(ask(cast.ana, "programmes/")) == [str(programme.pk), str(later.pk)]
