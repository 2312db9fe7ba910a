"""The workbench in a real browser: nobody is shut out, and the slips it guards against do not happen."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from programmes.handout.checks import signed
from programmes.models import (
    Exercise,
    Handout,
    Patient,
    Prescription,
    Programme,
    RedFlag,
    RunningPlan,
    Screening,
    ScreeningAnswer,
    Template,
)
from programmes.own_copy import own_copy
from programmes.screening import begin
from programmes.starting import start_from
from tests.browser.watch import Watch
from tests.cast import Cast, make_cast
from tests.factories import (
    make_condition,
    make_exercise,
    make_handout,
    make_language,
    make_patient,
    make_patient_flag,
    make_picture,
    make_programme,
    make_red_flag,
    make_rule,
    make_running_plan,
    make_template,
)
from tests.figures import plain_figure
from tests.printed import pages
from tests.workbench import address

SignIn = Callable[[User], None]
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@dataclass
class Desk:
    """Ana at her desk, with a patient, a programme half finished and content of her clinic's own."""

    cast: Cast
    patient: Patient
    programme: Programme
    weighed: Programme
    own_exercise: Exercise
    template: Template
    screening: Screening
    handout: Handout
    ladder: RunningPlan

    @property
    def line(self) -> Prescription:
        return self.programme.phases.first().prescriptions.first()


@pytest.fixture
def desk(sign_in: SignIn) -> Desk:
    make_language()
    cast = make_cast()
    flag = make_patient_flag(slug="thinner", label="Blood thinner", group="stop")
    sign = make_red_flag(flag_slug="thinner", urgency="emergency", is_always_shown=True)
    make_red_flag(screening_question="Has it lasted two weeks?", urgency="within_2_weeks", is_always_shown=True)
    condition = make_condition(
        causes=[{"text": "Load", "sources": [], "tell_patient": False}],
        codes=[{"system": "ICD-10", "code": "M22.2", "term": "Disorder", "certainty": "sure"}],
        time_course={"typical_improvement_weeks": [4, 8], "note": "About six weeks."},
        red_flag_slugs=[sign.slug],
        flag_slugs=[flag.slug],
    )
    patient = make_patient(clinic=cast.clinic)
    template = make_template(condition=condition, name="Knee programme")
    programme = start_from(template, patient=patient, practitioner=cast.ana.practitioner, side="left")
    screening = begin(patient, condition, cast.ana.practitioner)
    screening.answers.filter(red_flag=sign).update(answer="yes")
    own_exercise = own_copy(make_exercise(slug="squat", name="Squat"), cast.clinic)
    make_picture(own_exercise)
    Exercise.objects.update(figure=plain_figure())
    sign_in(cast.ana)
    return Desk(
        cast=cast,
        patient=patient,
        programme=programme,
        weighed=to_be_weighed(cast),
        own_exercise=own_exercise,
        template=Template.objects.get(pk=template.pk),
        screening=screening,
        handout=make_handout(programme),
        ladder=make_running_plan(programme, stage_rules=[{"when": "pain", "then": "rest"}]),
    )


