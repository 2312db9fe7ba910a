"""The search: what people type finds what they mean, on every database; its entries keep step with the library."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from programmes.models import Clinic, Exercise, ExerciseText, Found, Language, SearchEntry, SearchWord
from programmes.models.library.search import find, index
from programmes.models.library.search.indexing import index_everything
from programmes.own_copy import own_copy
from tests.cast import make_cast
from tests.factories import (
    make_clinic,
    make_exercise,
    make_favourite,
    make_language,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_purpose,
)
from tests.search_queries import Query, queries

pytestmark = pytest.mark.django_db
LOOKED_AT = 3
# The share of the table that must find the right exercise among the first three.
ENOUGH = 0.95


@pytest.fixture(params=["index", "no index"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database with its own index, and as one that has none."""
    if request.param == "no index":
        monkeypatch.setattr(index, "has_full_text", lambda database: False)
    return request.param


@pytest.fixture
def library() -> None:
    call_command("load_library", verbosity=0)


def slugs(typed: str, **kwargs: object) -> list[str]:
    return [exercise.slug for exercise in Exercise.objects.search(typed, **kwargs)]


def found(typed: str, **kwargs: object) -> dict[str, Found]:
    return {exercise.slug: Found(exercise.found) for exercise in Exercise.objects.search(typed, **kwargs)}


def missed() -> Iterator[Query]:
    for query in queries():
        if not query.right & set(slugs(query.typed, language=query.language)[:LOOKED_AT]):
            yield query


def test_what_people_type_finds_what_they_mean(library: None, database: str):
    asked = queries()
    misses = list(missed())
    assert len(asked) >= 50
    assert len(misses) <= (1 - ENOUGH) * len(asked), [query.typed for query in misses]


def test_every_query_of_the_table_names_exercises_that_there_are(library: None):
    known = set(Exercise.objects.values_list("slug", flat=True))
    assert {slug for query in queries() for slug in query.right} <= known
    assert len({(query.typed, query.language) for query in queries()}) == len(queries())


def test_an_index_changes_no_answer(library: None, monkeypatch: pytest.MonkeyPatch):
    with_index = [slugs(query.typed, language=query.language) for query in queries()]
    monkeypatch.setattr(index, "has_full_text", lambda database: False)
    assert [slugs(query.typed, language=query.language) for query in queries()] == with_index


def test_the_databases_own_index_is_there():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        indexes = connection.introspection.get_constraints(cursor, SearchEntry._meta.db_table)
    assert index.INDEX in (names if connection.vendor == "sqlite" else indexes)


# In which order
def test_hits_are_ranked_by_how_they_fit(database: str):
    make_language()
    make_exercise(slug="about", name="Plank", body_regions=["bridge"])
    make_exercise(slug="synonym", name="Hip lift", aliases=["Shoulder bridge"])
    make_exercise(slug="purpose", name="Sit", aliases=[]).purposes.add(make_purpose(name="bridge"))
    make_exercise(slug="word", name="Long bridge")
    make_exercise(slug="beginning", name="Bridge walk-out")
    make_exercise(slug="other-name", name="Pelvic lift", aliases=["Bridges"])
    make_exercise(slug="exact", name="Bridge")
    assert list(found("bridges").items()) == [
        ("exact", Found.EXACT),
        ("other-name", Found.OTHER_NAME),
        ("beginning", Found.BEGINNING),
        ("word", Found.WORD),
        ("purpose", Found.PURPOSE),
        ("synonym", Found.SYNONYM),
        ("about", Found.ABOUT),
    ]


def test_what_fits_alike_comes_in_the_order_of_the_clinics_own_use():
    clinic = make_clinic()
    exercises = {slug: make_exercise(slug=slug, name=f"Squat {slug}") for slug in "bcde"}
    for slug in "ddddc":
        prescribe(exercises[slug], clinic)
    make_favourite(make_practitioner(clinic=clinic), exercise=exercises["e"])
    assert slugs("squat", clinic=clinic) == ["e", "d", "c", "b"]
    assert slugs("squat") == slugs("squat", clinic=make_clinic()) == ["b", "c", "d", "e"]


def prescribe(exercise: Exercise, clinic: Clinic) -> None:
    programme = make_programme(patient=make_patient(clinic=clinic))
    make_prescription(make_phase(programme), exercise=exercise)


def test_use_never_outranks_fit():
    clinic = make_clinic()
    make_exercise(slug="squat", name="Squat")
    prescribe(make_exercise(slug="jump", name="Squat jump"), clinic)
    assert slugs("squat", clinic=clinic) == ["squat", "jump"]


def test_what_an_exercise_is_most_for_ranks_first():
    make_language()
    stairs, hips = make_purpose(slug="z-stairs", name="Stairs hurt"), make_purpose(slug="a-hips", name="Stronger hips")
    for slug, purposes in (("hips-first", (hips, stairs)), ("stairs-first", (stairs, hips))):
        exercise = make_exercise(slug=slug, name="Exercise")
        for purpose in purposes:
            exercise.purposes.add(purpose)
    assert slugs("stairs hurt") == ["stairs-first", "hips-first"]
    assert slugs("stronger hips") == ["hips-first", "stairs-first"]


