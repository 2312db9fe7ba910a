"""From rows to what the patient is told: the right phase, side, words and nothing of anybody else's."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from programmes.dosage import Dosage
from programmes.dosage import Kind as Counted
from programmes.handout.document import Document, Kind, Tone, Urgency
from programmes.handout.prepare import CannotPrepare, prepare
from programmes.models import EmergencyServices, KitNeed, PhaseAdvice, Programme
from tests.factories import (
    make_advice,
    make_clinic,
    make_condition,
    make_exercise,
    make_kit,
    make_pain_rule,
    make_patient,
    make_phase,
    make_practitioner,
    make_prescription,
    make_programme,
    make_programme_kind,
    make_red_flag,
    make_running_plan,
    make_source,
    make_template,
    sign_off_everything,
)
from tests.preparing import changed, prepared, the_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# Who, when, what for


def test_it_is_a_preview_unless_it_is_issued():
    programme = make_programme()
    assert prepared(programme).is_preview is True
    assert prepared(programme).version is None
    issued = prepared(programme, is_preview=False, version=3, issued=date(2026, 3, 2))
    assert (issued.is_preview, issued.version, issued.issued) == (False, 3, date(2026, 3, 2))


def test_dates_and_goal_are_the_programmes():
    handout = prepared(make_programme())
    assert handout.goal == "Run 5 km with my daughter"
    assert (handout.practised_on, handout.review) == (date(2026, 3, 2), date(2026, 3, 30))


@pytest.mark.parametrize(("shown", "name"), [("name", "Eva Holm"), ("initials", "EH"), ("none", None)])
def test_the_patient_decides_which_name_is_printed(shown: str, name: str | None):
    handout = prepared(make_programme(patient=make_patient(name_on_handout=shown)))
    assert (handout.patient.name if handout.patient else None) == name


def test_a_patient_without_a_name_has_no_line():
    assert prepared(make_programme(patient=make_patient(name=""))).patient is None


@pytest.mark.parametrize(
    ("registered", "words"),
    [
        ({"registration_body": "HCPC", "registration_number": "PH1", "is_unregistered": False}, "HCPC PH1"),
        ({"is_unregistered": True}, ""),
    ],
)
def test_a_registration_is_printed_where_there_is_one(registered: dict[str, Any], words: str):
    programme = make_programme()
    by = make_practitioner(clinic=programme.clinic, **registered)
    assert prepared(programme, practitioner=by).practitioner.registration == words


def test_the_practitioner_is_who_issues_else_who_made_it():
    programme = make_programme()
    programme.created_by = make_practitioner(clinic=programme.clinic, name="Maker")
    programme.save()
    assert prepared(programme).practitioner.name == "Maker"
    assert prepared(programme, practitioner=make_practitioner(name="Issuer")).practitioner.name == "Issuer"


def test_a_logo_is_kept_inside_the_document(tmp_path: Any, settings: Any):
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    Image.new("RGB", (3, 2)).save(file, "PNG")
    clinic = make_clinic(name="Riverside")
    clinic.logo.save("logo.png", ContentFile(file.getvalue()))
    logo = prepared(make_programme(patient=make_patient(clinic=clinic))).clinic.logo
    assert (logo.media_type, logo.alt, logo.content) == ("image/png", "Riverside", file.getvalue())


@pytest.mark.parametrize(
    ("side", "title"),
    [
        ("left", "Runner's knee, left"),
        ("right", "Runner's knee, right"),
        ("both", "Runner's knee, both sides"),
        ("", "Runner's knee"),
    ],
)
def test_the_title_names_the_sore_side(side: str, title: str):
    assert prepared(make_programme(side=side)).title.words == title


def test_a_side_asked_for_stands_in_for_the_programmes():
    assert prepared(make_template(), side="right").title.words == "Runner's knee, right"


def test_a_programme_without_a_condition_is_called_by_its_own_name():
    kind = make_programme_kind(plain_name="Warm-up before running", summary_plain="Ten minutes of easy movement.")
    handout = prepared(make_programme(kind="warm-up", condition=None, programme_kind=kind, plain_name=""))
    assert handout.title.words == "Warm-up before running"
    assert handout.why == ("Ten minutes of easy movement.",)
    assert handout.condition is None


# When


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([3, 1, 5], "Monday, Wednesday and Friday"),
        ([2], "Tuesday"),
        ([1, 2, 3, 4, 5, 6, 7], "Every day"),
        ([], "3 days a week"),
    ],
)
def test_the_days_are_those_agreed_else_how_many_a_week(days: list[int], words: str):
    assert prepared(make_programme(session_days=days)).schedule.days == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (3, 4, "3 to 4 days a week"),
        (7, 7, "Every day"),
        (1, 1, "1 day a week"),
        (None, 2, "2 days a week"),
        (None, None, ""),
    ],
)
def test_sessions_a_week_are_worded(least: int | None, most: int | None, words: str):
    programme = make_programme()
    changed(programme.phases.first(), sessions_per_week_min=least, sessions_per_week_max=most)
    assert prepared(programme).schedule.days == words


@pytest.mark.parametrize(
    ("after", "where", "words"),
    [
        ("breakfast", "the kitchen", "After breakfast I will do these in the kitchen."),
        ("breakfast", "", "After breakfast I will do these."),
        ("", "the kitchen", ""),
    ],
)
def test_the_if_then_plan_is_one_sentence(after: str, where: str, words: str):
    assert prepared(make_programme(after_what=after, where=where)).schedule.plan == words


def test_minutes_are_the_doses_and_the_changes_between_to_the_nearest_five():
    programme = make_programme()
    line = the_line(programme)
    line.side, line.dosage = "together", Dosage(kind=Counted.TIME, sets=1, duration_seconds=600, days_per_week=3)
    line.save()
    assert prepared(programme).schedule.minutes == 10
    make_prescription(programme.phases.first(), dosage=line.dosage, side="together")
    assert prepared(programme).schedule.minutes == 20
    assert prepared(programme).schedule.duration == "About 20 minutes each time"


def test_a_dose_that_cannot_be_timed_gives_no_minutes():
    programme = make_programme()
    line = the_line(programme)
    line.dosage = Dosage(kind=Counted.TIME, sets=1)
    line.save()
    assert prepared(programme).schedule.minutes is None
    assert prepared(programme).schedule.duration == ""


# Which phases


def test_the_current_phase_is_printed_and_the_next_one_announced():
    programme = make_programme()
    second = make_phase(programme, plain_name="Build strength", goal_plain="Get stronger.")
    make_phase(programme, plain_name="Return")
    changed(programme, current_phase=second)
    handout = prepared(programme)
    assert [part.heading for part in handout.parts] == ["Phase 2: Build strength"]
    assert handout.next_part.heading == "Phase 3: Return"
    assert handout.next_part.start_when == ("Stairs pain 3 out of 10 or less",)
    assert handout.why == ("Get stronger.",)


def test_without_a_current_phase_the_first_is_printed():
    programme = make_programme()
    make_phase(programme)
    assert prepared(programme).parts[0].heading == "Phase 1: Calm it down"


def test_nothing_comes_after_the_last_phase():
    assert prepared(make_programme()).next_part is None


def test_a_phase_can_be_asked_for_by_its_number():
    programme = make_programme()
    make_phase(programme, plain_name="Build strength")
    assert [part.heading for part in prepared(programme, phase="2").parts] == ["Phase 2: Build strength"]


def test_all_phases_can_be_asked_for():
    programme = make_programme()
    make_phase(programme)
    handout = prepared(programme, phase="all")
    assert len(handout.parts) == 2
    assert handout.next_part is None


@pytest.mark.parametrize("phase", ["0", "3", "-1", "two", ""])
def test_a_phase_that_is_not_there_is_refused_with_what_is(phase: str):
    programme = make_programme()
    make_phase(programme)
    with pytest.raises(CannotPrepare, match="give a number from 1 to 2, or all"):
        prepared(programme, phase=phase)


def test_a_programme_without_a_phase_is_refused():
    programme = make_programme()
    programme.phases.all().delete()
    with pytest.raises(CannotPrepare, match="no phase yet"):
        prepared(programme)


def test_a_warm_up_prints_all_its_parts():
    programme = make_programme(kind="warm-up", condition=None, side="")
    make_phase(programme, plain_name="Loosen up", goal_plain="Loosen up.")
    handout = prepared(programme)
    assert handout.kind is Kind.WARM_UP
    assert [part.heading for part in handout.parts] == ["Part 1: Calm it down", "Part 2: Loosen up"]
    assert handout.parts[1].goal == ""
    assert [part.move_on_when for part in handout.parts] == [(), ()]
    assert handout.next_part is None


def test_a_pain_rule_of_a_later_phase_is_told_there():
    programme = make_programme()
    make_phase(programme, pain_rule=make_pain_rule(plain="Up to 5 is fine."))
    assert [part.pain for part in prepared(programme, phase="all").parts] == ["", "Up to 5 is fine."]


def test_criteria_are_told_in_the_patients_wording():
    programme = make_programme()
    make_phase(programme)
    criteria = [{"text": "nprs <= 3", "patient_text": "Stairs hurt 3 out of 10 or less."}]
    changed(programme.phases.first(), criteria_to_progress=criteria, step_back_if=["Your knee swells."])
    part = prepared(programme).parts[0]
    assert part.move_on_when == ("Stairs hurt 3 out of 10 or less.",)
    assert part.go_back_if == ("Your knee swells.",)


# Kit, pain, warnings, advice


def needing(*needs: tuple[Any, dict[str, Any]]) -> Any:
    exercise = make_exercise()
    for kit, values in needs:
        exercise.kit_needs.create(**values).any_of.add(*kit)
    return exercise


def test_each_thing_is_listed_once_and_a_needed_one_is_not_optional():
    mat = make_kit(name="mat", substitute="a folded blanket")
    programme = make_programme()
    changed(the_line(programme), exercise=needing(([mat], {"is_optional": True})))
    make_prescription(programme.phases.first(), exercise=needing(([mat], {"detail": "thick"})))
    items = prepared(programme).kit
    assert [(item.name, item.substitute, item.is_optional) for item in items] == [
        ("Mat (thick)", "a folded blanket", False)
    ]


def test_a_substitute_that_is_one_of_the_things_is_not_repeated():
    rail, wall = make_kit(name="rail", substitute="a wall"), make_kit(name="wall", substitute="")
    programme = make_programme()
    changed(the_line(programme), exercise=needing(([rail, wall], {})))
    assert [(item.name, item.substitute) for item in prepared(programme).kit] == [("Rail or wall", "")]


def test_nothing_needed_is_an_answer():
    assert prepared(make_programme()).kit == ()


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


# Running, diary, small print


def test_the_ladder_is_worded_like_a_dose():
    programme = make_programme(kind="return-to-running", condition=None)
    make_running_plan(programme, stage_rules=[{"when": "missed", "then": "drop", "patient_when": "You miss a week."}])
    changed(
        programme.running_plan.stages.first(),
        total_minutes=25,
        effort_low=3,
        effort_high=4,
        min_sessions=2,
        rest_days_between=1,
        warm_up_walk_minutes=5,
        cool_down_walk_minutes=5,
        surface="flat and even",
    )
    ladder = prepared(programme).ladder
    stage = ladder.stages[0]
    assert ladder.every_session == (
        "Walk for 5 minutes before and 5 minutes after.",
        "Leave 1 day of rest from running between runs.",
        "Run on flat and even ground.",
    )
    assert (stage.what, stage.minutes, stage.effort, stage.sessions) == (
        "Walk 4 minutes, run 1 minute, 5 times",
        "25",
        "3 to 4",
        2,
    )
    assert [(rule.when, rule.then) for rule in ladder.rules] == [("You miss a week.", "drop")]


def test_a_programme_without_a_ladder_has_none():
    assert prepared(make_programme()).ladder is None


@pytest.mark.parametrize(("first", "last", "weeks"), [(1, 2, 4), (3, 7, 5), (1, 12, 6), (None, None, 4)])
def test_the_diary_lasts_as_long_as_the_phase_within_four_to_six_weeks(first: Any, last: Any, weeks: int):
    programme = make_programme()
    changed(programme.phases.first(), weeks_min=first, weeks_max=last)
    assert prepared(programme).diary.weeks == weeks


@pytest.mark.parametrize(
    ("authors", "title", "short"),
    [
        ("Willy RW, Hoglund LT, et al.", "A guideline", "Willy et al. 2019"),
        ("van der Worp MP, van der Horst N", "ITBS", "van der Worp et al. 2019"),
        ("Thomee R", "Pain", "Thomee 2019"),
        ("Carter S (We Fix Feet)", "Article", "Carter 2019"),
        ("National Health Service", "Knee pain", "National Health Service 2019"),
        ("none", "Clinical convention", "Clinical convention 2019"),
        ("", "Clinical convention", "Clinical convention 2019"),
    ],
)
def test_sources_are_named_short(authors: str, title: str, short: str):
    programme = make_programme()
    programme.sources.add(make_source(authors=authors, title=title, year=2019))
    assert prepared(programme).credits.sources == (short,)


def test_the_content_is_a_draft_until_the_clinic_has_signed_it_off():
    programme = make_programme(template=make_template(slug="tpl-knee"), template_version="v1")
    assert prepared(programme).credits.status.startswith("This content is a draft")
    sign_off_everything(make_practitioner(clinic=make_clinic()))
    assert prepared(programme).credits.status.startswith("This content is a draft")
    sign_off_everything(make_practitioner(clinic=programme.clinic, name="Ana Brook"))
    assert prepared(programme).credits.status == f"Reviewed by Ana Brook for {programme.clinic.name}."


def test_other_formats_are_to_be_had_by_ringing():
    assert prepared(make_programme()).other_formats.endswith("Ring 01234 567 890.")


def test_a_shared_template_names_no_clinic_and_no_patient():
    handout = prepared(make_template())
    assert (handout.clinic.name, handout.patient, handout.practitioner) == ("Your clinic", None, None)


def test_the_number_of_queries_does_not_grow_with_the_plan(django_assert_max_num_queries: Any):
    programme = make_programme()
    for _ in range(2):
        phase = make_phase(programme)
        for _ in range(4):
            exercise = make_exercise(regressions=["a"], progressions=["b"])
            exercise.kit_needs.create().any_of.add(make_kit())
            make_prescription(phase, exercise=exercise)
    fetched = Programme.objects.with_lines().get(pk=programme.pk)
    with django_assert_max_num_queries(9):
        prepare(fetched, phase="all")


def test_a_prepared_document_comes_back_from_json():
    handout = prepared(make_programme())
    assert Document.from_json(handout.as_json()) == handout


def test_the_walks_before_and_after_a_run_are_part_of_the_session():
    programme = make_programme(kind="return-to-running", side="")
    alone = prepared(programme).schedule.minutes
    plan = make_running_plan(programme)
    plan.stages.update(warm_up_walk_minutes=5, cool_down_walk_minutes=5)
    assert prepared(programme).schedule.minutes == alone + 10


def test_twice_a_day_is_said_at_a_glance():
    programme = make_programme()
    programme.phases.get().prescriptions.update(times_per_day=2)
    assert prepared(programme).cards[0].summary.endswith(", twice a day")


def test_an_easier_exercise_that_needs_other_kit_is_not_named():
    exercise = make_exercise(slug="squat", regressions=["leg-press"])
    press = make_exercise(slug="leg-press", name="Leg press")
    need = KitNeed.objects.create(exercise=press)
    need.any_of.add(make_kit(name="leg press machine"))
    programme = make_programme()
    make_prescription(programme.phases.get(), exercise=exercise)
    assert prepared(programme).cards[1].easier == ""


def test_an_optional_thing_that_is_needed_anyway_is_listed_once():
    programme = make_programme()
    line = programme.phases.get().prescriptions.get()
    band = make_kit(name="band")
    KitNeed.objects.create(exercise=line.exercise, position=1).any_of.add(band)
    either = KitNeed.objects.create(exercise=line.exercise, position=2, is_optional=True)
    either.any_of.add(band, make_kit(name="weight"))
    assert [item.name for item in prepared(programme).kit] == ["Band"]


def test_there_is_no_step_back_from_the_first_phase():
    programme = make_programme()
    make_prescription(make_phase(programme))
    assert [part.is_first for part in prepared(programme, phase="all").parts] == [True, False]


def test_a_phase_without_running_prints_no_pain_rule_for_it():
    programme = make_programme()
    running = make_pain_rule(plain="Up to 2 out of 10 while you run.")
    programme.phases.update(running_pain_rule=running)
    assert prepared(programme).pain_rule.running == "Up to 2 out of 10 while you run."
    programme.phases.update(may_run=False)
    assert prepared(programme).pain_rule.running == ""
