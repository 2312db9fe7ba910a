from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.editing import Refused, change_programme
from programmes.handout import gate, overrides
from programmes.handout.verdict import Verdict
from programmes.models import Override, Programme, Screening, ScreeningAnswer, Template
from programmes.own_copy import own_template
from programmes.precautions import Level
from programmes.starting import start_from
from tests.factories import (
    make_clinic,
    make_exercise,
    make_patient,
    make_patient_flag,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_red_flag,
    make_rule,
    make_screening,
    make_shipped_rule,
    make_template,
)

pytestmark = pytest.mark.django_db

EVERYTHING_WITH_A_CLOT = {"when": {"patient_flags_any": ["clot"], "exercise": {"match": "any_exercise"}}}


def judged(programme: Programme) -> Verdict:
    return gate.judge(Programme.objects.with_lines().get(pk=programme.pk))


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


def signed(urgency: str) -> Screening:
    """Return a screening in which a sign of this urgency was answered yes."""
    make_shipped_rule("PR-001")
    make_red_flag(urgency=urgency, title="Hot knee")
    screening = make_screening(make_programme())
    screening.answers.update(answer=ScreeningAnswer.Answer.YES)
    return screening


def programme_of(screening: Screening) -> Programme:
    return screening.patient.programmes.get()


@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_an_urgent_sign_asks_how_it_was_dealt_with(urgency: str):
    screening = signed(urgency)
    (finding,) = judged(programme_of(screening)).unanswered
    assert (finding.code, finding.where, finding.level) == ("PR-001", "screening", Level.BLOCK)
    assert finding.reason.startswith("Hot knee. A warning sign has been ticked.")
    screening.seen_and_dealt_with = "Seen at the hospital on Monday, cleared."
    screening.save()
    verdict = judged(programme_of(screening))
    assert not verdict.keeps_it
    assert [answer.reason for _finding, answer in verdict.answered] == ["Seen at the hospital on Monday, cleared."]


def test_a_sign_for_within_two_weeks_is_only_told():
    verdict = judged(programme_of(signed("within_2_weeks")))
    assert [(finding.code, finding.level) for finding in verdict.findings] == [("PR-001", Level.INFO)]
    assert not verdict.keeps_it


def test_the_last_screening_counts():
    screening = signed("emergency")
    make_screening(programme_of(screening), done_by=screening.done_by)
    assert not judged(programme_of(screening)).keeps_it


def test_what_was_said_of_one_screening_does_not_answer_for_the_next():
    screening = signed("emergency")
    (finding,) = judged(programme_of(screening)).unanswered
    overrides.record(programme_of(screening), finding, "Seen, cleared.", screening.done_by)
    assert not judged(programme_of(screening)).keeps_it
    make_screening(programme_of(screening), done_by=screening.done_by).answers.update(answer="yes")
    assert [each.code for each in judged(programme_of(screening)).unanswered] == ["PR-001"]


def stops_of(programme: Programme) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in judged(programme).stops]


def test_a_stop_flag_stops_every_programme():
    programme = ready()
    programme.patient.flags.add(make_patient_flag(group="stop"))
    assert stops_of(programme) == [("stop-flag", "patient")]


def test_a_global_stop_flag_of_another_group_stops_too():
    programme = ready()
    programme.patient.flags.add(make_patient_flag(group="pregnancy", is_global_stop=True))
    assert stops_of(programme) == [("stop-flag", "patient")]


def test_a_clinics_own_copy_of_a_stop_flag_stops_all_the_same():
    programme = ready()
    make_patient_flag(slug="clot", group="stop")
    programme.patient.flags.add(make_patient_flag(slug="clot", group="knee", clinic=programme.clinic))
    assert stops_of(programme) == [("stop-flag", "patient")]


def test_what_a_rule_says_of_a_stop_flag_cannot_be_overridden_either():
    programme = ready()
    make_rule(slug="SR-X", flags=["clot"], condition=EVERYTHING_WITH_A_CLOT)
    programme.patient.flags.add(make_patient_flag(slug="clot", group="stop"))
    verdict = judged(programme)
    assert {finding.code for finding in verdict.stops} == {"stop-flag", "SR-X"}
    assert verdict.unanswered == ()


def test_a_flag_the_template_is_not_for_stops_its_programme():
    flag = make_patient_flag(group="knee")
    programme = ready()
    programme.patient.flags.add(flag)
    assert stops_of(programme) == []
    programme.not_for_flags.add(flag)
    assert stops_of(programme) == [("not-for-flag", "patient")]


def test_a_programme_keeps_its_origin_through_copies():
    flag = make_patient_flag(group="knee")
    template = make_template()
    template.not_for_flags.add(flag)
    patient = make_patient()
    own = own_template(Template.objects.get(pk=template.pk), patient.clinic)
    own.not_for_flags.clear()
    programme = start_from(Programme.objects.get(pk=own.pk), patient=patient, practitioner=None, side="left")
    patient.flags.add(flag)
    assert stops_of(programme) == [("not-for-flag", "patient")]


def test_a_programme_cannot_forget_its_template():
    patient = make_patient()
    programme = start_from(make_template(), patient=patient, practitioner=None, side="left")
    for data in ({"template": None}, {"template": make_template().slug}):
        with pytest.raises(Refused) as caught:
            change_programme(programme, {"format": 1, **data}, user=None)
        assert [problem.path for problem in caught.value.problems] == ["template"]


