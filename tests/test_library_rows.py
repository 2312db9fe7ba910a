"""The library in the database: all of it, as its files say, and only what changed is written again."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.content.load import check_library, store_library
from programmes.content.shelf import Shelf
from programmes.dosage import Dosage, Kind, Tempo
from programmes.models import (
    Advice,
    Condition,
    EmergencyServices,
    Exercise,
    ExerciseText,
    Kit,
    KitNeed,
    Language,
    Measure,
    PainRule,
    PatientFlag,
    Phase,
    Prescription,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Rule,
    RunningPlan,
    Source,
    Stage,
    Template,
)
from programmes.starting import start_from
from tests.broken import put
from tests.factories import make_clinic, make_exercise, make_patient, make_practitioner
from tests.shipped import ids, read
from tests.test_load_library import stored

MODELS = {
    "exercises": Exercise,
    "conditions": Condition,
    "templates": Template,
    "programme_kinds": ProgrammeKind,
    "pain_rules": PainRule,
    "advice": Advice,
    "red_flags": RedFlag,
    "patient_flags": PatientFlag,
    "measures": Measure,
    "sources": Source,
}


@pytest.fixture(scope="module")
def shipped() -> Shelf:
    return check_library()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any, shipped: Shelf) -> Iterator[None]:
    """The library, loaded once for this module; each test works in a transaction of its own within."""
    with django_db_blocker.unblock(), transaction.atomic():
        store_library(shipped)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def library(loaded: None, db: None) -> None:
    """Every test starts from the library as it was loaded."""


def altered(shelf: Shelf, change: Callable[[Shelf], None]) -> Shelf:
    other = copy.deepcopy(shelf)
    change(other)
    return other


def item(shelf: Shelf, kind: str, slug: str) -> dict[str, Any]:
    return next(one for one in shelf.items[kind] if one.slug == slug).data


def without(kind: str, slug: str) -> Callable[[Shelf], None]:
    def change(shelf: Shelf) -> None:
        shelf.items[kind] = [one for one in shelf.items[kind] if one.slug != slug]

    return change


@pytest.mark.parametrize("kind", MODELS)
def test_database_holds_exactly_what_the_manifest_lists(library: None, kind: str):
    rows = MODELS[kind].objects.shared().in_use()
    assert sorted(rows.values_list("slug", flat=True)) == sorted(read("manifest.yaml")["ids"][kind])
    assert rows.count() == read("manifest.yaml")["counts"][kind]


def test_database_holds_every_rule_of_the_manifest(library: None):
    listed = [slug for kind in ("exercise_rules", "programme_rules") for slug in read("manifest.yaml")["ids"][kind]]
    assert sorted(Rule.objects.shared().values_list("slug", flat=True)) == sorted(listed)
    assert Rule.objects.filter(scope="exercise").count() == len(ids("exercise_rules"))


def test_templates_hold_the_lines_of_the_manifest_in_order(library: None):
    held = {
        template.slug: {
            phase.slug: [line.exercise.slug for line in phase.prescriptions.all()] for phase in template.phases.all()
        }
        for template in Template.objects.shared().with_lines()
    }
    assert held == read("manifest.yaml")["template_exercises"]


def test_every_stored_row_is_one_that_a_form_would_accept(library: None):
    for model in (*MODELS.values(), Rule, Kit, Purpose, EmergencyServices, Language, ExerciseText, Phase, Stage):
        for row in model.objects.all():
            row.clean_fields()
    for line in Prescription.objects.select_related("exercise"):
        line.clean_fields()
        line.clean()


def test_shared_rows_have_the_same_ids_on_every_installation(library: None):
    assert str(Exercise.objects.get(slug="clamshell").pk) == "aa894e5a-20e2-58fe-b1b0-a799e825b856"
    assert str(Template.objects.get(slug="tpl-itb-syndrome").pk) == "80e7b35e-7d86-5517-83f7-fbb4b5c017bc"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lateral raises", {"side-lying-leg-raise"}),
        ("foam rolling", {"foam-roll-outer-thigh", "foam-roll-quads", "foam-roll-calves", "foam-roll-glutes"}),
        ("dynamic warm-up", {"leg-swing-forward", "leg-swing-sideways", "high-knees", "butt-kicks"}),
        ("clamshells", {"clamshell", "clamshell-band"}),
        ("squats", {"squat", "mini-squat", "goblet-squat", "split-squat", "decline-squat"}),
        ("going upstairs", {"step-up"}),
    ],
)
def test_customers_words_find_the_exercise(library: None, typed: str, found: set[str]):
    assert found <= set(Exercise.objects.search(typed).values_list("slug", flat=True))


def test_customers_words_find_no_stranger(library: None):
    assert not Exercise.objects.search("clamshells").filter(category="stretch").exists()
    assert Exercise.objects.search("lateral raises").first().slug == "side-lying-leg-raise"


# What becomes of it


def test_dose_and_side_of_an_exercise_are_stored(library: None):
    exercise = Exercise.objects.get(slug="clamshell")
    assert exercise.dosage == Dosage(
        kind=Kind.REPS,
        sets=3,
        reps=15,
        rest_seconds=30,
        times_per_day=1,
        days_per_week=4,
        tempo=Tempo(lower_seconds=2, pause_seconds=1, lift_seconds=1),
        load="body weight",
        effort_low=4,
        effort_high=6,
    )
    assert exercise.default_side == "each"
    assert Exercise.objects.get(slug="wall-sit").default_side == "together"


def test_exercise_has_its_words_kit_purposes_and_picture(library: None):
    exercise = Exercise.objects.get(slug="step-up")
    source = read("exercises/step-up.yaml")
    text = exercise.texts.get(language="en")
    assert (text.language, text.name, text.steps) == ("en", source["name"], source["steps"])
    assert text.stop_if == " ".join(source["stop_if"])
    assert text.end_alt == source["end_alt"]
    assert exercise.movement == "step"
    assert exercise.figure == source["figure"]
    assert {purpose.slug for purpose in exercise.purposes.all()} == set(source["purposes"])
    assert [{kit.slug for kit in need.any_of.all()} for need in exercise.kit_needs.all()] == [
        set(need["any_of"]) for need in source["kit"]
    ]


def test_what_a_file_leaves_out_is_the_usual(library: None):
    exercise = Exercise.objects.get(slug="clamshell")
    assert (exercise.movement, exercise.part, exercise.dose_note_for) == ("lift", "leg", "practitioner")


def test_line_of_a_template_has_its_dose_its_notes_and_what_it_stands_in_for(library: None):
    lines = Prescription.objects.filter(phase__programme__slug="tpl-knee-osteoarthritis", phase__slug="start")
    bike, walk = lines.get(exercise__slug="stationary-cycle"), lines.get(exercise__slug="brisk-walk")
    assert (bike.dosage.kind, bike.dosage.duration_seconds, bike.dosage.rest_seconds) == (Kind.TIME, 600, 0)
    assert (bike.note, bike.practitioner_note) == ("You can go for a walk in its place.", "Or a walk.")
    assert (bike.is_optional, walk.is_optional) == (False, True)
    assert walk.instead_of == bike
    assert bike.instead_of is None


def test_template_knows_what_it_is_for(library: None):
    runner, warm_up = Template.objects.get(slug="tpl-itb-syndrome"), Template.objects.get(slug="tpl-dynamic-warm-up")
    assert (runner.kind, runner.condition.slug, runner.programme_kind) == ("condition", "itb-syndrome", None)
    assert (warm_up.kind, warm_up.condition, warm_up.programme_kind.slug) == ("warm-up", None, "runners-warm-up")
    assert (runner.total_weeks_min, runner.total_weeks_max) == (6, 12)
    assert "bone-stress-injury" in {flag.slug for flag in runner.not_for_flags.all()}
    assert "mckay-2020" in {source.slug for source in runner.sources.all()}
    assert runner.current_phase is None


def test_heavy_slow_variant_stays_with_its_template(library: None):
    variant = Template.objects.get(slug="tpl-patellar-tendinopathy").variants[0]
    assert variant["id"] == "hsr-12-weeks"
    assert [week["dose"]["reps"] for week in variant["schedule"]] == [15, 12, 10, 8, 6]


def test_ladder_has_ten_stages_with_entry_criteria_and_rules(library: None):
    plan = RunningPlan.objects.get()
    first, *_others, last = plan.stages.all()
    assert (first.number, first.walk_seconds, first.run_seconds, first.repeats) == (1, 240, 60, 5)
    assert (last.number, last.kind, last.run_seconds) == (10, "progression", None)
    assert (len(plan.entry_criteria), len(plan.stage_rules)) == (6, 5)
    assert plan.pain_rule.slug == "pain-return-run"


def test_flag_that_stops_everything_says_so(library: None):
    stops = set(PatientFlag.objects.filter(is_global_stop=True).values_list("slug", flat=True))
    assert stops == set(read("vocabulary.yaml")["global_stop_flags"])


def test_sign_that_is_always_shown_says_so(library: None):
    shown = set(RedFlag.objects.filter(is_always_shown=True).values_list("slug", flat=True))
    assert shown == set(read("red_flags.yaml")["always_show"])
    assert RedFlag.objects.get(slug="rf-swelling").flag_slug == "large-effusion"


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("gb", "Call 999 or go to A&E now."),
        ("us", "Call 911 or go to"),
        ("de", "Call 112 or go to"),
        ("neutral", "Call your local emergency number"),
    ],
)
def test_each_country_is_told_whom_to_ring(library: None, country: str, says: str):
    services = EmergencyServices.objects.get(slug=country)
    assert services.actions["emergency"].startswith(says)
    assert not any("{" in text for text in services.actions.values())


def test_country_without_a_word_of_its_own_has_the_neutral_one(library: None):
    assert EmergencyServices.objects.get(slug="eu").words["doctor"] == "your doctor"


def test_rules_keep_what_they_ask(library: None):
    asked = Rule.objects.get(slug="SR-010")
    assert asked.condition["when"]["patient_flags_any"] == ["locked-knee"]
    ticked = Rule.objects.get(slug="PR-001")
    assert ticked.condition == {"check": {"field": "red_flags_present", "op": "not_empty"}}
    assert ticked.level_by_urgency["within_2_weeks"] == "info"


def test_language_has_side_words_and_says_that_it_is_a_draft(library: None):
    language = Language.objects.get(code="en")
    assert language.side_words["your knee"]["left"] == "your left knee"
    assert language.content_status == "draft, awaiting named clinician review"
    assert "not medical advice" in language.disclaimer


def test_second_run_writes_nothing(library: None, shipped: Shelf):
    before = stored()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counts = store_library(shipped)
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert stored() == before
    assert all(count.unchanged == count.total and count.retired == 0 for count in counts)


def test_first_load_writes_history_once_with_purposes(library: None):
    exercise = Exercise.objects.get(slug="clamshell")
    history = exercise.history.get()
    assert history.history_type == "+"
    assert {row.purpose.slug for row in history.purposes.all()} == {"wake-hip", "strong-hips", "gentle-start"}
    assert exercise.texts.get(language="en").history.count() == 1


def test_changed_exercise_is_written_with_its_words_and_parts(library: None, shipped: Shelf):
    def change(shelf: Shelf) -> None:
        data = item(shelf, "exercises", "clamshell")
        data["steps"][3] = "Lower it slowly."
        data["purposes"] = ["strong-hips"]
        data["kit"] = []

    counts = store_library(altered(shipped, change))
    exercise = Exercise.objects.get(slug="clamshell")
    assert exercise.texts.get(language="en").steps[3] == "Lower it slowly."
    assert [purpose.slug for purpose in exercise.purposes.all()] == ["strong-hips"]
    assert not exercise.kit_needs.exists()
    assert {count.kind: count.changed for count in counts if count.changed} == {"exercises": 1}


def test_change_writes_one_history_row_and_no_other_exercise(library: None, shipped: Shelf):
    before = Exercise.history.count()
    store_library(altered(shipped, lambda shelf: put(["balance"], "purposes")(item(shelf, "exercises", "clamshell"))))
    latest, first = Exercise.objects.get(slug="clamshell").history.all()
    assert [row.purpose.slug for row in latest.purposes.all()] == ["balance"]
    assert first.purposes.count() == 3
    assert Exercise.history.count() == before + 1


def test_version_follows_the_content_of_an_item(library: None, shipped: Shelf):
    versions = dict(Exercise.objects.values_list("slug", "version"))
    store_library(altered(shipped, lambda shelf: put(16, "dose", "reps")(item(shelf, "exercises", "clamshell"))))
    now = dict(Exercise.objects.values_list("slug", "version"))
    assert {slug for slug in now if now[slug] != versions[slug]} == {"clamshell"}
    assert all(len(version) == 12 for version in now.values())


def test_renamed_purpose_is_found_by_its_new_name(library: None, shipped: Shelf):
    store_library(altered(shipped, lambda shelf: put("steady hips", "name")(item(shelf, "purposes", "strong-hips"))))
    assert Exercise.objects.search("steady hips").filter(slug="clamshell").exists()


def test_changed_template_keeps_its_row_and_the_ids_of_its_lines(library: None, shipped: Shelf):
    template = Template.objects.get(slug="tpl-itb-syndrome")
    lines = Prescription.objects.filter(phase__programme=template)
    before = {line.exercise.slug: line.pk for line in lines.filter(phase__slug="settle").select_related("exercise")}

    def change(shelf: Shelf) -> None:
        shelf.translations.clear()  # a check would ask them to say the same
        settle, _build, _control, _return = item(shelf, "templates", "tpl-itb-syndrome")["phases"]
        settle["exercises"].reverse()
        settle["exercises"].pop()
        settle["advice_ids"].pop()
        item(shelf, "templates", "tpl-itb-syndrome")["phases"] = [settle]

    counts = store_library(altered(shipped, change))
    template.refresh_from_db()
    after = {line.exercise.slug: line.pk for line in lines.select_related("exercise")}
    assert after == {slug: pk for slug, pk in before.items() if slug != "clamshell"}
    assert [phase.slug for phase in template.phases.all()] == ["settle"]
    assert [line.exercise.slug for line in lines.select_related("exercise")] == list(reversed(list(before)))[:-1]
    assert {count.kind: count.changed for count in counts if count.changed} == {"templates": 1}


def test_programme_started_from_a_template_is_not_touched_when_the_template_changes(library: None, shipped: Shelf):
    practitioner = make_practitioner()
    template = Template.objects.get(slug="tpl-itb-syndrome")
    patient = make_patient(clinic=practitioner.clinic)
    programme = start_from(template, patient=patient, practitioner=practitioner, side="left")
    lines = list(Prescription.objects.filter(phase__programme=programme).values_list())

    def change(shelf: Shelf) -> None:
        shelf.translations.clear()
        data = item(shelf, "templates", "tpl-itb-syndrome")
        data["phases"] = data["phases"][1:2]

    store_library(altered(shipped, change))
    programme.refresh_from_db()
    assert list(Prescription.objects.filter(phase__programme=programme).values_list()) == lines
    assert programme.template_id == template.pk
    assert programme.template_version == template.version != Template.objects.get(slug=template.slug).version


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("exercises", "cutting-drill"), ("advice", "adv-kneeling"), ("sources", "behm-2016"), ("kit", "wobble-board")],
)
def test_item_that_is_gone_is_retired_and_comes_back(library: None, shipped: Shelf, kind: str, slug: str):
    model = {**MODELS, "kit": Kit}[kind]
    row = model.objects.get(slug=slug)
    counts = {count.kind: count for count in store_library(altered(shipped, without(kind, slug)))}
    assert model.objects.get(slug=slug).is_retired
    assert (counts[kind].retired, counts[kind].changed) == (1, 0)
    again = {count.kind: count for count in store_library(altered(shipped, without(kind, slug)))}
    assert again[kind].retired == 0
    back = {count.kind: count for count in store_library(shipped)}
    assert model.objects.get(slug=slug).pk == row.pk
    assert not model.objects.get(slug=slug).is_retired
    assert (back[kind].new, back[kind].changed) == (0, 1)


def test_retired_exercise_keeps_its_words_and_kit(library: None, shipped: Shelf):
    store_library(altered(shipped, without("exercises", "wall-sit")))
    exercise = Exercise.objects.get(slug="wall-sit")
    assert exercise.texts.get(language="en").name == "Wall sit"
    assert KitNeed.objects.filter(exercise=exercise).count() == 1


def test_shared_row_that_the_content_never_held_is_left_in_use(library: None, shipped: Shelf):
    Kit.objects.create(slug="trampoline", name="trampoline")
    store_library(shipped)
    assert not Kit.objects.get(slug="trampoline").is_retired


def test_row_of_a_clinic_is_left_alone(library: None, shipped: Shelf):
    clinic = make_clinic()
    own = make_exercise(clinic=clinic, slug="clamshell", name="Our clamshell")
    only_ours = make_exercise(clinic=clinic, slug="our-own-move")
    before = list(Exercise.objects.filter(clinic=clinic).order_by("slug").values_list())
    store_library(altered(shipped, lambda shelf: put(["knee"], "body_regions")(item(shelf, "exercises", "clamshell"))))
    assert list(Exercise.objects.filter(clinic=clinic).order_by("slug").values_list()) == before
    assert own.texts.get().name == "Our clamshell"
    assert not Exercise.objects.get(pk=only_ours.pk).is_retired
