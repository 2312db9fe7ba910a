"""What a template must hold, and what a programme must hold before it is handed out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.handout import gate
from programmes.handout.checks.completeness import Asked, Completeness, of_programme, of_template
from programmes.handout.checks.gap import Gap
from programmes.models import Exercise, ExerciseText, Programme
from tests.factories import (
    make_advice,
    make_condition,
    make_phase,
    make_practitioner,
    make_programme,
    make_red_flag,
    make_screening,
    make_template,
)
from tests.preparing import fetched


def lacking(held: Completeness) -> set[str]:
    return {gap.code for gap in held.gaps}


def full_template() -> Programme:
    template = make_template(condition=make_condition(red_flag_slugs=["rf-hot"]))
    phase = template.phases.get()
    phase.prescriptions.update(load="body weight")
    phase.advice_lines.create(advice=make_advice())
    Exercise.objects.update(figure={"start": {}})
    return template


# How much is there


@given(st.lists(st.booleans(), max_size=40))
def test_it_is_a_hundred_only_when_all_of_it_is_there(held: list[bool]):
    found = Completeness(tuple(Asked("8", None if each else Gap("c", "f", "m")) for each in held))
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) is all(held)
    assert len(found.gaps) == held.count(False)


# Templates


@pytest.mark.django_db
def test_a_full_template_lacks_nothing():
    held = of_template(fetched(full_template()))
    assert (held.gaps, held.percent) == ((), 100)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "changes", "code"),
    [
        ("phase", {"criteria_to_progress": []}, "no-criteria"),
        ("phase", {"step_back_if": []}, "no-step-back"),
        ("phase", {"pain_rule": None}, "no-pain-rule"),
        ("phase", {"sessions_per_week_min": None, "sessions_per_week_max": None}, "no-sessions"),
        ("line", {"load": ""}, "no-load"),
        ("line", {"sets": None}, "dose"),
        ("text", {"why": ""}, "no-why"),
        ("text", {"setup": ""}, "no-start"),
        ("text", {"steps": []}, "no-steps"),
        ("text", {"common_mistakes": []}, "no-mistakes"),
        ("exercise", {"figure": {}}, "no-picture"),
    ],
)
def test_what_a_template_lacks_is_named(model: str, changes: dict[str, Any], code: str):
    template = full_template()
    phase = template.phases.get()
    rows = {
        "phase": template.phases.all(),
        "line": phase.prescriptions.all(),
        "text": ExerciseText.objects.all(),
        "exercise": Exercise.objects.all(),
    }
    rows[model].update(**changes)
    held = of_template(fetched(template))
    assert lacking(held) == {code}
    assert held.percent < 100
    names = [phase.name, *(str(line.exercise) for line in phase.prescriptions.all())]
    assert all(any(name in gap.message for name in names) for gap in held.gaps)


@pytest.mark.django_db
def test_a_template_lists_advice_and_warning_signs():
    template = full_template()
    template.phases.get().advice_lines.all().delete()
    type(template.condition).objects.update(red_flag_slugs=[])
    assert lacking(of_template(fetched(template))) == {"no-advice", "no-signs"}
    make_red_flag(is_always_shown=True)
    assert lacking(of_template(fetched(template))) == {"no-advice"}


@pytest.mark.django_db
def test_an_empty_phase_of_a_template_is_named():
    template = full_template()
    make_phase(template, name="Return")
    assert lacking(of_template(fetched(template))) == {"empty-phase"}


@pytest.mark.django_db
def test_a_harder_exercise_for_each_line_says_when_to_move_on():
    template = full_template()
    template.phases.update(criteria_to_progress=[], step_back_if=[])
    Exercise.objects.update(progressions=["single-leg-squat"])
    assert of_template(fetched(template)).percent == 100


# Programmes


@pytest.mark.django_db
def test_a_programme_that_holds_everything_is_complete():
    programme = make_programme()
    make_screening(programme)
    verdict = gate.judge(fetched(programme), practitioner=make_practitioner(clinic=programme.clinic))
    assert (verdict.gaps, verdict.percent) == ((), 100)


@pytest.mark.django_db
def test_the_screening_counts_as_one_thing_to_hold():
    programme = make_programme()
    verdict = gate.judge(fetched(programme))
    assert {gap.code for gap in verdict.gaps} == {"no-screening"}
    assert verdict.percent < 100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"profession": ""}, "no-profession"),
        ({"is_unregistered": False}, "no-registration"),
        ({"is_unregistered": False, "registration_body": "HCPC", "registration_number": "PH1"}, None),
    ],
)
def test_who_issues_it_says_profession_and_registration(changes: dict[str, Any], code: str | None):
    programme = make_programme()
    practitioner = make_practitioner(clinic=programme.clinic, **changes)
    assert lacking(of_programme(fetched(programme), practitioner=practitioner)) == ({code} if code else set())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"criteria_to_progress": []}, "no-criteria"),
        ({"step_back_if": []}, "no-step-back"),
        ({"pain_rule": None}, "no-pain-rule"),
    ],
)
def test_each_phase_of_a_programme_says_when_to_move_and_how_much_pain_is_all_right(changes: dict[str, Any], code: str):
    programme = make_programme()
    programme.phases.update(**changes)
    (gap,) = of_programme(fetched(programme)).gaps
    assert (gap.code, gap.field) == (code, f"phase:{programme.phases.get().pk}")


@pytest.mark.django_db
def test_a_clinics_own_exercise_needs_no_picture_to_be_handed_out():
    assert of_programme(fetched(make_programme())).gaps == ()


@pytest.mark.django_db
def test_a_gap_blocks_issuing_and_never_saving():
    programme = make_programme(goal="")
    programme.full_clean()
    programme.save()
    assert gate.judge(fetched(programme)).keeps_it


@pytest.mark.django_db
def test_a_template_is_judged_by_its_own_list_for_a_supposed_patient():
    assert gate.judge(fetched(full_template()), flags=[]).gaps == ()
