"""The conditions side by side: what the library says of each, to a practitioner who compares. It does not diagnose."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import Condition
from programmes.own_copy import own_copy
from tests.cast import Cast
from tests.factories import make_condition, make_patient_flag, make_red_flag
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def conditions(cast: Cast) -> tuple[Condition, Condition]:
    """Two conditions with a sign and a question each, and one of each that concerns both."""
    make_red_flag(slug="hot", title="Hot knee", screening_question="Is it hot?", is_always_shown=True)
    make_red_flag(slug="lump", title="New lump", screening_question="Is there a lump?", urgency="emergency")
    make_patient_flag(slug="fever", intake_question="Have you a fever?", group="stop")
    make_patient_flag(slug="buckles", intake_question="Does it buckle?")
    kneecap = make_condition(
        slug="kneecap",
        name="Kneecap pain",
        aliases=["PFP"],
        symptoms=["Sore stairs"],
        worse_with=["Sitting for a long time"],
        flag_slugs=["buckles"],
    )
    tendon = make_condition(
        slug="tendon", name="Tendon pain", symptoms=["Sore below it"], worse_with=["Jumping"], red_flag_slugs=["lump"]
    )
    return kneecap, tendon


def url(**asked: str) -> str:
    return reverse("admin:compare_conditions", query=asked or None)


def cell(page: str, row: str, condition: str) -> str:
    """Return what *row* says of *condition*, without its marks."""
    (found,) = re.findall(rf'<td id="{row}-{condition}">(.*?)</td>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_each_condition_says_what_is_its_own(cast: Cast, conditions: Any):
    page = shown(cast.ana, url())
    assert cell(page, "also-called", "kneecap") == "Runner&#x27;s knee PFP"
    assert cell(page, "symptoms", "kneecap") == "Sore stairs"
    assert cell(page, "what-makes-it-worse", "kneecap") == "Sitting for a long time"
    assert cell(page, "what-makes-it-worse", "tendon") == "Jumping"
    assert cell(page, "warning-signs", "tendon") == "New lump (emergency, now)"
    assert cell(page, "warning-signs", "kneecap") == "Nothing of its own."
    assert cell(page, "what-to-ask", "kneecap") == "Does it buckle?"
    assert cell(page, "what-to-ask", "tendon") == "Is there a lump?"


def test_what_is_asked_of_all_is_said_once(cast: Cast, conditions: Any):
    table, _heading, shared = shown(cast.ana, url()).partition("The same for all of them")
    for words in ("Hot knee", "Is it hot?", "Have you a fever?"):
        assert (table.count(words), shared.count(words)) == (0, 1), words


def test_the_page_says_that_it_does_not_diagnose_and_has_nothing_to_tick(cast: Cast, conditions: Any):
    page = shown(cast.ana, url(q="sore"))
    assert "It does not diagnose" in page
    assert not re.search(r'type="(checkbox|radio|number)"', page)
    assert "%" not in page.split('id="content-main"')[1]


@pytest.mark.parametrize(
    ("term", "place"),
    [
        ("STAIRS", "symptoms-kneecap"),
        ("stair sore", "symptoms-kneecap"),
        ("sitting", "what-makes-it-worse-kneecap"),
        ("pfp", "also-called-kneecap"),
        ("jump", "what-makes-it-worse-tendon"),
        ("lump", "warning-signs-tendon"),
        ("fever", "all-questions"),
    ],
)
def test_what_is_sought_is_marked_and_led_to(cast: Cast, conditions: Any, term: str, place: str):
    page = shown(cast.ana, url(q=term))
    assert f'<a href="#{place}">' in page
    assert page.count(f'id="{place}"') == 1
    assert "<mark>" in page


def test_seeking_leaves_everything_in_its_place(cast: Cast, conditions: Any):
    page = shown(cast.ana, url(q="jumping"))
    assert page.index("Kneecap pain</a>") < page.index("Tendon pain</a>")
    assert cell(page, "symptoms", "kneecap") == "Sore stairs"


def test_what_is_not_there_is_said_so(cast: Cast, conditions: Any):
    page = shown(cast.ana, url(q="<b>elbow"))
    assert "“&lt;b&gt;elbow” stands nowhere on this page." in page
    assert "stands nowhere" not in shown(cast.ana, url(q=" - "))


def test_a_clinics_own_copy_stands_in_and_nobody_else_sees_it(cast: Cast, conditions: Any):
    copy = own_copy(conditions[0], cast.clinic)
    copy.symptoms = ["Sore hills"]
    copy.save()
    make_condition(name="Riverside knee", clinic=cast.clinic)
    page = shown(cast.ana, url())
    assert cell(page, "symptoms", "kneecap") == "Sore hills"
    assert "Riverside knee" in page
    assert page.count("your clinic's own") == 2
    elsewhere = shown(cast.carla, url())
    assert cell(elsewhere, "symptoms", "kneecap") == "Sore stairs"
    assert "Riverside knee" not in elsewhere


def test_what_is_retired_is_left_out(cast: Cast, conditions: Any):
    Condition.objects.filter(slug="tendon").update(is_retired=True)
    page = shown(cast.ana, url())
    assert "Tendon pain" not in page
    assert "The same for all of them" not in page
    assert "Is it hot?" in cell(page, "what-to-ask", "kneecap")


def test_an_empty_library_says_so(cast: Cast):
    assert "There is no condition in the library yet." in shown(cast.ana, url())


def test_it_is_for_people_of_a_clinic(cast: Cast, conditions: Any):
    answers = {user.username: at(user).get(url()).status_code for user in (cast.rita, cast.stan, cast.sue)}
    assert answers == {"rita": 200, "stan": 403, "sue": 200}


def test_the_page_is_reached_from_the_front_page_and_from_the_list(cast: Cast):
    link = f'<a href="{url()}">Compare conditions</a>'
    for page in (reverse("admin:index"), address("condition_changelist")):
        assert link in shown(cast.rita, page)


def test_queries_do_not_grow_with_the_conditions(cast: Cast, conditions: Any):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(q="sore")).status_code == 200
        return len(queries)

    client = at(cast.ana)
    count()
    few = count()
    for _each in range(5):
        make_condition(red_flag_slugs=["lump"], flag_slugs=["buckles"])
    # Two say who is asking; three read the conditions, the signs and the flags.
    assert count() == few == 5