def to_be_weighed(cast: Cast) -> Programme:
    """Return a programme that lacks nothing, with something found of each level that can be answered."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name="Ida Lind"))
    begin(programme.patient, programme.condition, cast.ana.practitioner, answer="no")
    programme.patient.flags.add(make_patient_flag(slug="bones", label="Thin bones"))
    exercise = programme.phases.get().prescriptions.get().exercise.slug
    for level in ("info", "warn", "block"):
        tests = [{"attr": "slug", "op": "eq", "value": exercise}]
        make_rule(slug=f"sr-{level}", level=level, flags=["bones"], tests=tests, suggest=["squat"])
    return programme


def main_pages(desk: Desk) -> list[str]:
    phase, condition = desk.programme.phases.first(), desk.programme.condition
    return [
        *(address(f"{name}_changelist") for name in ("patient", "programme", "template", "screening", "handout")),
        *(address(f"{name}_changelist") for name in ("exercise", "condition", "rule")),
        address("patient_add"),
        address("patient_change", desk.patient),
        address("patient_history", desk.patient),
        address("programme_change", desk.programme),
        address("programme_history", desk.programme),
        address("programme_weigh", desk.programme),
        address("programme_weigh", desk.weighed),
        address("programme_change", desk.weighed),
        address("programme_clinician-copy", desk.weighed),
        address("programme_clinician-copy", desk.programme),
        f"{address('programme_add')}?patient={desk.patient.pk}",
        address("template_change", desk.template),
        address("phase_change", phase),
        address("prescription_change", desk.line),
        f"{address('prescription_add')}?phase={phase.pk}",
        address("runningplan_change", desk.ladder),
        address("screening_add"),
        f"{address('screening_add')}?patient={desk.patient.pk}&condition={condition.pk}",
        address("screening_change", desk.screening),
        address("handout_change", desk.handout),
        address("handout_withdraw", desk.handout),
        address("exercise_change", desk.own_exercise),
        address("exercise_change", desk.own_exercise.origin),
        address("exercise_add"),
        address("condition_change", condition),
        address("condition_add"),
        address("painrule_add"),
        address("rule_add"),
        address("clinic_change", desk.cast.clinic),
        address("practitioner_change", desk.cast.ben.practitioner),
        # Last: it names what was opened before.
        reverse("admin:index"),
    ]


def faults(page: Page, watch: Watch, url: str) -> list[str]:
    """Open a page; return what the browser and axe have to say of it, and whether it runs off the screen."""
    page.goto(url)
    # Before axe, which puts styles of its own into some pages.
    said = list(watch.errors)
    violations = Axe().run(page).response["violations"]
    watch.errors.clear()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    said += [f"{each['id']} x{len(each['nodes'])}: {each['nodes'][0]['html'][:160]}" for each in violations]
    return [*said, f"{wide} px too wide"] if wide > 0 else said


def look(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.once
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_main_page_is_open_to_everybody(page: Page, watch: Watch, desk: Desk, scheme: str, width: int):
    look(page, scheme, width)
    found = {url: faults(page, watch, url) for url in main_pages(desk)}
    assert {url: said for url, said in found.items() if said} == {}


@pytest.mark.once
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_an_owner_and_whoever_is_not_signed_in_are_shut_out_of_nothing(
    page: Page, watch: Watch, desk: Desk, sign_in: SignIn, scheme: str, width: int
):
    look(page, scheme, width)
    page.context.clear_cookies()
    assert faults(page, watch, reverse("admin:login")) == []
    sign_in(desk.cast.olga)
    ben = desk.cast.ben.practitioner
    for url in (
        address("clinic_change", desk.cast.clinic),
        address("practitioner_change", ben),
        address("practitioner_remove-log-in", ben),
    ):
        assert faults(page, watch, url) == [], url


def test_each_printed_page_of_a_clinicians_copy_says_that_it_is_not_for_the_patient(page: Page, desk: Desk):
    """From a dark screen too, from which the mark once came out pink on white."""
    look(page, "dark", 1440)
    page.goto(address("programme_clinician-copy", desk.weighed))
    page.emulate_media(media="print", color_scheme="dark")
    mark = page.get_by_text("Clinician's copy, not for the patient")
    assert mark.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)"
    found = pages(page.pdf(format="A6"))
    assert len(found) > 1
    assert all("Clinician's copy, not for the patient" in words for words in found)


def test_every_picture_is_there_to_be_seen(page: Page, watch: Watch, desk: Desk, sign_in: SignIn):
    sign_in(desk.cast.olga)
    for url in (
        address("exercise_changelist"),
        address("exercise_change", desk.own_exercise),
        address("exercise_change", desk.own_exercise.origin),
        address("programme_change", desk.programme),
        address("clinic_change", desk.cast.clinic),
    ):
        page.goto(url)
        pictures = page.locator("img.figure")
        widths = [
            picture.evaluate("each => { each.loading = 'eager'; return each.decode().then(() => each.naturalWidth); }")
            for picture in pictures.all()
        ]
        assert widths, url
        assert all(widths), url
    assert watch.errors == []


def test_from_patient_to_programme_in_a_few_presses(page: Page, watch: Watch, desk: Desk):
    page.goto(reverse("admin:index"))
    page.get_by_label("Name, record number or date of birth").fill("eva")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="New programme for Eva Holm").click()
    expect(page.get_by_label("Knee programme", exact=True)).to_be_checked()
    page.get_by_label("right").check()
    page.get_by_role("button", name="Start the programme").click()
    expect(page.get_by_role("link", name="Eva Holm, born 2 Apr 1990")).to_be_visible()
    page.get_by_role("button", name="Use instead of").click()
    expect(page.get_by_text("was replaced by")).to_be_visible()
    assert desk.patient.programmes.first().side == "right"
    assert watch.errors == []


def test_what_was_found_is_weighed_and_then_it_is_issued(page: Page, watch: Watch, desk: Desk):
    page.goto(address("programme_change", desk.weighed))
    page.get_by_role("button", name="Save and issue").first.click()
    expect(page.get_by_text("Not issued yet: weigh what was found first.")).to_be_visible()
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_text("Please look at what is marked below.")).to_be_visible()
    page.get_by_label("Why go on all the same?").fill("Her surgeon agrees.")
    page.get_by_label("I have weighed these warnings").check()
    page.get_by_label("have read this sheet and take responsibility").check()
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_text("Version 1 is issued.")).to_be_visible()
    assert desk.weighed.overrides.get().reason == "Her surgeon agrees."
    assert watch.errors == []


def test_enter_in_a_field_saves_and_does_not_issue(page: Page, desk: Desk):
    page.goto(address("programme_change", desk.programme))
    page.get_by_label("Goal").fill("Dance again")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    desk.programme.refresh_from_db()
    assert desk.programme.goal == "Dance again"
    assert desk.programme.handouts.count() == 1


def test_the_preview_waits_until_what_was_typed_is_saved(page: Page, desk: Desk):
    page.goto(address("programme_change", desk.programme))
    page.get_by_label("Goal").fill("Dance again")
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("status").filter(has_text="Save first")).to_be_visible()
    assert len(page.context.pages) == 1


def test_what_is_hard_to_read_is_said_beside_the_note_while_it_is_typed(page: Page, desk: Desk):
    page.goto(address("prescription_change", desk.line))
    note = page.get_by_label("Note for the patient")
    note.press_sequentially("Tighten your quadriceps.")
    said = page.locator("#id_note_remarks")
    expect(said).to_contain_text('Say "front thigh muscle" in place of "quadriceps".')
    expect(said).to_have_attribute("aria-live", "polite")
    field, words = note.bounding_box(), said.bounding_box()
    assert words["y"] >= field["y"] + field["height"], "what is said stands under the field"
    assert Axe().run(page).response["violations"] == []
    note.fill("Tighten your thigh.")
    expect(said).to_be_empty()


def test_leaving_with_something_typed_asks_first(page: Page, desk: Desk):
    page.goto(address("prescription_change", desk.line))
    page.get_by_label("Sets").fill("4")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Home").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]


def test_on_a_phone_each_question_is_whole_and_names_its_answers(page: Page, desk: Desk):
    look(page, "light", 390)
    RedFlag.objects.update(screening_question="Is the knee so sore that you " + "cannot walk on it at all, or " * 5)
    page.goto(address("screening_change", desk.screening))
    question = RedFlag.objects.first().screening_question
    expect(page.get_by_role("radiogroup", name=question).first.get_by_role("radio")).to_have_count(3)
    cut = "rows => rows.filter(row => row.scrollWidth > row.clientWidth).map(row => row.textContent)"
    assert page.locator(".questions .form-row").evaluate_all(cut) == []


CUT_OFF = """() => [...document.querySelectorAll("#content :is(input, select, textarea, label)")].filter((each) => {
  const frame = each.closest("fieldset.module, .panel") ?? document.body;
  const box = each.getBoundingClientRect();
  return box.width > 1 && !each.closest(".wide, .results") && box.right > frame.getBoundingClientRect().right + 1;
}).map((each) => each.outerHTML.slice(0, 120))"""


def test_on_a_phone_no_field_is_cut_off(page: Page, desk: Desk):
    look(page, "light", 390)
    names = ("running", "diary", "progress", "share", "save-as-template", "change")
    urls = [address(f"programme_{name}", desk.programme) for name in names]
    for url in (*urls, address("patient_change", desk.patient), address("exercise_held", desk.own_exercise)):
        page.goto(url)
        assert page.evaluate(CUT_OFF) == [], url
    page.goto(address("patient_changelist"))
    assert page.get_by_role("searchbox").bounding_box()["width"] >= 180


def test_a_programme_that_nothing_stands_against_is_open_to_everybody(page: Page, watch: Watch, desk: Desk):
    desk.weighed.patient.flags.clear()
    signed.take(
        desk.weighed,
        signed.unsigned(Programme.objects.with_lines().get(pk=desk.weighed.pk)),
        desk.cast.ana.practitioner,
    )
    assert faults(page, watch, address("programme_weigh", desk.weighed)) == []
    expect(page.get_by_text("Nothing stands against it.")).to_be_visible()


def test_conditions_are_compared_on_any_screen_and_on_paper(page: Page, watch: Watch, desk: Desk):
    for number in range(4):
        make_condition(name=f"Condition {number}", worse_with=["Stairs"])
    for scheme, width in LOOKS:
        look(page, scheme, width)
        assert faults(page, watch, f"{reverse('admin:compare_conditions')}?q=stairs") == [], (scheme, width)
    # On a telephone the names of the rows stay while the table is pushed aside, by keys alone.
    name = page.get_by_role("rowheader", name="What makes it worse")
    before = name.bounding_box()
    region = page.get_by_role("region", name="Conditions side by side")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("each => each.scrollLeft > 0", arg=region.element_handle())
    assert name.bounding_box()["x"] == before["x"]
    found = pages(page.pdf(prefer_css_page_size=True))
    assert "It does not diagnose" in found[0]
    assert "Condition 3" in found[0]


def test_one_press_answers_no_to_what_is_left_of_a_group_and_of_no_other(page: Page, desk: Desk):
    page.goto(address("screening_change", desk.screening))
    page.get_by_role("button", name="I asked all of these").first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    answers = ScreeningAnswer.objects.filter(screening=desk.screening)
    expect(page.locator(".messagelist .success")).to_be_visible()
    by_urgency = {answer.red_flag.urgency: answer.answer for answer in answers if answer.red_flag}
    assert by_urgency == {"emergency": "yes", "within_2_weeks": "no"}


def test_enter_before_the_suggestions_are_there_picks_nothing(page: Page, desk: Desk):
    """A quick Enter used to take the first entry of the list for an earlier term: a wrong exercise."""
    for name in ("Bridge", "Clamshell"):
        make_exercise(name=name)
    held: list[Route] = []
    page.goto(f"{address('prescription_add')}?phase={desk.programme.phases.first().pk}")
    page.get_by_role("combobox", name="Exercise").click()
    expect(page.get_by_role("option", name="Bridge")).to_be_visible()
    page.route("**/autocomplete/**", lambda route: held.append(route))
    search = page.locator(".select2-search__field")
    with page.expect_request(lambda request: "term=clam" in request.url):
        search.press_sequentially("clam")
    search.press("Enter")
    expect(page.get_by_role("option", name="Bridge")).to_be_visible()
    expect(page.locator(".select2-selection__rendered")).to_have_text("")
    for route in held:
        route.continue_()
    expect(page.get_by_role("option", name="Bridge")).to_have_count(0)
    search.press("Enter")
    expect(page.locator(".select2-selection__rendered")).to_contain_text("Clamshell")