def squatting(level: str = "block", **kwargs: Any) -> Programme:
    """Return a programme of one squat for a patient whom the rule about squats is for."""
    make_rule(slug="SR-X", level=level, **kwargs)
    programme = ready()
    programme.phases.get().prescriptions.all().delete()
    make_prescription(programme.phases.get(), exercise=make_exercise(slug="squat"))
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    return programme


def test_a_rule_is_asked_about_each_line():
    programme = squatting()
    line = programme.phases.get().prescriptions.get()
    (finding,) = judged(programme).unanswered
    assert (finding.code, finding.where, finding.because) == ("SR-X", f"prescription:{line.pk}", ("flag", "squat"))
    assert judged(programme).keeps_it


@pytest.mark.parametrize(("level", "keeps"), [("info", False), ("warn", False), ("block", True)])
def test_only_a_block_keeps_it_in_the_room(level: str, keeps: bool):
    verdict = judged(squatting(level))
    assert verdict.keeps_it is keeps
    assert len(verdict.to_confirm) == (level == "warn")


def test_a_recorded_reason_answers_a_block_with_who_and_when():
    programme = squatting()
    ana = make_practitioner(clinic=programme.clinic, name="Ana Brook")
    (finding,) = judged(programme).unanswered
    row = overrides.record(programme, finding, " Her surgeon agrees. ", ana)
    ((answered, answer),) = judged(programme).answered
    assert (answered, answer.reason, answer.who, answer.when) == (finding, "Her surgeon agrees.", "Ana Brook", row.when)
    assert not judged(programme).keeps_it


def test_a_reason_for_one_exercise_does_not_answer_for_another_in_its_place():
    programme = squatting(tests=[{"attr": "impact", "op": "eq", "value": "none"}])
    (finding,) = judged(programme).unanswered
    overrides.record(programme, finding, "Agreed.", make_practitioner(clinic=programme.clinic))
    programme.phases.get().prescriptions.update(exercise=make_exercise(slug="hack-squat"))
    assert [each.because for each in judged(programme).unanswered] == [("flag", "hack-squat")]


def test_a_reason_for_one_flag_does_not_answer_for_another():
    programme = squatting(flags=["flag", "second"])
    (finding,) = judged(programme).unanswered
    overrides.record(programme, finding, "Agreed.", make_practitioner(clinic=programme.clinic))
    programme.patient.flags.add(make_patient_flag(slug="second"))
    assert judged(programme).keeps_it


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_override_without_a_reason_is_refused(reason: str):
    programme = squatting()
    (finding,) = judged(programme).unanswered
    with pytest.raises(ValidationError, match="Say why"):
        overrides.record(programme, finding, reason, make_practitioner(clinic=programme.clinic))
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(
            programme=programme, code="SR-X", where="programme", reason="", who=make_practitioner(), who_name="Ana"
        )


def test_a_stop_takes_no_reason():
    programme = ready()
    programme.patient.flags.add(make_patient_flag(group="stop"))
    (finding,) = judged(programme).stops
    with pytest.raises(ValidationError, match="cannot be overridden"):
        overrides.record(programme, finding, "He begged.", make_practitioner(clinic=programme.clinic))


def test_a_shipped_rule_is_in_force_whatever_a_clinics_row_says():
    programme = squatting()
    make_rule(slug="SR-X", level="info", clinic=programme.clinic)
    assert [finding.level for finding in judged(programme).findings] == [Level.BLOCK]


def test_a_clinics_own_rule_is_in_force_in_that_clinic_alone():
    programme = squatting("info")
    make_rule(slug="own", clinic=programme.clinic)
    make_rule(slug="theirs", clinic=make_clinic())
    assert {finding.code for finding in judged(programme).findings} == {"SR-X", "own"}


def test_what_is_offered_instead_passes_the_same_rules():
    programme = squatting(suggest=["bridge", "step-up", "gone"])
    make_exercise(slug="bridge")
    make_exercise(slug="step-up")
    make_exercise(slug="gone", is_retired=True)
    make_rule(tests=[{"attr": "slug", "op": "eq", "value": "step-up"}])
    assert [finding.safer for finding in judged(programme).findings] == [("bridge",)]


def test_a_plan_may_be_judged_for_a_patient_one_only_supposes():
    make_rule(slug="SR-X")
    template = make_template()
    make_prescription(template.phases.get(), exercise=make_exercise(slug="squat"))
    make_patient_flag(slug="flag")
    verdict = gate.judge(Programme.objects.with_lines().get(pk=template.pk), flags=["flag"])
    assert [finding.code for finding in verdict.findings] == ["SR-X"]
    assert "no-screening" not in {gap.code for gap in verdict.gaps}


def test_judging_asks_the_database_as_often_for_many_lines_as_for_few(django_assert_num_queries: Any):
    programme = squatting(suggest=["bridge"])
    with CaptureQueriesContext(connection) as few:
        gate.judge(Programme.objects.with_lines().get(pk=programme.pk))
    for _line in range(12):
        make_prescription(make_phase(programme))
    with django_assert_num_queries(len(few)):
        gate.judge(Programme.objects.with_lines().get(pk=programme.pk))


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
