"""What practitioners see of the patient's side: the link, the diary and the scores, open to everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from programmes.models import Goal, Programme, Score, SessionLog
from tests.browser.test_admin import SignIn, faults, look
from tests.browser.watch import Watch
from tests.cast import make_cast
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_patient, make_programme
from tests.workbench import address


@pytest.fixture
def programme(transactional_db: None, settings, sign_in: SignIn) -> Programme:
    """Return a programme with all that a patient writes, seen by whoever leads it."""
    settings.SITE_URL = "https://rehab.example.org"
    cast = make_cast()
    programme = make_programme(patient=make_patient(clinic=cast.clinic, date_of_birth="1974-05-01"))
    handout = make_handout(programme, document=make_document().as_plain())
    make_link(programme, by=handout.issued_by)
    goal = Goal.objects.create(programme=programme, words="Dance again")
    for days, done in enumerate(SessionLog._meta.get_field("done").choices):
        on = timezone.localdate() - timedelta(days=days)
        signs = ["Sudden chest pain"] if days == 1 else []
        SessionLog.objects.create(programme=programme, on=on, done=done[0], pain=6, effort=days, signs=signs)
        Score.objects.create(programme=programme, goal=goal, on=on, value=8 - days, entered_by=handout.issued_by)
    sign_in(cast.ana)
    return programme


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_about_the_patients_side_are_open_to_everybody(
    page: Page, watch: Watch, programme: Programme, scheme: str, width: int
):
    look(page, scheme, width)
    for name in ("share", "diary", "progress", "change"):
        assert faults(page, watch, address(f"programme_{name}", programme)) == [], name
