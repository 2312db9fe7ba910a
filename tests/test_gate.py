import pytest

from programmes.handout import gate
from programmes.models import Programme, ScreeningAnswer
from tests.factories import (
    make_patient_flag,
    make_practitioner,
    make_programme,
    make_red_flag,
    make_screening,
    make_template,
)

pytestmark = pytest.mark.django_db


def codes(programme: Programme) -> set[str]:
    return {gap.code for gap in gate.gaps(Programme.objects.with_lines().get(pk=programme.pk))}


def ready() -> Programme:
    programme = make_programme()
    make_screening(programme)
    return programme


def test_a_finished_programme_may_be_issued():
    assert codes(ready()) == set()


@pytest.mark.parametrize(
    ("field", "empty", "code"),
    [
        ("goal", "  ", "no-goal"),
        ("side", "", "no-side"),
        ("practised_on", None, "not-practised"),
        ("review_date", None, "no-review"),
    ],
)
def test_an_empty_field_is_named(field: str, empty: object, code: str):
    programme = ready()
    Programme.objects.filter(pk=programme.pk).update(**{field: empty})
    assert codes(programme) == {code}


def test_a_warm_up_needs_no_side():
    programme = ready()
    Programme.objects.filter(pk=programme.pk).update(side="", kind="warm-up")
    assert codes(programme) == set()


def test_a_template_is_not_issued():
    assert "no-patient" in codes(make_template())


def test_a_programme_without_exercises_is_not_issued():
    programme = ready()
    programme.phases.get().prescriptions.all().delete()
    assert codes(programme) == {"no-exercise"}


def test_a_missing_dose_names_the_exercise_and_the_line():
    programme = ready()
    line = programme.phases.get().prescriptions.get()
    line.sets = None
    line.save()
    (gap,) = gate.gaps(Programme.objects.with_lines().get(pk=programme.pk))
    assert gap.field == f"prescription:{line.pk}"
    assert str(line.exercise) in gap.message


def test_without_a_screening_nothing_is_issued():
    assert codes(make_programme()) == {"no-screening"}


def test_a_screening_for_another_condition_does_not_count():
    programme = make_programme()
    other = make_programme(patient=programme.patient)
    make_screening(other)
    assert codes(programme) == {"no-screening"}


@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_an_urgent_sign_asks_how_it_was_dealt_with(urgency: str):
    make_red_flag(urgency=urgency)
    programme = make_programme()
    screening = make_screening(programme)
    screening.answers.update(answer=ScreeningAnswer.Answer.YES)
    assert codes(programme) == {"urgent-sign"}
    screening.seen_and_dealt_with = "Seen at the hospital on Monday, cleared."
    screening.save()
    assert codes(programme) == set()


def test_a_sign_for_within_two_weeks_does_not_stop_the_handout():
    make_red_flag(urgency="within_2_weeks")
    programme = make_programme()
    make_screening(programme).answers.update(answer=ScreeningAnswer.Answer.YES)
    assert codes(programme) == set()


def test_the_last_screening_counts():
    make_red_flag()
    programme = make_programme()
    by = make_practitioner(clinic=programme.clinic)
    old = make_screening(programme, done_by=by)
    old.answers.update(answer=ScreeningAnswer.Answer.YES)
    make_screening(programme, done_by=by)
    assert codes(programme) == set()


def test_a_stop_flag_stops_every_programme():
    programme = ready()
    programme.patient.flags.add(make_patient_flag(group="stop"))
    assert codes(programme) == {"stop-flag"}


def test_a_global_stop_flag_of_another_group_stops_too():
    programme = ready()
    programme.patient.flags.add(make_patient_flag(group="pregnancy", is_global_stop=True))
    assert codes(programme) == {"stop-flag"}


def test_a_flag_the_template_is_not_for_stops_its_programme():
    flag = make_patient_flag(group="knee")
    programme = ready()
    programme.patient.flags.add(flag)
    assert codes(programme) == set()
    programme.not_for_flags.add(flag)
    assert codes(programme) == {"not-for-flag"}


@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_not_asked_is_never_no(urgency: str):
    make_red_flag(urgency=urgency)
    programme = make_programme()
    make_screening(programme).answers.update(answer=ScreeningAnswer.Answer.NOT_ASKED)
    assert codes(programme) == {"not-asked"}


def test_an_unasked_stop_question_stops_too():
    programme = make_programme()
    screening = make_screening(programme)
    ScreeningAnswer.objects.create(screening=screening, patient_flag=make_patient_flag(group="stop"))
    assert codes(programme) == {"not-asked"}


def test_what_could_not_stop_the_handout_may_stay_unasked():
    make_red_flag(urgency="within_2_weeks")
    programme = make_programme()
    screening = make_screening(programme)
    ScreeningAnswer.objects.create(screening=screening, patient_flag=make_patient_flag(group="knee"))
    screening.answers.update(answer=ScreeningAnswer.Answer.NOT_ASKED)
    assert codes(programme) == set()
