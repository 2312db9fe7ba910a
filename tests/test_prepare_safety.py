"""What a handout says of pain and of warning signs, the phase's and the condition's and never another's."""

import pytest

from programmes.handout.document import Tone, Urgency
from programmes.models import EmergencyServices
from tests.factories import make_clinic, make_condition, make_pain_rule, make_programme, make_red_flag
from tests.preparing import changed, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ROWS = [
    {"zone": "ok", "word": "Fine", "when": "0 to 3", "do": "Carry on."},
    {"zone": "stop", "word": "Too much", "when": "Above 3", "do": "Ease off."},
    {"zone": "care", "word": "Take care", "when": "Worse next day", "do": "Do less."},
]


def test_the_pain_rule_is_the_phases_table_and_running_has_its_own_sentence():
    programme = make_programme()
    rule, running = make_pain_rule(rows=ROWS), make_pain_rule(plain="Up to 2 while you run.")
    changed(programme.phases.first(), pain_rule=rule, running_pain_rule=running)
    told = prepared(programme).pain_rule
    assert [(row.tone, row.score) for row in told.rows] == [
        (Tone.FINE, "0 to 3"),
        (Tone.STOP, "Above 3"),
        (Tone.CAREFUL, "Worse next day"),
    ]
    assert told.running == "Up to 2 while you run."
    changed(programme.phases.first(), running_pain_rule=rule)
    assert prepared(programme).pain_rule.running == ""


def test_a_phase_without_running_prints_no_pain_rule_for_it():
    programme = make_programme()
    running = make_pain_rule(plain="Up to 2 out of 10 while you run.")
    programme.phases.update(running_pain_rule=running)
    assert prepared(programme).pain_rule.running == "Up to 2 out of 10 while you run."
    programme.phases.update(may_run=False)
    assert prepared(programme).pain_rule.running == ""


def test_the_warnings_are_those_of_every_handout_and_of_the_condition():
    make_red_flag(line="Numb between your legs", urgency="emergency", is_always_shown=True)
    make_red_flag(line="Sore bone spot", urgency="within_2_weeks", slug="rf-own")
    make_red_flag(line="Somebody else's sign", urgency="same_day", slug="rf-other")
    make_red_flag(line="No longer used", urgency="same_day", is_always_shown=True, is_retired=True)
    EmergencyServices.objects.create(
        slug="gb", name="UK", actions={"emergency": "Call 999.", "same_day": "Call 111.", "tell_us": "Tell us soon."}
    )
    handout = prepared(make_programme(condition=make_condition(red_flag_slugs=["rf-own"])))
    assert [(box.urgency, box.signs, box.action) for box in handout.warnings] == [
        (Urgency.EMERGENCY, ("Numb between your legs",), "Call 999."),
        (Urgency.WITHIN_2_WEEKS, ("Sore bone spot",), "Tell us soon. Ring 01234 567 890."),
    ]


def test_a_clinics_own_warning_stands_in_for_the_shared_one():
    make_red_flag(slug="rf-hot", line="Hot knee", is_always_shown=True)
    programme = make_programme()
    make_red_flag(slug="rf-hot", line="Hot and red knee", is_always_shown=True, clinic=programme.clinic)
    make_red_flag(slug="rf-theirs", line="Another clinic's", is_always_shown=True, clinic=make_clinic())
    assert [box.signs for box in prepared(programme).warnings] == [("Hot and red knee",)]
