"""The library in the workbench: shared rows stay as they are, a clinic changes its own copy and signs things off."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from programmes.models import Exercise, ExerciseText, Review, Rule, Template
from programmes.own_copy import own_copy, own_template
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_condition,
    make_exercise,
    make_kit,
    make_language,
    make_pain_rule,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_purpose,
    make_rule,
    make_shipped_rule,
    make_template,
)
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db
FOUND_BY = {
    "lateral raises": "Side leg raise",
    "clamshells": "Clamshell",
    "squats": "Squat",
    "stairs hurt": "Step up",
}
DRAFT = "Draft until your clinician has reviewed it"


def own(cast: Cast, **kwargs: object) -> Exercise:
    return own_copy(make_exercise(**kwargs), cast.clinic)


@pytest.mark.parametrize("name", ["ana", "olga", "sue"])
def test_a_shared_row_is_changed_by_nobody(cast: Cast, name: str):
    user = getattr(cast, name)
    rows = (make_exercise(), make_condition(), make_advice(), make_pain_rule(), make_patient_flag())
    for row in rows:
        url = address(f"{row._meta.model_name}_change", row)
        assert 'name="_save"' not in shown(user, url)
        assert at(user).post(url, {"name": "Changed"}).status_code == 403
        assert at(user).post(address(f"{row._meta.model_name}_delete", row), {"post": "yes"}).status_code == 403
        assert at(user).post(address(f"{row._meta.model_name}_retire", row)).status_code == 403
        row.refresh_from_db()
        assert not row.is_retired


@pytest.mark.parametrize("name", ["ana", "sue"])
def test_a_shared_template_its_phases_and_lines_are_changed_by_nobody(cast: Cast, name: str):
    template = make_template()
    phase = template.phases.get()
    for model, row in (("template", template), ("phase", phase), ("prescription", phase.prescriptions.first())):
        url = address(f"{model}_change", row)
        assert 'name="_save"' not in shown(getattr(cast, name), url)
        assert at(getattr(cast, name)).post(url, {"name": "Changed"}).status_code == 403
    assert at(getattr(cast, name)).get(f"{address('prescription_add')}?phase={phase.pk}").status_code == 404
    assert at(getattr(cast, name)).post(address("phase_delete", phase), {"post": "yes"}).status_code == 403


def test_one_button_makes_the_clinics_own_copy(cast: Cast):
    shared = make_exercise(slug="squat", name="Squat")
    assert "Make our own copy" in shown(cast.ana, address("exercise_change", shared))
    answer = at(cast.ana).post(address("exercise_make-own-copy", shared))
    copy = Exercise.objects.get(clinic=cast.clinic, slug="squat")
    assert answer["Location"] == address("exercise_change", copy)
    assert (copy.origin, str(copy)) == (shared, "Squat")
    assert "Make our own copy" not in shown(cast.ana, answer["Location"])


def test_the_copy_takes_the_place_of_the_shared_row_in_the_list(cast: Cast):
    shared = make_exercise(slug="squat", name="Squat")
    copy = own_copy(shared, cast.clinic)
    page = shown(cast.ana, address("exercise_changelist"))
    assert address("exercise_change", copy) in page
    assert address("exercise_change", shared) not in page
    assert address("exercise_change", shared) in shown(cast.carla, address("exercise_changelist"))


def test_whoever_works_at_no_clinic_makes_no_copy(cast: Cast):
    shared = make_exercise()
    assert "Make our own copy" not in shown(cast.sue, address("exercise_change", shared))
    assert at(cast.sue).post(address("exercise_make-own-copy", shared)).status_code == 403


def test_an_own_template_is_made_and_changed(cast: Cast):
    at(cast.ana).post(address("template_make-own-copy", make_template(slug="tpl-knee")))
    template = Template.objects.get(clinic=cast.clinic)
    save(cast.ana, address("template_change", template), name="Our knee programme")
    template.refresh_from_db()
    assert (template.name, template.created_by) == ("Our knee programme", cast.ana.practitioner)


def test_steps_are_written_one_a_line(cast: Cast):
    exercise = own(cast, steps=["Stand up."])
    page = shown(cast.ana, address("exercise_change", exercise))
    assert "Stand up.</textarea>" in page
    save(cast.ana, address("exercise_change", exercise), texts__0__steps="Sit down.\r\nStand up.\r\n")
    assert exercise.texts.get().steps == ["Sit down.", "Stand up."]


def test_a_word_for_the_side_that_nobody_declared_is_refused(cast: Cast):
    make_language()
    exercise = own(cast)
    answer = save(cast.ana, address("exercise_change", exercise), texts__0__steps="Bend {my knee}.\nLift {your leg")
    page = answer.content.decode()
    assert "{my knee} is not a declared side word" in page
    assert "a brace that is not part of a {side word}" in page
    assert exercise.texts.get().steps == ["Bend {your knee}.", "Stand up tall."]


def test_a_change_is_kept_with_who_made_it(cast: Cast):
    exercise = own(cast)
    save(cast.ben, address("exercise_change", exercise), texts__0__name="Our squat")
    assert ExerciseText.history.filter(id=exercise.texts.get().pk).first().history_user == cast.ben
    save(cast.ben, address("exercise_change", exercise), impact="high")
    assert exercise.history.first().history_user == cast.ben
    assert "Impact:</strong> none → high" in shown(cast.ana, address("exercise_history", exercise))


def test_an_old_version_is_shown_and_not_brought_back(cast: Cast):
    exercise = own(cast)
    first = exercise.history.last()
    url = f"{address('exercise_history', exercise)}{first.pk}/"
    assert "as it was" in shown(cast.ana, url)
    assert at(cast.ana).post(url, {"impact": "high"}).status_code == 405


def test_a_new_exercise_is_the_clinics_own(cast: Cast):
    answer = save(
        cast.ana,
        address("exercise_add"),
        slug="our-squat",
        category="strength",
        start_position="standing",
        default_side="together",
        dose_kind="reps",
        dose_note_for="practitioner",
        movement="lift",
        part="leg",
        weight_bearing="full",
        impact="none",
        provenance="convention",
        texts__0__name="Our squat",
        texts__0__steps="Sit.\nStand.",
        texts__0__language="en",
    )
    assert answer.status_code == 302, answer.context["errors"]
    exercise = Exercise.objects.get(slug="our-squat")
    assert (exercise.clinic, str(exercise), exercise.version) == (cast.clinic, "Our squat", "1")


def test_a_new_row_does_not_push_a_shared_one_aside_by_accident(cast: Cast):
    make_patient_flag(slug="pregnancy")
    answer = save(cast.ana, address("patientflag_add"), slug="pregnancy", label="P", intake_question="?", group="knee")
    assert "is in the shared library" in answer.content.decode()


def test_two_own_rows_of_one_name_are_refused_in_words(cast: Cast):
    values = {"slug": "ours", "label": "P", "intake_question": "?", "group": "knee"}
    assert save(cast.ana, address("patientflag_add"), **values).status_code == 302
    assert save(cast.ana, address("patientflag_add"), **values).status_code == 200


def test_retired_rows_are_out_of_the_way_and_come_back(cast: Cast):
    exercise, url = own(cast, name="Old squat"), address("exercise_changelist")
    at(cast.ana).post(address("exercise_retire", exercise))
    assert "Old squat" not in shown(cast.ana, url)
    assert "Old squat" in shown(cast.ana, f"{url}?shelf=retired")
    at(cast.ana).post(address("exercise_bring-back", exercise))
    assert "Old squat" in shown(cast.ana, url)


def test_what_a_row_points_at_stays_when_that_is_retired(cast: Cast):
    gone = make_exercise(name="Gone")
    exercise = own(cast)
    exercise.replaced_by = gone
    exercise.save()
    Exercise.objects.filter(pk=gone.pk).update(is_retired=True)
    assert save(cast.ana, address("exercise_change", exercise), impact="low").status_code == 302
    exercise.refresh_from_db()
    assert (exercise.replaced_by, exercise.impact) == (gone, "low")


def test_shared_content_is_a_draft_until_it_is_signed_off(cast: Cast):
    exercise = make_exercise(version="v1")
    assert DRAFT in shown(cast.ana, address("exercise_change", exercise))
    answer = at(cast.ana).post(address("exercise_sign-off", exercise))
    assert "You signed off" in messages_of(answer)
    review = Review.objects.get()
    assert (review.clinic, review.kind, review.slug, review.version, review.reviewed_by) == (
        cast.clinic,
        "exercise",
        exercise.slug,
        "v1",
        cast.ana.practitioner,
    )
    assert review.next_due_on.year == date.today().year + 1
    assert "Signed off by Ana" in shown(cast.ana, address("exercise_change", exercise))
    assert DRAFT in shown(cast.carla, address("exercise_change", exercise))


def test_a_new_version_is_unsigned_again(cast: Cast):
    exercise = own(cast)
    at(cast.ana).post(address("exercise_sign-off", exercise))
    save(cast.ben, address("exercise_change", exercise), impact="high")
    assert "Changed since Ana signed it off" in shown(cast.ana, address("exercise_change", exercise))


def test_changed_words_alone_are_a_new_version(cast: Cast):
    exercise = own(cast)
    save(cast.ana, address("exercise_change", exercise), texts__0__name="Our squat")
    exercise.refresh_from_db()
    assert exercise.version == "2"


def test_a_changed_line_of_a_template_is_a_new_version(cast: Cast):
    template = own_template(Template.objects.get(pk=make_template().pk), cast.clinic)
    line = template.phases.get().prescriptions.first()
    at(cast.ana).post(address("template_sign-off", template))
    save(cast.ana, address("prescription_change", line), sets="4")
    assert "Changed since Ana signed it off" in shown(cast.ana, address("template_change", template))


def test_an_overdue_review_says_so(cast: Cast):
    exercise = make_exercise(version="v1")
    at(cast.ana).post(address("exercise_sign-off", exercise))
    Review.objects.update(reviewed_on=date(2020, 1, 2), next_due_on=date(2021, 1, 2))
    assert "Review overdue since 2 Jan 2021" in shown(cast.ana, address("exercise_change", exercise))


def test_several_rows_are_signed_off_at_once(cast: Cast):
    chosen = [make_exercise(), make_exercise()]
    form = {"action": "sign_off_chosen", "_selected_action": [row.pk for row in chosen]}
    at(cast.ana).post(address("exercise_changelist"), form)
    assert set(Review.objects.values_list("slug", flat=True)) == {row.slug for row in chosen}


def test_readers_and_whoever_works_at_no_clinic_sign_nothing_off(cast: Cast):
    row = make_exercise()
    form = {"action": "sign_off_chosen", "_selected_action": [row.pk]}
    for user in (cast.rita, cast.sue):
        at(user).post(address("exercise_changelist"), form)
        assert at(user).post(address("exercise_sign-off", row)).status_code == 403
    assert not Review.objects.exists()


def test_a_rule_is_asked_about_in_words_and_keeps_its_shape(cast: Cast):
    flag = make_patient_flag(slug="meniscus", label="Torn meniscus")
    test = {"attr": "impact", "op": "in", "value": ["moderate", "high"]}
    when = {"when": {"patient_flags_any": [flag.slug], "exercise": {"any": [test]}, "context": {"phase_order_lte": 2}}}
    rule = make_rule(title="Twists", level="warn", condition=when, clinic=cast.clinic)
    page = shown(cast.rita, address("rule_change", rule))
    assert "Patients with any of: Torn meniscus" in page
    assert "Exercises with any of these: impact is one of (with commas) moderate, high" in page
    save(cast.ana, address("rule_change", rule), tests__0__value="high", reason_plain="Twisting can catch.")
    rule.refresh_from_db()
    test["value"] = ["high"]
    assert rule.condition == when


def test_a_shipped_rule_is_read_and_neither_changed_nor_copied(cast: Cast):
    rule = make_shipped_rule("SR-012")
    make_patient_flag(slug="meniscal-irritable", label="Torn meniscus")
    page = shown(cast.ana, address("rule_change", rule))
    assert "deepest loaded knee bend (degrees) is at least 80" in page
    assert "in force in every clinic, and changed in none" in page
    assert "What needs a reason is not issued without." in page
    assert "evel by urgency" not in page
    assert "own copy" not in page
    assert at(cast.ana).post(address("rule_change", rule), {"level": "info"}).status_code == 403
    for deed in ("make-own-copy", "retire"):
        assert at(cast.olga).post(address(f"rule_{deed}", rule)).status_code == 403
    rule.refresh_from_db()
    assert (rule.level, rule.is_retired, Rule.objects.count()) == ("warn", False, 1)


def test_a_flag_that_stops_all_exercise_is_not_copied(cast: Cast):
    stop, other = make_patient_flag(group="stop"), make_patient_flag(group="knee")
    assert at(cast.olga).post(address("patientflag_make-own-copy", stop)).status_code == 403
    assert "in every clinic: nobody changes it" in shown(cast.olga, address("patientflag_change", stop))
    assert at(cast.olga).post(address("patientflag_make-own-copy", other)).status_code == 302


@pytest.mark.parametrize(
    ("attr", "op", "value", "words"),
    [
        ("impact", "eq", "huge", "Row 1: There is no “huge”. There are: high, low, moderate, none."),
        ("impact", "gt", "low", "Row 1: “is more than” does not suit “impact”. Use one of: is, is not"),
        ("tags", "eq", "supine", "Row 1: “is” does not suit “tags”. Use one of: hold."),
        ("tags", "contains", "flying", "Row 1: There is no “flying”. There are: supine."),
        ("slug", "eq", "no-such", "Row 1: There is no “no-such”."),
        ("hold_s", "ge", "long", "“long” is not a number."),
    ],
)
def test_a_rule_that_could_never_fire_is_refused_with_what_would_do(
    cast: Cast, attr: str, op: str, value: str, words: str
):
    make_exercise(slug="squat", tags=["supine"])
    values = {"slug": "ours-1", "title": "No jumps", "level": "warn", "reason_plain": "Too soon.", "match": "any"}
    row = {"tests__0": "", "tests__0__attr": attr, "tests__0__op": op, "tests__0__value": value}
    answer = save(cast.ana, address("rule_add"), **values, **row, provenance="convention")
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Rule.objects.exists()


def test_a_new_rule_says_which_exercises_it_means(cast: Cast):
    values = {"slug": "ours-1", "title": "No jumps", "level": "warn", "reason_plain": "Too soon.", "match": "any"}
    values["provenance"] = "convention"
    answer = save(cast.ana, address("rule_add"), **values)
    assert "Say what exercises are meant" in answer.content.decode()
    row = {"tests__0": "", "tests__0__attr": "balance_demand", "tests__0__op": "ge", "tests__0__value": "2"}
    assert save(cast.ana, address("rule_add"), **values, **row).status_code == 302
    test = {"attr": "balance_demand", "op": "ge", "value": 2}
    rule = Rule.objects.get(slug="ours-1")
    assert rule.condition == {"when": {"patient_flags_any": [], "exercise": {"any": [test]}}}
    assert (rule.clinic, rule.scope) == (cast.clinic, "exercise")


def test_a_rule_without_a_basis_leaves_no_link_without_words(cast: Cast):
    make_rule(basis="evidence")
    make_rule(basis="", clinic=cast.clinic)
    page = shown(cast.ana, address("rule_changelist"))
    assert "?basis=evidence" in page
    assert 'href="?basis="' not in page


def test_the_customers_words_find_exercises(cast: Cast):
    call_command("load_library", verbosity=0)
    for words, name in FOUND_BY.items():
        assert f">{name}</a>" in shown(cast.ana, f"{address('exercise_changelist')}?q={words}"), words


def test_the_exercise_of_that_very_name_is_listed_first(cast: Cast):
    for name in ("Goblet squat", "Squat jump", "Squat"):
        make_exercise(name=name)
    page = shown(cast.ana, f"{address('exercise_changelist')}?q=squat")
    assert page.index(">Squat</a>") < page.index(">Squat jump</a>") < page.index(">Goblet squat</a>")


def test_a_column_that_was_chosen_orders_what_was_found(cast: Cast):
    for slug, category in (("exact", "strength"), ("other", "balance")):
        make_exercise(slug=slug, name="Squat" if slug == "exact" else "Goblet squat", category=category)
    url = f"{address('exercise_changelist')}?q=squat"
    page = shown(cast.ana, url)
    assert page.index(">Squat</a>") < page.index(">Goblet squat</a>")
    page = shown(cast.ana, f"{url}&o=3")
    assert page.index(">Goblet squat</a>") < page.index(">Squat</a>")


def test_a_field_suggests_what_the_search_finds_best_first(cast: Cast):
    for name in ("Goblet squat", "Squat jump", "Squat"):
        make_exercise(name=name)
    make_exercise(name="Squat of others", clinic=cast.other_clinic)
    asked = {"app_label": "programmes", "model_name": "prescription", "field_name": "exercise", "term": "sqaut"}
    results = at(cast.ana).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [result["text"] for result in results] == ["Squat", "Squat jump", "Goblet squat"]


def test_exercises_are_filtered_by_region_purpose_kit_and_condition(cast: Cast):
    squat, plank = make_exercise(name="Squat"), make_exercise(name="Plank")
    for exercise, region in ((squat, "knee"), (plank, "hip")):
        exercise.body_regions = [region]
        exercise.save()
    squat.purposes.add(make_purpose(slug="stairs"))
    plank.kit_needs.create().any_of.add(make_kit(slug="machine", substitute=""))
    template = make_template(phases=0, condition=make_condition(slug="sore-knee"))
    make_prescription(make_phase(template), exercise=squat)
    for asked, found, left_out in (
        ("region=knee", "Squat", "Plank"),
        ("purpose=stairs", "Squat", "Plank"),
        ("kit=at-home", "Squat", "Plank"),
        ("kit=machine", "Plank", "Squat"),
        ("condition=sore-knee", "Squat", "Plank"),
    ):
        page = shown(cast.ana, f"{address('exercise_changelist')}?{asked}")
        assert f">{found}</a>" in page, asked
        assert f">{left_out}</a>" not in page, asked


def test_a_template_in_use_is_not_deleted(cast: Cast):
    template = own_template(Template.objects.get(pk=make_template().pk), cast.clinic)
    assert at(cast.ana).post(address("template_delete", template), {"post": "yes"}).status_code == 403


def test_a_line_in_an_own_template_may_be_optional(cast: Cast):
    template = own_template(Template.objects.get(pk=make_template().pk), cast.clinic)
    line = make_prescription(template.phases.get())
    save(cast.ana, address("prescription_change", line), is_optional="on")
    line.refresh_from_db()
    assert line.is_optional
