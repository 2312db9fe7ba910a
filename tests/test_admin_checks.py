"""What the checks find, on the pages of programmes and templates: one quiet line beside what it is about."""

import re
from html import unescape

import pytest

from programmes.dosage import Dosage, Kind
from programmes.models import Practitioner, Programme
from tests.cast import Cast
from tests.factories import make_exercise, make_prescription
from tests.test_completeness import full_template
from tests.workbench import address, at, shown

pytestmark = pytest.mark.django_db


def page_of(row: Programme) -> str:
    return address("template_change" if row.is_template else "programme_change", row)


def test_the_minutes_stand_beside_the_phase(cast: Cast, programme: Programme):
    page = unescape(shown(cast.ana, page_of(programme)))
    assert "A session: 1 exercise, about 4 minutes. A week: about 14 minutes." in page


def test_heavy_days_and_days_of_holds_are_told_apart_on_the_page(cast: Cast, programme: Programme):
    phase = programme.phases.get()
    hold = make_exercise(tags=["long-isometric-hold"], primary_muscles=["quadriceps"])
    held = Dosage(Kind.HOLD, sets=5, hold_seconds=60, days_per_week=3)
    make_prescription(phase, exercise=hold, dosage=held, side="together")
    make_prescription(phase, exercise=make_exercise(tags=["heavy-load"]))
    assert "By day: heavy days 9, days of holds 6." in unescape(shown(cast.ana, page_of(programme)))


def test_a_dose_that_cannot_be_timed_says_so_beside_the_phase(cast: Cast, programme: Programme):
    programme.phases.get().prescriptions.update(reps=None)
    assert "the minutes cannot be told" in shown(cast.ana, page_of(programme))


def test_the_page_says_how_much_is_there(cast: Cast, programme: Programme):
    said = re.search(r"Complete: (\d+) %", shown(cast.ana, page_of(programme)))
    assert said is not None
    assert 0 < int(said[1]) < 100


def test_a_note_against_its_dose_stands_beside_its_line(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.get()
    line.note = "Hold for 45 seconds."
    line.save()
    page = unescape(shown(cast.ana, page_of(programme)))
    beside = page.split(f'id="prescription-{line.pk}"')[1].split("</li>")[0]
    assert "the note says “45 seconds”" in beside


def test_a_practitioner_without_profession_is_led_to_the_page_that_asks(cast: Cast, programme: Programme):
    Practitioner.objects.filter(pk=cast.ana.practitioner.pk).update(profession="")
    page = shown(cast.ana, page_of(programme))
    (link,) = re.findall(r'<li><a href="([^"]+)">Write the profession', page)
    assert at(cast.ana).get(link).status_code == 200


@pytest.mark.parametrize("part", ["phase", "exercise"])
def test_a_gap_leads_to_the_page_that_closes_it(cast: Cast, programme: Programme, part: str):
    programme.phases.update(step_back_if=[])
    line = programme.phases.get().prescriptions.get()
    line.exercise.texts.update(setup="")
    page = shown(cast.ana, page_of(programme))
    (link,) = re.findall(rf'<li><a href="(/admin/programmes/{part}/[^"]+)">', page.split('class="to-do"')[1])
    assert at(cast.ana).get(link).status_code == 200


def test_a_template_says_what_it_lacks_and_how_long_it_takes(cast: Cast):
    template = full_template()
    page = unescape(shown(cast.ana, page_of(template)))
    assert "Nothing is missing" in page
    assert "Complete: 100 %" in page
    assert "A session: 1 exercise" in page
    template.phases.update(pain_rule=None)
    assert "1 thing to finish" in shown(cast.ana, page_of(template))
