"""What a practitioner writes, measured: after saving beside what it is about, and as it is typed."""

import logging
from typing import Any

import pytest
from django.test import Client

from programmes.handout.checks import readability
from programmes.models import Programme
from programmes.precautions import Finding, Level
from tests.cast import Cast
from tests.factories import make_exercise, make_patient, make_prescription, make_programme
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db

URL = "/admin/words-as-typed/"
LONG = "Walk to the shop and back and then sit on the chair by the door until you feel that your leg is at rest again."


def findings(programme: Programme) -> list[Finding]:
    return list(readability.findings(Programme.objects.with_lines().get(pk=programme.pk)))


# After saving


def test_plain_words_are_not_mentioned():
    assert findings(make_programme()) == []


def test_jargon_in_the_goal_comes_with_the_plain_word():
    (found,) = findings(make_programme(goal="Strong quadriceps"))
    assert (found.code, found.level, found.where) == ("hard-to-read", Level.INFO, "goal")
    assert 'Say "front thigh muscle" in place of "quadriceps".' in found.reason


def test_a_note_that_is_hard_to_read_is_told_beside_its_line():
    programme = make_programme()
    line = programme.phases.get().prescriptions.get()
    line.note = LONG
    line.save()
    (found,) = findings(programme)
    assert found.where == f"prescription:{line.pk}"
    assert "Split the sentence of 25 words" in found.reason


def test_a_clinics_own_exercise_is_measured_and_a_shared_one_is_not():
    programme = make_programme()
    phase = programme.phases.get()
    make_prescription(phase, exercise=make_exercise(steps=["Contract your quadriceps."]))
    assert findings(programme) == []
    own = make_exercise(steps=["Contract your quadriceps."], clinic=programme.clinic)
    line = make_prescription(phase, exercise=own)
    assert [found.where for found in findings(programme)] == [f"prescription:{line.pk}"]


def test_in_another_language_only_long_sentences_are_told():
    assert readability.remarks("quadriceps", "pl") == []
    assert len(readability.remarks(" ".join(["słowo"] * 25), "pl")) == 1
    assert readability.grade(LONG, "pl") is None


def test_what_the_check_of_doses_says_is_not_said_twice():
    assert findings(make_programme(goal="Walk as tolerated")) == []


# As it is typed


def told(cast: Cast, text: str) -> dict[str, Any]:
    answer = at(cast.ana).post(URL, {"text": text})
    assert answer.status_code == 200
    return answer.json()


def test_what_is_typed_is_measured(cast: Cast):
    answer = told(cast, "Contract your quadriceps as tolerated.")
    assert 'Say "front thigh muscle" in place of "quadriceps".' in answer["remarks"]
    assert any("as tolerated" in remark for remark in answer["remarks"])
    assert answer["grade"] == ""


def test_a_longer_text_gets_a_grade(cast: Cast):
    answer = told(cast, "Bend your knee. Hold on to the chair. Then stand up tall and do it again.")
    assert answer["remarks"] == []
    assert answer["grade"].startswith("Reading grade ")
    hard = told(
        cast, "Perform the repetitive multidirectional stabilisation activity consistently and deliberately today."
    )
    assert any("grade" in remark for remark in hard["remarks"])
    assert hard["grade"] == ""


@pytest.mark.parametrize("text", ["", "  ", "\x00", "ą" * 9000, "<b>bold</b>"])
def test_anything_can_be_typed(cast: Cast, text: str):
    assert isinstance(told(cast, text)["remarks"], list)


def test_what_is_typed_is_in_no_address_and_kept_nowhere(cast: Cast, caplog: pytest.LogCaptureFixture):
    assert at(cast.ana).get(URL, {"text": "x"}).status_code == 405
    caplog.set_level(logging.DEBUG)
    answer = at(cast.ana).post(URL, {"text": "Eva and her secret knee"})
    assert "no-store" in answer["Cache-Control"]
    assert "secret" not in caplog.text


def test_a_stranger_is_not_answered():
    assert Client().post(URL, {"text": "quadriceps"}).status_code == 302


def test_a_forged_request_is_refused(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    assert client.post(URL, {"text": "quadriceps"}).status_code == 403


def test_goal_note_and_own_exercises_are_measured_on_their_pages(cast: Cast):
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    line = programme.phases.get().prescriptions.get()
    exercise = make_exercise(clinic=cast.clinic)
    pages = {
        address("programme_change", programme): ("goal",),
        address("prescription_change", line): ("why", "note"),
        address("exercise_change", exercise): ("texts-0-setup", "texts-0-steps"),
    }
    for url, names in pages.items():
        page = shown(cast.ana, url)
        assert "words-as-typed.js" in page
        for name in names:
            field = next(tag for tag in page.split("<") if f'name="{name}"' in tag)
            assert f'data-words-as-typed="{URL}"' in field
