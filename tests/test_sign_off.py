"""A clinic's sign-off of what it hands out, and who answers for the rest."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from programmes import access
from programmes.handout import issue as issuing
from programmes.handout.checks.signed import Unsigned, unsigned
from programmes.handout.issue import ChangedMeanwhile, NotReady, issue
from programmes.handout.job import Printed
from programmes.handout.prepare import prepare
from programmes.handout.prepare.brief import Brief
from programmes.handout.prepare.content import content
from programmes.handout.prepare.wording import Wording
from programmes.models import (
    EmergencyServices,
    Exercise,
    Handout,
    Kit,
    PhaseAdvice,
    Programme,
    RedFlag,
    Responsibility,
    Review,
    Template,
)
from programmes.own_copy import own_copy
from programmes.sign_off import State, sign_off
from programmes.starting import start_from
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_condition,
    make_exercise,
    make_kit,
    make_language,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_red_flag,
    make_screening,
    make_template,
    sign_off_everything,
)
from tests.preparing import fetched
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db
LABEL = "I, Ana, have read this sheet and take responsibility."


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Return Ana's programme, ready but for the sign-off, with something of each kind on its sheet."""
    return programme_at(cast.ana.practitioner)


def programme_at(practitioner: Any) -> Programme:
    make_language()
    condition = make_condition(version="c1", advice_slugs=["adv-flare-plan"])
    make_advice(slug="adv-flare-plan", title="Flare-up", steps=["Rest a day."], version="f1")
    make_red_flag(title="Hot knee", is_always_shown=True, version="r1")
    EmergencyServices.objects.create(slug="gb", name="UK", actions={"same_day": "Ring 111."}, version="e1")
    template = make_template(name="Knee programme", slug="tpl-knee", version="t1", condition=condition)
    phase, later = template.phases.get(), make_phase(template)
    exercise = phase.prescriptions.first().exercise
    Exercise.objects.filter(pk=exercise.pk).update(slug="squat", version="x1")
    kit = exercise.kit_needs.create(detail="A low step")
    kit.any_of.add(make_kit())
    phase.may_run, phase.running_pain_rule = True, make_pain_rule(name="Running rule")
    phase.save()
    PhaseAdvice.objects.create(phase=phase, advice=make_advice(title="Relative rest"), position=1)
    make_prescription(later, exercise=make_exercise(slug="hop", name="Hop"))
    patient = make_patient(clinic=practitioner.clinic)
    programme = start_from(template, patient=patient, practitioner=practitioner, side="left")
    programme.goal, programme.practised_on, programme.review_date = "Run", date(2026, 3, 2), date(2026, 3, 30)
    programme.save()
    make_screening(programme, done_by=practitioner)
    return programme


def left(programme: Programme) -> dict[tuple[str, str], State]:
    return {(each.kind, each.slug): each.state for each in unsigned(fetched(programme))}


def status(programme: Programme) -> str:
    return prepare(fetched(programme)).credits.status


def test_a_sheet_hands_out_each_kind_of_content_and_only_of_the_phase_printed(programme: Programme):
    kinds = [kind for kind, _slug in left(programme)]
    assert sorted(kinds) == [
        *("advice", "advice", "condition", "emergencyservices", "exercise"),
        *("painrule", "painrule", "redflag", "template"),
    ]
    assert ("exercise", "squat") in left(programme)
    assert ("exercise", "hop") not in left(programme)
    assert {type(each) for each in unsigned(fetched(programme))} == {Unsigned}


