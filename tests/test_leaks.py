"""Ways round the rules that were found by attacking the site, each closed and kept closed."""

import pytest

from programmes.handout import gate
from programmes.models import PatientFlag, Programme, ScreeningAnswer
from tests.cast import Cast, make_cast
from tests.factories import make_patient_flag, make_practitioner, make_programme, make_screening
from tests.workbench import address, messages_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_an_owner_gets_no_password_link_of_whoever_runs_the_machine(cast: Cast):
    sue = make_practitioner(clinic=cast.clinic, user=cast.sue, name="Sue")
    answer = save(cast.olga, address("practitioner_change", sue), username="another-name")
    assert "set-password" not in messages_of(answer)


def test_a_log_in_name_for_somebody_who_has_one_changes_nothing(cast: Cast):
    answer = save(cast.olga, address("practitioner_change", cast.ben.practitioner), username="another-name")
    assert "set-password" not in messages_of(answer)
    cast.ben.refresh_from_db()
    assert cast.ben.username == "ben"


def screened(answer: str, flag: PatientFlag) -> Programme:
    """Return a finished programme of a patient who gave *answer* about *flag*, which is not on the record."""
    programme = make_programme()
    screening = make_screening(programme)
    ScreeningAnswer.objects.create(screening=screening, patient_flag=flag, position=99, answer=answer)
    return Programme.objects.with_lines().get(pk=programme.pk)


def test_a_yes_to_what_stops_exercise_stops_it_before_anybody_puts_it_on_the_record():
    (gap,) = gate.gaps(screened("yes", make_patient_flag(group="stop")))
    assert (gap.code, gap.field) == ("stop-flag", "screening")


def test_a_yes_that_stops_exercise_is_not_written_away():
    programme = screened("yes", make_patient_flag(group="stop"))
    programme.patient.screenings.update(seen_and_dealt_with="Looks fine.")
    assert [gap.code for gap in gate.gaps(programme)] == ["stop-flag"]


def test_a_yes_that_is_on_the_record_too_is_told_once():
    flag = make_patient_flag(group="stop")
    programme = screened("yes", flag)
    programme.patient.flags.add(flag)
    assert [gap.field for gap in gate.gaps(programme)] == ["patient"]


def test_a_yes_that_the_template_is_not_for_stops_its_programme():
    flag = make_patient_flag(group="knee")
    programme = screened("yes", flag)
    assert gate.gaps(programme) == []
    programme.not_for_flags.add(flag)
    assert [gap.code for gap in gate.gaps(programme)] == ["not-for-flag"]


def test_a_no_to_what_stops_exercise_stops_nothing():
    assert gate.gaps(screened("no", make_patient_flag(group="stop"))) == []
