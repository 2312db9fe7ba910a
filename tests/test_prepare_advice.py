"""What a handout tells of the condition, and the advice it gives."""

import pytest

from programmes.models import PhaseAdvice
from tests.factories import make_advice, make_condition, make_programme
from tests.preparing import prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_only_causes_that_the_evidence_allows_are_told():
    causes = [
        {"text": "Weak thighs", "tell_patient": True, "patient_text": "Weak thigh muscles can play a part."},
        {"text": "Kneecap out of line", "tell_patient": False},
    ]
    section = prepared(make_programme(condition=make_condition(causes=causes))).condition
    assert section.causes == ("Weak thigh muscles can play a part.",)
    assert section.symptoms == ("Pain around the kneecap",)


def test_the_advice_is_the_phases_at_most_six():
    programme = make_programme()
    phase = programme.phases.first()
    for position in range(8):
        advice = make_advice(slug=f"adv-{position}", patient_title=f"Tip {position}")
        PhaseAdvice.objects.create(phase=phase, advice=advice, position=position)
    assert [advice.title for advice in prepared(programme).advice] == [f"Tip {position}" for position in range(6)]


def test_a_phase_without_advice_gives_the_conditions():
    make_advice(slug="adv-b", patient_title="Second")
    make_advice(slug="adv-a", patient_title="First")
    condition = make_condition(advice_slugs=["adv-a", "adv-b"])
    assert [advice.title for advice in prepared(make_programme(condition=condition)).advice] == ["First", "Second"]


def test_the_plan_for_a_flare_up_has_its_own_place():
    make_advice(slug="adv-flare-plan", steps=["Halve what you do.", "Build up again."])
    condition = make_condition(advice_slugs=["adv-flare-plan"])
    handout = prepared(make_programme(condition=condition))
    assert handout.flare_up == ("Halve what you do.", "Build up again.")
    assert handout.advice == ()
