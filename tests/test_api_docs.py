"""The page about the API in docs/: its addresses answer, and its filters are the ones there are."""

import re
from pathlib import Path

import pytest

from tests.asking import ask, refusal
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import (
    make_condition,
    make_exercise,
    make_handout,
    make_patient,
    make_programme,
    make_programme_kind,
    make_template,
)
from tests.figures import plain_figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = (Path(__file__).resolve().parent.parent / "docs/api.md").read_text()
ROWS = re.findall(r"^\| (`/api/.*?) \| .*? \| (.*?) ?\|$", PAGE, re.MULTILINE)
FILTERS = {re.findall(r"`(.*?)`", addresses)[0]: re.findall(r"`(\w+)`", told) for addresses, told in ROWS}
NOT_FILTERS = {"page", "cursor", "page_size", "language", "side"}


def test_the_page_names_every_kind_of_row():
    assert len(FILTERS) == 17


def test_every_address_on_the_page_answers(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    plain = make_document().as_plain()
    plain["schedule"]["weekdays"] = [1, 3, 5]
    handout = make_handout(programme, document=plain)
    entry = handout.programme.session_logs.create(on="2026-03-02", done="all")
    slugs = {
        "exercises": make_exercise(figure=plain_figure()),
        "conditions": make_condition(),
        "programme-kinds": make_programme_kind(),
        "templates": make_template(),
    }
    ids = {"patients": handout.programme.patient, "programmes": handout.programme, "handouts": handout, "diary": entry}
    for address in set(re.findall(r"`/api/v1/(.*?)`", PAGE)):
        kind = address.partition("/")[0]
        address = address.replace("<slug>", slugs[kind].slug) if kind in slugs else address
        address = address.replace("<id>", str(ids[kind].pk)) if kind in ids else address
        assert ask(cast.ana, address).status_code == 200, address


@pytest.mark.parametrize(
    "address",
    [
        address
        for address in FILTERS
        if not address.endswith(("/pdf/", "/plan/", "/findings/", "/document/", "/fhir/", "/html/", ".ics", ".svg"))
    ],
)
def test_the_page_names_the_filters_there_are(cast: Cast, address: str):
    (told,) = refusal(cast, f"{address.removeprefix('/api/v1/')}?colour=red")["colour"]
    known = re.findall(r"\w+", told.partition("Known here:")[2])
    assert set(known) - NOT_FILTERS == set(FILTERS[address])


def test_the_page_names_what_a_pdf_can_be_asked_in(cast: Cast):
    handout = make_handout(make_programme(patient=make_patient(clinic=cast.clinic)))
    (told,) = refusal(cast, f"handouts/{handout.pk}/pdf/?colour=red")["colour"]
    assert re.findall(r"\w+", told.partition("Known here:")[2]) == FILTERS["/api/v1/handouts/<id>/pdf/"]


def test_the_page_names_what_a_figure_can_be_asked_in(cast: Cast):
    address = "/api/v1/exercises/<slug>/figure.svg"
    (told,) = refusal(cast, f"exercises/{make_exercise().slug}/figure.svg?colour=red")["colour"]
    assert set(re.findall(r"\w+", told.partition("Known here:")[2])) == set(FILTERS[address])


@pytest.mark.parametrize("side", re.findall(r"`(?:\?side=)?(left|right|each|stored)`", PAGE))
def test_the_sides_on_the_page_can_be_asked_for(cast: Cast, side: str):
    assert ask(cast.ana, f"exercises/?side={side}").status_code == 200
