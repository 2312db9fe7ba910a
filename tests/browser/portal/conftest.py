"""A patient with a link, and a telephone to open it on."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from programmes import links
from programmes.dosage import Dosage, Kind
from programmes.handout.document import PlannedRun, RunWeek
from programmes.models import RunningPlan, ShareLink
from tests.browser.watch import Watch
from tests.documents import make_card, make_document, make_drawn, make_part
from tests.documents import make_ladder as make_ladder_of_sheet
from tests.factories import make_handout, make_ladder, make_link, make_programme

DOSES = (
    Dosage(Kind.REPS, sets=2, reps=3, rest_seconds=2, days_per_week=3),
    Dosage(Kind.HOLD, sets=1, reps=2, hold_seconds=2, days_per_week=3),
    Dosage(Kind.DISTANCE, distance_metres=20, days_per_week=3),
)


@pytest.fixture
def link(transactional_db: None) -> ShareLink:
    cards = tuple(
        make_card(number=number, name=name, dosage=dose, picture=make_drawn())
        for number, (name, dose) in enumerate(zip(("Clamshell", "Wall sit", "Walk"), DOSES, strict=True), start=1)
    )
    programme = make_programme()
    make_handout(programme, document=make_document(parts=(make_part(cards=cards),)).as_plain())
    return make_link(programme)


@pytest.fixture
def address(link: ShareLink) -> str:
    return reverse("portal:page", args=[links.token_of(link)])


@pytest.fixture
def plan(link: ShareLink) -> RunningPlan:
    """A running plan with runs on their days, and two pairs of shoes to choose from."""
    pairs = [
        {"name": "Blue pair", "worn_from": "2026-01-02"},
        {"name": "A pair with a long name", "worn_from": "2026-02-02"},
    ]
    plan = make_ladder(link.programme, unit="mi", stage_number=9, shoes=pairs)
    days = {"weeks": (RunWeek(date(2026, 3, 2), 9, (PlannedRun(date(2026, 3, 2), "5 miles"),)),)}
    document = make_document(ladder=make_ladder_of_sheet(**days), parts=make_document().parts)
    make_handout(link.programme, document=document.as_plain())
    return plan


@pytest.fixture
def telephone(page: Page, watch: Watch) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page