# What it forgives
@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("calf raise", Found.EXACT),
        ("CALF-RAISES", Found.EXACT),
        ("Cálf raise", Found.EXACT),
        ("  calf   raise! ", Found.EXACT),
        ("heel lift", Found.OTHER_NAME),
        ("raise of the calf", Found.WORD),
        ("rai calf", Found.WORD),
        ("calf riase", Found.CLOSE),
        ("clf raise", Found.CLOSE),
        ("calfraise", Found.CLOSE),
        ("callf rais", Found.CLOSE),
        ("calf raise sideways", Found.CLOSE),
        ("raise the roof beams", None),
        ("xyzzy", None),
        ("calf'; DROP --", Found.CLOSE),
        ('"calf" NEAR (raise*)', Found.CLOSE),
    ],
)
def test_it_forgives(database: str, typed: str, finds: Found | None):
    make_language(search_words={"small_words": ["of", "the"]})
    make_exercise(slug="calf-raise", name="Calf raise", aliases=["Heel lifts"])
    assert found(typed) == ({} if finds is None else {"calf-raise": finds})


def test_it_guesses_only_when_nothing_fits():
    make_language()
    make_exercise(slug="quad-set", name="Quad set")
    make_exercise(slug="squad-drill", name="Squad drill")
    assert found("quad") == {"quad-set": Found.BEGINNING}
    assert found("qaud")["quad-set"] == Found.CLOSE


def test_it_guesses_within_what_it_was_narrowed_to():
    make_language()
    make_exercise(slug="squat", name="Squat", category="strength")
    make_exercise(slug="squash", name="Squash", category="balance")
    rows = Exercise.objects.narrowed(category="balance").search("sqaush")
    assert [(row.slug, row.found) for row in rows] == [("squash", Found.CLOSE)]
    assert not Exercise.objects.narrowed(category="strength").search("squash").exists()


def test_words_that_mean_the_same_find_each_other():
    make_language(search_words={"same_words": [["bum", "bottom"]], "lay_words": {"calf": ["lower leg"]}})
    make_exercise(slug="bottom-lift", name="Bottom lift", primary_muscles=["calf"])
    assert found("bum lift") == {"bottom-lift": Found.WORD}
    assert found("lower leg") == {"bottom-lift": Found.ABOUT}


def test_without_a_letter_or_number_everything_is_left_as_it_is():
    make_exercise(slug="b")
    make_exercise(slug="a")
    assert list(Exercise.objects.order_by("-slug").search(" -?! ")) == list(Exercise.objects.order_by("-slug"))


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_searched_for(typed: str):
    list(Exercise.objects.search(typed))


# In which language
def test_a_language_is_searched_with_the_english_names_behind_it():
    make_language()
    make_language(code="pl", search_words={"lay_words": {"calf": ["łydka"]}})
    exercise = make_exercise(slug="calf-raise", name="Calf raise", primary_muscles=["calf"])
    exercise.texts.create(language="pl", name="Wspięcie na palce")
    assert found("wspiecie", language="pl") == {"calf-raise": Found.BEGINNING}
    assert found("LYDKA", language="pl") == {"calf-raise": Found.ABOUT}
    assert found("calf raise", language="pl") == {"calf-raise": Found.OTHER_NAME}
    assert found("wspięcie") == found("łydka") == {}


def test_a_language_in_which_nothing_is_written_is_searched_as_english():
    make_language()
    make_exercise(slug="squat")
    assert found("squat", language="xx") == {"squat": Found.EXACT}


def test_an_exercise_without_english_words_is_found_by_those_it_has():
    make_language()
    exercise = make_exercise(slug="squat")
    exercise.texts.update(language="de")
    exercise.texts.get().save()
    assert found("squat") == {"squat": Found.EXACT}


# Whose
def test_another_clinics_exercise_is_never_found():
    cast = make_cast()
    make_exercise(slug="zumba", name="Zumba squat", clinic=cast.other_clinic)
    for typed in ("zumba squat", "zumba", "zumab", "squat"):
        rows = Exercise.objects.visible_to(cast.ana).search(typed, clinic=cast.clinic)
        assert not rows.exists(), typed
        assert Exercise.objects.visible_to(cast.carla).search(typed).exists(), typed


def test_the_clinics_copy_is_found_in_place_of_the_shared_exercise_by_its_own_name():
    make_language()
    cast, shared = make_cast(), make_exercise(slug="squat", name="Squat")
    copy = own_copy(shared, cast.clinic)
    copy.texts.get().delete()
    ExerciseText.objects.create(exercise=copy, language="en", name="Our knee bend")
    rows = Exercise.objects.for_clinic(cast.clinic)
    assert list(rows.search("knee bend")) == [copy]
    assert list(Exercise.objects.for_clinic(cast.other_clinic).search("squat")) == [shared]
    assert [row.found for row in rows.search("squat")] == [Found.ABOUT]  # by its short name


