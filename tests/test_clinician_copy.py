"""The clinician's copy: what a programme rests on and what was weighed, kept at issue, and never the patient's."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from programmes.dosage import Dosage, Kind
from programmes.handout.checks import signed
from programmes.handout.clinician_copy import Contents, clinician_copy
from programmes.handout.clinician_copy.contents import CertRow
from programmes.handout.gate import judge
from programmes.handout.issue import issue
from programmes.models import Exercise, Handout, Prescription, Programme, Review
from programmes.starting import offers, start_from, take_up
from tests.asking import ask
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_exercise,
    make_handout,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_prescription,
    make_red_flag,
    make_rule,
    make_screening,
    make_source,
    make_template,
)
from tests.workbench import address, queries, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MARK = "Clinician&#x27;s copy, not for the patient"
DOSE = Dosage(kind=Kind.REPS, sets=3, reps=10, rest_seconds=60, times_per_day=1, days_per_week=3)


@pytest.fixture
def template() -> Programme:
    """Return a template of squats, with lunges on offer."""
    source = make_source(authors="Holm E", year=2019, title="A trial", journal="Knee", certainty="moderate")
    template = make_template(
        slug="tpl-knee", evidence_certainty="moderate", evidence_statement="Exercise helps.", provenance="source-seen"
    )
    template.sources.add(source)
    required, optional = template.phases.get().prescriptions.all()
    for line, slug in ((required, "squat"), (optional, "lunge")):
        line.exercise = make_exercise(slug=slug, common_mistakes=["Letting {your knee} fall in."])
        line.dosage = DOSE
        line.save()
    return template


@pytest.fixture
def programme(cast: Cast, template: Programme) -> Programme:
    """Return a programme that lacks nothing."""
    patient = make_patient(clinic=cast.clinic, name="Eva Holm", reference="R-17")
    programme = start_from(template, patient=patient, practitioner=cast.ana.practitioner, side="left")
    programme.goal, programme.review_date, programme.practised_on = "Run", date(2026, 3, 30), date(2026, 3, 2)
    programme.save()
    make_screening(programme, done_by=cast.ana.practitioner)
    return programme


def copy_of(programme: Programme) -> Contents:
    row = Programme.objects.with_lines().get(pk=programme.pk)
    return clinician_copy(row, judge(row, practitioner=row.created_by), row.created_by)


def line_of(programme: Programme) -> Prescription:
    return programme.phases.get().prescriptions.get()


def change(line: Prescription, dosage: Dosage | None = None, **values: Any) -> None:
    for name, value in values.items():
        setattr(line, name, value)
    if dosage is not None:
        line.dosage = dosage
    line.save()


def said(programme: Programme) -> list[str]:
    return [each.said for each in copy_of(programme).differences]


def item(programme: Programme, number: str) -> CertRow:
    (row,) = (row for row in copy_of(programme).cert if row.item == number)
    return row


# What it rests on


def test_it_says_what_the_template_rests_on_as_the_library_words_it(programme: Programme):
    evidence = copy_of(programme).evidence
    assert (evidence.template, evidence.version) == ("Knee programme", "v1")
    assert (evidence.certainty, evidence.statement) == ("moderate", "Exercise helps.")
    (source,) = evidence.sources
    assert (source.citation, source.certainty) == ("Holm E. 2019. A trial. Knee", "moderate")
    assert source.seen == "every source was seen in a public copy"


def test_it_names_the_patient_in_full_whatever_stands_on_the_sheet(programme: Programme):
    programme.patient.name_on_handout = "none"
    programme.patient.save()
    assert copy_of(programme).patient == "Eva Holm, born 2 Apr 1990, R-17"


# Differences from the template


def test_a_programme_as_started_differs_in_nothing(programme: Programme):
    assert said(programme) == []
    assert item(programme, "14").held == "as the template has it"


def test_another_dose_is_said_row_by_row_with_what_the_template_has(programme: Programme):
    change(line_of(programme), replace(DOSE, sets=4, rest_seconds=90))
    (words,) = said(programme)
    assert words.startswith("Squat, dose changed.")
    assert "4 sets of 10 on each leg; in the template: 3 sets of 10 on each leg" in words
    assert "1 minute 30 seconds between sets; in the template: 1 minute between sets" in words


@pytest.mark.parametrize(("reps", "direction"), [(12, "harder"), (8, "easier")])
def test_it_says_whether_a_dose_is_harder_or_easier(programme: Programme, reps: int, direction: str):
    change(line_of(programme), replace(DOSE, reps=reps))
    assert said(programme)[0].startswith(f"Squat, dose {direction}.")


def test_a_dose_part_that_is_not_set_any_more_is_said(programme: Programme):
    change(line_of(programme), replace(DOSE, rest_seconds=None))
    assert "not set; in the template: 1 minute between sets" in said(programme)[0]


def test_another_side_and_another_note_are_said(programme: Programme):
    change(line_of(programme), side="left", note="Hold the rail.")
    side, note = said(programme)
    assert side == "Squat, side: Left; in the template: Each side in turn."
    assert note == "Squat, note for the patient: “Hold the rail.”; in the template: none."


def test_a_line_that_came_and_one_that_went_are_said(programme: Programme):
    make_prescription(programme.phases.get(), exercise=make_exercise(slug="bridge"), dosage=DOSE, side="together")
    line_of_squat = programme.phases.get().prescriptions.get(exercise__slug="squat")
    line_of_squat.delete()
    assert said(programme) == [
        "Bridge was added: 3 sets of 10. Once a day, 3 days a week.",
        "Squat was left out.",
    ]


def test_an_offer_that_was_taken_up_is_said_as_such(programme: Programme):
    (offer,) = offers(programme)
    take_up(offer)
    assert said(programme)[0].startswith("Lunge, which the template offers as optional, was taken up: 3 sets of 10")


def test_a_phase_that_came_or_went_is_said(programme: Programme, template: Programme):
    theirs, ours = template.phases.get(), programme.phases.get()
    ours.slug = "own"
    ours.save()
    assert [(each.phase, each.said) for each in copy_of(programme).differences] == [
        (ours.name, "The phase was added: Squat."),
        (theirs.name, "The phase was left out."),
    ]


def test_a_programme_made_from_scratch_is_compared_with_nothing(programme: Programme):
    programme.template = None
    programme.save()
    assert said(programme) == []
    assert item(programme, "14").held == "made from scratch for this patient"


# What was found and how it was answered


def test_an_unusual_dose_carries_the_reason_given_at_issue(cast: Cast, programme: Programme):
    change(line_of(programme), replace(DOSE, sets=6))
    contents = issued(cast, programme, reasons={("dose-unusual", place(programme)): "She did it before."})
    (difference,) = contents["differences"]
    assert difference["reason"] == "She did it before."
    (found,) = [each for each in contents["findings"] if each["code"] == "dose-unusual"]
    assert (found["reason"], found["who"]) == ("She did it before.", "Ana")


def place(programme: Programme) -> str:
    return f"prescription:{line_of(programme).pk}"


def issued(cast: Cast, programme: Programme, **asked: Any) -> dict[str, Any]:
    handout = issue(
        programme, cast.ana.practitioner, cast.ana, **{"warnings_weighed": True, "takes_responsibility": True, **asked}
    )
    return handout.clinician_copy.contents


def flagged(programme: Programme, level: str) -> None:
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    make_rule(slug="SR-1", level=level).sources.add(make_source(authors="Lind C", title="Bones", journal=""))


def test_an_override_is_on_the_copy_with_who_and_when(cast: Cast, programme: Programme):
    flagged(programme, "block")
    contents = issued(cast, programme, reasons={("SR-1", place(programme)): "Her surgeon agrees."})
    (found,) = [each for each in contents["findings"] if each["code"] == "SR-1"]
    assert found["says"] == "Squats are too much now."
    assert (found["because"], found["about"]) == (["Thin bones"], "Settle: Squat")
    assert found["sources"] == ["Lind C. 2019. Bones"]
    row = programme.overrides.get()
    assert (found["reason"], found["who"]) == (row.reason, row.who_name)
    assert found["when"].startswith(row.when.strftime("%-d %b %Y"))


def test_what_is_said_of_several_lines_is_said_once(programme: Programme):
    flagged(programme, "warn")
    make_prescription(programme.phases.get(), exercise=Exercise.objects.get(slug="squat"))
    (found,) = [each for each in copy_of(programme).findings if each.code == "SR-1"]
    assert found.about == "Settle: Squat, Squat"


def test_a_rule_is_named_by_its_id_and_a_check_of_our_own_by_none(cast: Cast, programme: Programme):
    flagged(programme, "warn")
    change(line_of(programme), replace(DOSE, sets=6))
    page = shown(cast.ana, address("programme_clinician-copy", programme))
    assert "SR-1: Lind C. 2019. Bones" in page
    assert "dose-unusual" not in page


def test_a_warning_that_was_weighed_says_by_whom(cast: Cast, programme: Programme):
    flagged(programme, "warn")
    (found,) = [each for each in issued(cast, programme)["findings"] if each["code"] == "SR-1"]
    assert (found["reason"], found["who"]) == ("", "Ana")


def test_what_nobody_answered_yet_is_said_so_before_issue(cast: Cast, programme: Programme):
    flagged(programme, "block")
    page = shown(cast.ana, address("programme_clinician-copy", programme))
    assert "Not answered yet." in page
    assert "Not issued." in page
    assert "Because of: Thin bones" in page


# CERT


def test_all_items_of_cert_are_there_in_their_order(programme: Programme):
    items = [row.item for row in copy_of(programme).cert]
    assert items == ["1", "2", "3", "4", "5", "6", "7a", "7b", *(str(number) for number in range(8, 17))]


def test_a_full_programme_lacks_only_how_its_level_was_chosen(programme: Programme):
    assert [row.item for row in copy_of(programme).cert if row.missing] == ["15"]
    programme.starting_level = "She did 8 sit to stands."
    programme.save()
    row = item(programme, "15")
    assert (row.held, row.missing) == ("She did 8 sit to stands.", ())


@pytest.mark.parametrize(
    ("number", "values", "says"),
    [
        ("4", {"practised_on": None}, "practised the exercises together"),
        ("6", {"goal": ""}, "goal in their own words"),
        ("8", {"side": ""}, "sore side"),
        ("16", {"review_date": None}, "day of the review"),
    ],
)
def test_what_is_missing_stands_beside_its_item(programme: Programme, number: str, values: dict[str, Any], says: str):
    Programme.objects.filter(pk=programme.pk).update(**values)
    assert says in " ".join(item(programme, number).missing)


def test_moving_on_and_going_back_say_how_many_signs_each_phase_names(programme: Programme):
    programme.phases.update(criteria_to_progress=[{"text": "One"}, {"text": "Two"}], step_back_if=["New swelling"])
    assert (item(programme, "7a").held, item(programme, "7b").held) == ("Settle: 2 signs", "Settle: 1 sign")


def test_motivation_says_when_and_where_in_whole_words(programme: Programme):
    Programme.objects.filter(pk=programme.pk).update(session_days=[1, 3], after_what="dinner", where="the hall")
    assert item(programme, "6").held == "Run · Monday, Wednesday · After dinner · In the hall"


def test_provider_and_fidelity_say_who_and_when(programme: Programme):
    provider = item(programme, "2").held
    assert provider == "Ana, Physiotherapist, no registration. Template: not signed off here"
    assert (
        item(programme, "16").held == "Practised together on 2 Mar 2026, technique to be looked at again on 30 Mar 2026"
    )
    assert "screened by Ana" in item(programme, "11").held


# Content nobody signed off


def sign(cast: Cast, kind: str, slug: str, **kwargs: Any) -> None:
    values = {"version": "", "reviewed_on": date(2026, 1, 1), "next_due_on": date(2999, 1, 1), **kwargs}
    by = values.pop("by", cast.ana.practitioner)
    Review.objects.create(clinic=by.clinic, kind=kind, slug=slug, reviewed_by=by, **values)


def states(programme: Programme) -> dict[str, str]:
    return {each.name: each.state for each in copy_of(programme).unsigned}


def test_what_the_clinic_has_not_signed_is_listed(cast: Cast, programme: Programme):
    assert {"Knee programme", "Squat", "Runner's knee"} <= set(states(programme)) | {"Runner's knee"}
    sign(cast, "exercise", "squat")
    sign(cast, "template", "tpl-knee", version="v1")
    assert not {"Knee programme", "Squat"} & set(states(programme))
    assert copy_of(programme).evidence.reviewed == "Ana, 1 Jan 2026"


def test_another_clinics_signature_does_not_speak_for_this_one(cast: Cast, programme: Programme):
    sign(cast, "exercise", "squat", by=cast.carla.practitioner)
    assert states(programme)["Squat"] == "draft"


def test_what_changed_since_and_what_is_due_again_is_listed(cast: Cast, programme: Programme):
    sign(cast, "exercise", "squat", version="older")
    assert states(programme)["Squat"] == "changed since it was signed off"
    sign(cast, "exercise", "squat", reviewed_on=date(2026, 1, 2), next_due_on=date(2026, 1, 3))
    assert states(programme)["Squat"] == "review overdue"


def test_who_answered_for_it_is_said(cast: Cast, programme: Programme):
    signed.take(programme, signed.unsigned(Programme.objects.with_lines().get(pk=programme.pk)), cast.ana.practitioner)
    assert states(programme)["Squat"].startswith("draft; Ana took responsibility on ")


# Teach-back


def test_the_prompts_are_made_of_the_programmes_own_words(programme: Programme):
    phase = programme.phases.get()
    rule = make_pain_rule(rows=[{"zone": "ok", "when": "0 to 3", "word": "Fine", "do": "Carry on."}])
    phase.pain_rule = rule
    phase.save()
    make_red_flag(line="Your knee is hot and red", is_always_shown=True)
    Programme.objects.filter(pk=programme.pk).update(session_days=[1, 3], after_what="my coffee")
    change(line_of(programme), side="left")
    asked = {each.ask: each.expect for each in copy_of(programme).teach_back}
    assert asked == {
        "Show me how you will do “Squat”.": (
            "3 sets of 10 on your left leg. Once a day, 3 days a week",
            "Not: Letting your left knee fall in.",
        ),
        "How much pain is all right?": ("0 to 3: Fine. Carry on.",),
        "What would make you stop and get help?": ("Your knee is hot and red",),
        "When will you do these?": ("Monday, Wednesday", "After my coffee"),
        "How will you know that you are ready to move on?": ("Stairs pain 3 out of 10 or less",),
        "When would you go back a step?": ("New swelling",),
    }


def test_what_the_programme_does_not_say_is_not_asked(programme: Programme):
    phase = programme.phases.get()
    phase.criteria_to_progress, phase.step_back_if, phase.pain_rule = [], [], None
    phase.save()
    assert [each.ask for each in copy_of(programme).teach_back] == ["Show me how you will do “Squat”."]


def test_a_programme_with_nothing_in_it_has_a_copy(cast: Cast, programme: Programme):
    programme.phases.all().delete()
    assert "There is no exercise yet." in shown(cast.ana, address("programme_clinician-copy", programme))


# The page


def test_it_is_marked_and_is_reached_from_where_it_is_needed(cast: Cast, programme: Programme):
    url = address("programme_clinician-copy", programme)
    assert MARK in shown(cast.rita, url)
    assert f'href="{url}"' in shown(cast.ana, address("programme_change", programme))
    assert f'href="{url}"' in shown(cast.ana, address("programme_weigh", programme))
    issued(cast, programme)
    handout = Handout.objects.get()
    url = address("handout_clinician-copy", handout)
    assert f'href="{url}"' in shown(cast.ana, address("handout_change", handout))
    page = shown(cast.rita, url)
    assert MARK in page
    assert "As it was at issue: version 1, by Ana" in page


def test_a_handouts_copy_stays_as_it_was(cast: Cast, programme: Programme):
    before = issued(cast, programme)
    change(line_of(programme), replace(DOSE, sets=6))
    Programme.objects.filter(pk=programme.pk).update(evidence_certainty="low")
    handout = Handout.objects.get()
    assert handout.clinician_copy.contents == before
    page = shown(cast.ana, address("handout_clinician-copy", handout))
    assert "Moderate" in page
    assert "6 sets" not in page


def test_a_withdrawn_handouts_copy_says_so(cast: Cast, programme: Programme):
    issued(cast, programme)
    handout = Handout.objects.get()
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    assert "WITHDRAWN: do not use. Wrong side" in shown(cast.ana, address("handout_clinician-copy", handout))


def test_a_handout_of_which_no_copy_was_kept_says_so(cast: Cast, programme: Programme):
    handout = make_handout(programme)
    page = shown(cast.ana, address("handout_clinician-copy", handout))
    assert "No clinician&#x27;s copy was kept" in page or "No clinician's copy was kept" in page


def test_nothing_is_kept_of_what_was_only_looked_at(cast: Cast, programme: Programme):
    shown(cast.ana, address("programme_clinician-copy", programme))
    assert not Handout.objects.exists()


def test_what_somebody_wrote_is_shown_as_text(cast: Cast, programme: Programme):
    change(line_of(programme), note="<b>bold</b>")
    page = shown(cast.ana, address("programme_clinician-copy", programme))
    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_it_is_nowhere_in_the_api(cast: Cast, programme: Programme):
    flagged(programme, "block")
    issued(cast, programme, reasons={("SR-1", place(programme)): "Her surgeon agrees."})
    handout = Handout.objects.get()
    for url in (f"handouts/{handout.pk}/", "handouts/", f"programmes/{programme.pk}/", "schema/"):
        told = ask(cast.ana, url).content.decode()
        assert "surgeon" not in told
        assert "clinician_copy" not in told
    assert ask(cast.ana, f"handouts/{handout.pk}/clinician-copy/").status_code == 404


def test_it_is_not_on_the_sheet(cast: Cast, programme: Programme):
    flagged(programme, "block")
    issued(cast, programme, reasons={("SR-1", place(programme)): "Her surgeon agrees."})
    assert "surgeon" not in str(Handout.objects.get().document)


def test_it_takes_the_same_queries_however_much_there_is(cast: Cast, programme: Programme):
    flagged(programme, "block")
    change(line_of(programme), replace(DOSE, sets=6))
    phase = programme.phases.get()
    make_prescription(phase, exercise=make_exercise(slug="bridge"))
    phase.advice_lines.create(advice=make_advice())
    url = address("programme_clinician-copy", programme)
    before = queries(cast.ana, url)
    for _number in range(4):
        make_prescription(phase)
        make_prescription(phase, exercise=Exercise.objects.get(slug="squat"), dosage=replace(DOSE, sets=9))
        phase.advice_lines.create(advice=make_advice())
        make_red_flag(is_always_shown=True)
        programme.sources.add(make_source())
        make_rule(level="warn")
    assert queries(cast.ana, url) == before