def test_every_text_of_the_library_on_a_sheet_is_of_an_item_to_sign_off(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    said, of_library = [], Wording.of_library
    monkeypatch.setattr(Wording, "of_library", lambda self, row, text: said.append(row) or of_library(self, row, text))
    prepare(fetched(programme))
    brief = Brief.of(fetched(programme), practitioner=None, phase=None, side=None, language=None)
    there = {(item.kind, item.slug) for item in content(brief)}
    told = {(row._meta.model_name, row.slug) for row in said if not isinstance(row, Kit)}
    assert len(told) >= 6
    assert told <= there


def test_a_programme_without_phases_hands_out_nothing(programme: Programme):
    programme.phases.all().delete()
    assert unsigned(fetched(programme)) == ()


def test_what_one_clinic_signed_off_is_a_draft_in_another(cast: Cast, programme: Programme):
    sign_off_everything(cast.carla.practitioner)
    assert set(left(programme).values()) == {State.DRAFT}
    assert status(programme).startswith("This content is a draft")
    sign_off_everything(cast.ben.practitioner)
    assert left(programme) == {}


def test_a_clinics_own_copy_is_signed_off_apart_from_the_shared_one(cast: Cast, programme: Programme):
    sign_off_everything(cast.ana.practitioner)
    squat = Exercise.objects.get(slug="squat")
    copy = own_copy(squat, cast.clinic)
    programme.phases.first().prescriptions.update(exercise=copy)
    assert left(programme) == {("exercise", "squat"): State.CHANGED}
    theirs = own_copy(squat, cast.other_clinic)
    sign_off(theirs, cast.carla.practitioner, timezone.localdate())
    assert left(programme) == {("exercise", "squat"): State.CHANGED}
    sign_off(copy, cast.ana.practitioner, timezone.localdate())
    assert left(programme) == {}


def test_a_new_version_and_a_review_that_is_due_count_no_longer(cast: Cast, programme: Programme):
    sign_off_everything(cast.ana.practitioner)
    Exercise.objects.filter(slug="squat").update(version="x2")
    yesterday = timezone.localdate() - timedelta(days=1)
    Review.objects.filter(slug="tpl-knee").update(reviewed_on=date(2020, 1, 2), next_due_on=yesterday)
    assert left(programme) == {("exercise", "squat"): State.CHANGED, ("template", "tpl-knee"): State.OVERDUE}


def test_a_programme_counts_the_version_of_the_template_it_was_started_from(cast: Cast, programme: Programme):
    sign_off_everything(cast.ana.practitioner)
    Template.objects.filter(slug="tpl-knee").update(version="t2")
    sign_off(Template.objects.get(slug="tpl-knee"), cast.ana.practitioner, timezone.localdate())
    assert left(programme) == {}


def test_the_review_of_this_version_counts_whatever_else_was_reviewed_that_day(cast: Cast):
    exercise = make_exercise(version="x2")
    today = timezone.localdate()
    for pk, version in ((1, "x2"), (2, "x1")):
        row = sign_off(replace_version(exercise, version), cast.ana.practitioner, today)
        Review.objects.filter(pk=row.pk).update(id=f"00000000-0000-4000-8000-00000000000{pk}")
    assert "Signed off by Ana" in shown(cast.ana, address("exercise_change", Exercise.objects.get()))


def replace_version(row: Any, version: str) -> Any:
    row.version = version
    return row


def test_the_sheet_names_its_reviewers_once_all_of_it_is_signed_off(cast: Cast, programme: Programme):
    sign_off_everything(cast.ben.practitioner)
    sign_off(Exercise.objects.get(slug="squat"), cast.ana.practitioner, timezone.localdate())
    assert status(programme) in ("Reviewed by Ana, Ben for Riverside.", "Reviewed by Ben for Riverside.")
    Review.objects.filter(kind="redflag").delete()
    assert status(programme).startswith("This content is a draft")


def test_nothing_unsigned_is_issued_before_somebody_answers_for_it(cast: Cast, programme: Programme):
    with pytest.raises(NotReady, match="read the sheet and take responsibility") as caught:
        issue(programme, cast.ana.practitioner, cast.ana)
    assert [each.code for each in caught.value.findings] == ["content-not-signed"]
    assert not caught.value.is_stopped
    assert (Handout.objects.count(), Responsibility.objects.count()) == (0, 0)


def test_who_answers_for_it_is_kept_with_name_time_and_versions(cast: Cast, programme: Programme):
    handout = issue(programme, cast.ana.practitioner, cast.ana, takes_responsibility=True)
    row = Responsibility.objects.get()
    assert (row.programme, row.who, row.who_name) == (programme, cast.ana.practitioner, "Ana")
    assert row.when is not None
    assert ["exercise", "squat", "x1"] in row.covers
    assert len(row.covers) == len(left(programme))
    assert handout.document["credits"]["status"].startswith("This content is a draft")


def test_it_is_asked_once_a_programme_whoever_issues_next(cast: Cast, programme: Programme):
    issue(programme, cast.ana.practitioner, cast.ana, takes_responsibility=True)
    issue(programme, cast.ben.practitioner, cast.ben)
    assert (Handout.objects.count(), Responsibility.objects.count()) == (2, 1)


def test_what_comes_in_or_changes_later_is_asked_about_again(cast: Cast, programme: Programme):
    issue(programme, cast.ana.practitioner, cast.ana, takes_responsibility=True)
    programme.current_phase = programme.phases.last()
    programme.save()
    with pytest.raises(NotReady, match="has not signed off 2 items"):
        issue(programme, cast.ben.practitioner, cast.ben)
    issue(programme, cast.ben.practitioner, cast.ben, takes_responsibility=True)
    assert [kind for kind, _slug, _version in Responsibility.objects.last().covers] == ["exercise", "painrule"]
    Exercise.objects.filter(slug="hop").update(version="2")
    with pytest.raises(NotReady):
        issue(programme, cast.ben.practitioner, cast.ben)


def test_nothing_is_asked_or_kept_where_all_is_signed_off(cast: Cast, programme: Programme):
    sign_off_everything(cast.ana.practitioner)
    issue(programme, cast.ben.practitioner, cast.ben, takes_responsibility=True)
    assert not Responsibility.objects.exists()


def test_nobody_answers_for_content_that_changed_while_the_pages_were_set(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    def somebody_changes_it_meanwhile(*args: object) -> Printed:
        RedFlag.objects.update(version="r2")
        return Printed(b"%PDF-1.7", "test")

    monkeypatch.setattr(issuing.pdf, "printed", somebody_changes_it_meanwhile)
    with pytest.raises(ChangedMeanwhile):
        issue(programme, cast.ana.practitioner, cast.ana, takes_responsibility=True)
    assert (Handout.objects.count(), Responsibility.objects.count()) == (0, 0)


def test_a_responsibility_is_seen_in_its_clinic_and_changed_by_nobody(cast: Cast, programme: Programme):
    issue(programme, cast.ana.practitioner, cast.ana, takes_responsibility=True)
    row = Responsibility.objects.get()
    assert access.visible(Responsibility, cast.rita).filter(pk=row.pk).exists()
    assert not access.visible(Responsibility, cast.carla).filter(pk=row.pk).exists()
    for user in (cast.ana, cast.olga, cast.carla):
        assert not user.has_perm("programmes.change_responsibility", row)
        assert not user.has_perm("programmes.delete_responsibility", row)


def test_the_page_that_issues_asks_for_the_tick_with_the_practitioners_name(cast: Cast, programme: Programme):
    answer = save(cast.ana, address("programme_change", programme), _issue="1")
    url = address("programme_weigh", programme)
    assert answer["Location"] == url
    assert "Your clinic has not signed off 9 items of this sheet" in messages_of(answer)
    page = shown(cast.ana, url)
    assert LABEL in page
    assert "(exercise, draft)" in page
    answer = save(cast.ana, url)
    assert "Read the sheet, then tick that you take responsibility." in answer.content.decode()
    assert not Handout.objects.exists()
    save(cast.ana, url, takes_responsibility="on")
    assert Handout.objects.count() == 1
    assert "Responsibility was taken." in LogEntry.objects.first().change_message
    page = shown(cast.ben, address("programme_change", programme))
    assert "Took responsibility for the sheet: Ana, " in page
    save(cast.ben, address("programme_change", programme), _issue="1")
    assert Handout.objects.count() == 2


def test_another_language_asks_for_the_tick_too(cast: Cast, programme: Programme):
    url = address("programme_issue-in-another-language", programme)
    assert LABEL in shown(cast.ana, url)
    save(cast.ana, url, language="en")
    assert not Handout.objects.exists()
    save(cast.ana, url, language="en", takes_responsibility="on")
    assert Responsibility.objects.get().who == cast.ana.practitioner


def test_a_list_shows_what_is_draft_changed_overdue_or_signed_off(cast: Cast):
    names = {State.DRAFT: "Bridge", State.CHANGED: "Clam", State.OVERDUE: "Lunge", State.SIGNED: "Squat"}
    rows = {state: make_exercise(name=name, version="1") for state, name in names.items()}
    for state in (State.CHANGED, State.OVERDUE, State.SIGNED):
        sign_off(rows[state], cast.ana.practitioner, timezone.localdate())
    Review.objects.filter(slug=rows[State.OVERDUE].slug).update(reviewed_on="2020-01-02", next_due_on="2021-01-02")
    Exercise.objects.filter(pk=rows[State.CHANGED].pk).update(version="2")
    for state, name in names.items():
        page = shown(cast.ana, f"{address('exercise_changelist')}?review={state}")
        assert [other for other in names.values() if f">{other}<" in page] == [name]
    page = shown(cast.carla, f"{address('exercise_changelist')}?review=draft")
    assert all(f">{name}<" in page for name in names.values())


def test_the_front_page_counts_what_is_overdue_in_this_clinic(cast: Cast):
    exercises = [make_exercise() for _ in range(3)]
    nothing = "Content that your clinic signed off more than a year ago stands here."
    assert nothing in shown(cast.ana, reverse("admin:index"))
    for row in exercises:
        sign_off(row, cast.ana.practitioner, timezone.localdate())
    Review.objects.update(reviewed_on=date(2020, 1, 2), next_due_on=date(2021, 1, 2))
    sign_off(exercises[0], cast.ben.practitioner, timezone.localdate())
    Exercise.objects.filter(pk=exercises[1].pk).update(is_retired=True)
    page = shown(cast.ana, reverse("admin:index"))
    assert nothing not in page
    assert (
        f'<a href="{address("exercise_changelist")}?review=overdue">Exercises</a> <span class="quiet">1</span>' in page
    )
    assert nothing in shown(cast.carla, reverse("admin:index"))
    assert "Sign-offs overdue" not in shown(cast.sue, reverse("admin:index"))


def test_the_list_of_sign_offs_calls_things_by_their_names(cast: Cast):
    sign_off(make_exercise(slug="squat", name="Squat"), cast.ana.practitioner, timezone.localdate())
    sign_off(make_patient_flag(slug="bones", label="Thin bones"), cast.ana.practitioner, timezone.localdate())
    make_exercise(slug="squat", name="Deep squat", clinic=cast.other_clinic)
    page = shown(cast.ana, address("review_changelist"))
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>.*?</tr>", page.split("<tbody>")[1])]
    assert {" ".join(row).split(" Ana ")[0] for row in rows} == {"Squat exercise -", "Thin bones patient flag -"}
    assert ">patient flag</a>" in page


def test_safety_rules_and_flags_are_signed_off_too(cast: Cast):
    for name in ("rule", "patientflag", "measure", "emergencyservices"):
        assert at(cast.ana).get(f"{address(f'{name}_changelist')}?review=draft").status_code == 200