def test_a_copy_keeps_the_order_of_purposes_of_its_origin():
    make_language()
    exercise = make_exercise(slug="squat")
    for slug in ("z", "m", "a"):
        exercise.purposes.add(make_purpose(slug=slug, name=f"Purpose {slug}"))
    copy = own_copy(exercise, make_clinic())
    copy.purposes.add(make_purpose(name="Own purpose"))
    entry = SearchEntry.objects.get(exercise=copy, language="en")
    assert entry.purposes == "| purpose z | purpose m | purpose a | own purpose |"


# In step with the library
def change_name(exercise: Exercise) -> None:
    text = exercise.texts.get()
    text.name = "Changed"
    text.save()


def change_purpose(exercise: Exercise) -> None:
    purpose = exercise.purposes.get()
    purpose.name = "Changed"
    purpose.save()


def change_muscles(exercise: Exercise) -> None:
    exercise.primary_muscles = ["changed"]
    exercise.save()


def add_language(exercise: Exercise) -> None:
    make_language(code="de", search_words={"lay_words": {"knee": ["changed"]}})


CHANGES = {
    "its name": change_name,
    "the name of a purpose": change_purpose,
    "its muscles": change_muscles,
    "its purposes": lambda exercise: exercise.purposes.add(make_purpose(name="Changed")),
    "a new text": lambda exercise: exercise.texts.create(language="de", name="Changed"),
    "a new language": add_language,
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_found_at_once_by_what_was_changed(what: str):
    make_language()
    exercise = make_exercise(slug="squat", body_regions=["knee"])
    exercise.purposes.add(make_purpose(name="Stairs"))
    CHANGES[what](exercise)
    language = "de" if Language.objects.filter(code="de").exists() else "en"
    if what == "a new text":
        make_language(code="de")
        language = "de"
    assert slugs("changed", language=language) == ["squat"]
    nothing_is_out_of_step()


def test_it_is_no_longer_found_by_what_is_gone():
    make_language()
    exercise = make_exercise(name="Squat", slug="ex")
    exercise.purposes.add(make_purpose(name="Stairs"))
    exercise.purposes.clear()
    change_name(exercise)
    assert not Exercise.objects.search("stairs").exists()
    assert not Exercise.objects.search("squat").exists()
    exercise.texts.get().delete()
    assert not SearchEntry.objects.exists()
    nothing_is_out_of_step()


def test_words_in_search_yaml_reach_a_clinics_own_exercises_with_the_next_load(library: None):
    own = make_exercise(slug="ours", name="Ours", primary_muscles=["hamstrings"], clinic=make_clinic())
    assert own in Exercise.objects.search("hammies")
    Language.objects.filter(code="en").update(search_words={})
    call_command("load_library", verbosity=0)
    assert own in Exercise.objects.search("hammies")
    nothing_is_out_of_step()


def test_words_that_no_exercise_has_any_more_are_not_guessed(library: None):
    exercise = make_exercise(name="Zzumba", slug="zz", clinic=make_clinic())
    assert SearchWord.objects.filter(word="zzumba").exists()
    change_name(exercise)
    call_command("load_library", verbosity=0)
    assert not SearchWord.objects.filter(word="zzumba").exists()


def test_a_load_that_changes_nothing_writes_no_entry(library: None):
    before = list(SearchEntry.objects.order_by("pk").values_list())
    call_command("load_library", verbosity=0)
    assert list(SearchEntry.objects.order_by("pk").values_list()) == before


def nothing_is_out_of_step() -> None:
    """Fail when an entry is not what indexing anew makes of it, or the database's index not what the entries say."""
    before = set(SearchEntry.objects.values_list())
    index_everything()
    assert set(SearchEntry.objects.values_list()) == before
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index.INDEX}({index.INDEX}, rank) VALUES ('integrity-check', 1)")


# How much it asks of the database
def queries_of(typed: str, clinic: Clinic) -> int:
    with CaptureQueriesContext(connection) as asked:
        list(Exercise.objects.for_clinic(clinic).search(typed, clinic=clinic)[:12])
    return len(asked)


@pytest.mark.parametrize("typed", ["squat", "stairs hurt", "strength", "sqaut", "squat zzz qqq www"])
def test_a_search_takes_the_same_few_queries_among_few_and_many(library: None, typed: str):
    clinic = make_clinic()
    prescribe(Exercise.objects.get(slug="squat"), clinic)
    before = queries_of(typed, clinic)
    for number in range(20):
        exercise = make_exercise(name=f"Squat {number}")
        prescribe(exercise, clinic)
        make_favourite(make_practitioner(clinic=clinic), exercise=exercise)
    assert queries_of(typed, clinic) <= before <= 16


@pytest.mark.parametrize("typed", ["squat", "sq"])
def test_of_many_hits_the_best_hundred_come(monkeypatch: pytest.MonkeyPatch, typed: str):
    monkeypatch.setattr(find, "MOST_HITS", 2)
    make_language()
    for slug in ("Squat jump", "Split squat", "Squat"):
        make_exercise(name=slug, slug=slug.lower().replace(" ", "-"))
    assert slugs(typed) == ["squat", "squat-jump"]
