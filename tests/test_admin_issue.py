"""The page that issues: what was found, a reason for each block, one confirmation for the warnings."""

import re
from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry

from programmes.handout import issue as issuing
from programmes.handout.pdf import Printed
from programmes.models import Exercise, Handout, Override, Prescription, Programme, Review, Rule, Source
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_language,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_rule,
    make_screening,
    make_source,
    make_template,
    sign_off_everything,
)
from tests.workbench import address, at, form_on, messages_of, save, shown

pytestmark = pytest.mark.django_db
REASON = "Her surgeon agrees."


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Return a programme of two squats, ready but for what rules say of squats."""
    make_language()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    squat = make_exercise(slug="squat", name="Squat")
    programme.phases.get().prescriptions.update(exercise=squat)
    make_prescription(programme.phases.get(), exercise=squat)
    sign_off_everything(cast.ana.practitioner)
    return programme


def page_of(programme: Programme) -> str:
    return address("programme_weigh", programme)


def block(**kwargs: object) -> None:
    make_rule(**{"slug": "SR-B", "reason_plain": "Squats are too deep.", **kwargs})


def warn(**kwargs: object) -> None:
    make_rule(**{"slug": "SR-W", "level": "warn", "reason_plain": "Mind the depth.", **kwargs})


def test_what_was_found_stands_beside_the_line_and_at_the_top(cast: Cast, programme: Programme):
    make_exercise(slug="bridge", name="Bridge")
    make_source(slug="holm", authors="Holm E", year=2019, title="A trial", journal="Knee")
    block(suggest=["bridge"])
    Rule.objects.get().sources.add(Source.objects.get())
    page = shown(cast.ana, address("programme_change", programme))
    state, plan = page.split('id="plan"')
    assert "1 finding needs a reason" in state
    assert "SR-B: Holm E. 2019. A trial. Knee" in state
    for part in (state, plan):
        assert "Squats are too deep." in part
        assert "Safer here: Bridge" in part
    assert plan.count("Squats are too deep.") == 2


def test_the_page_that_issues_says_whose_programme_it_is(cast: Cast, programme: Programme):
    page = shown(cast.ana, page_of(programme))
    assert "<h1>Issue: Eva Holm, born 2 Apr 1990</h1>" in page
    assert "<h2>Runner&#x27;s knee</h2>" in page


def test_what_is_said_of_several_exercises_names_them_phase_by_phase(cast: Cast, programme: Programme):
    later = make_phase(programme, name="Load")
    make_prescription(later, exercise=Exercise.objects.get(slug="squat"))
    block()
    found = " ".join(re.sub(r"<[^>]+>", "", shown(cast.ana, page_of(programme)).split("Needs a reason")[1]).split())
    assert "Because of: Thin bones Settle: Squat, Squat Load: Squat SR-B" in found


def test_the_code_of_a_check_of_our_own_is_told_to_nobody(cast: Cast, programme: Programme):
    line = programme.phases.get().prescriptions.first()
    line.note = "Take care as directed."
    line.save()
    page = shown(cast.ana, page_of(programme))
    assert "as directed" in page
    assert "vague-words" not in page


def test_with_something_to_finish_and_nothing_to_weigh_no_list_is_left_empty(cast: Cast, programme: Programme):
    Review.objects.all().delete()
    Programme.objects.filter(pk=programme.pk).update(goal="")
    page = shown(cast.ana, page_of(programme))
    assert "1 thing to finish first" in page
    assert "To weigh after that" not in page
    block()
    assert "To weigh after that" in shown(cast.ana, page_of(programme))


def test_with_nothing_to_weigh_it_is_issued_in_one_press(cast: Cast, programme: Programme):
    make_rule(level="info")
    save(cast.ana, address("programme_change", programme), _issue="1")
    assert Handout.objects.count() == 1


def test_saving_and_issuing_leads_to_what_is_to_be_weighed(cast: Cast, programme: Programme):
    block()
    answer = save(cast.ana, address("programme_change", programme), goal="Dance", _issue="1")
    assert answer["Location"] == page_of(programme)
    assert "weigh what was found first" in messages_of(answer)
    programme.refresh_from_db()
    assert (programme.goal, Handout.objects.count()) == ("Dance", 0)


def test_a_block_is_asked_one_reason_which_is_kept_for_each_line(cast: Cast, programme: Programme):
    block()
    page = shown(cast.ana, page_of(programme))
    assert page.count("<textarea") == 1
    save(cast.ana, page_of(programme), **{"reason-SR-B": REASON})
    handout, rows = Handout.objects.get(), Override.objects.all()
    assert handout.version == 1
    lines = programme.phases.get().prescriptions.all()
    assert {row.where for row in rows} == {f"prescription:{line.pk}" for line in lines}
    assert {(row.code, row.reason, row.who, row.who_name, row.says) for row in rows} == {
        ("SR-B", REASON, cast.ana.practitioner, "Ana", "Squats are too deep.")
    }


def test_a_block_without_a_reason_is_not_issued(cast: Cast, programme: Programme):
    block()
    for words in ("", "   "):
        answer = save(cast.ana, page_of(programme), **{"reason-SR-B": words})
        assert "so that a colleague understands it later" in answer.content.decode()
    assert (Handout.objects.count(), Override.objects.count()) == (0, 0)


def test_the_warnings_are_confirmed_once_for_all_and_at_each_issue(cast: Cast, programme: Programme):
    warn()
    warn(slug="SR-V", reason_plain="Hold on.")
    page = shown(cast.ana, page_of(programme))
    assert "2 warnings" in page
    assert page.count('type="checkbox"') == 1
    answer = save(cast.ana, page_of(programme))
    assert "once you have weighed the warnings" in answer.content.decode()
    assert not Handout.objects.exists()
    assert "Weigh what was found, then hand it out" in shown(cast.ana, address("programme_change", programme))
    for _version in range(2):
        save(cast.ana, page_of(programme), warnings_weighed="on")
    assert Handout.objects.count() == 2
    assert "Before the next version: weigh what was found" in shown(cast.ana, address("programme_change", programme))
    answer = save(cast.ana, address("programme_change", programme), _issue="1")
    assert answer["Location"] == page_of(programme)


def test_a_recorded_reason_is_shown_and_not_asked_again(cast: Cast, programme: Programme):
    block()
    save(cast.ana, page_of(programme), **{"reason-SR-B": REASON})
    page = shown(cast.ben, page_of(programme))
    assert "<textarea" not in page
    assert f"Reason given: {REASON} (Ana, " in page
    assert f"Reason given: {REASON} (Ana, " in shown(cast.ben, address("programme_change", programme))
    save(cast.ben, address("programme_change", programme), _issue="1")
    assert Handout.objects.count() == 2


def test_a_stop_says_why_and_offers_no_field(cast: Cast, programme: Programme):
    block()
    warn()
    answers = {**form_on(shown(cast.ana, page_of(programme))), "reason-SR-B": REASON, "warnings_weighed": "on"}
    programme.patient.flags.add(make_patient_flag(label="Blood clot", group="stop"))
    page = shown(cast.ana, page_of(programme))
    assert "Blood clot: no exercise until a doctor has looked." in page
    assert "Nobody can override this." in page
    main = page.split('id="content-main"')[1]
    assert not re.search(r'<textarea|type="checkbox"|type="submit"', main)
    answer = at(cast.ana).post(page_of(programme), answers)
    assert "Not issued, and it cannot be: Blood clot" in messages_of(answer)
    assert (Handout.objects.count(), Override.objects.count()) == (0, 0)


def test_what_is_missing_comes_before_what_is_weighed(cast: Cast, programme: Programme):
    block()
    Programme.objects.update(goal="")
    page = shown(cast.ana, page_of(programme))
    assert "1 thing to finish first" in page
    assert f'href="{address("programme_change", programme)}#id_goal"' in page
    assert "<textarea" not in page
    assert "Squats are too deep." in page


def test_another_language_asks_the_same(cast: Cast, programme: Programme):
    block()
    url = address("programme_issue-in-another-language", programme)
    save(cast.ana, url, language="en")
    assert not Handout.objects.exists()
    save(cast.ana, url, language="en", **{"reason-SR-B": REASON})
    assert Handout.objects.get().language == "en"


def test_no_reason_is_kept_when_the_pages_cannot_be_set(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    block()

    def fail(*args: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(issuing.pdf, "printed", fail)
    with pytest.raises(RuntimeError):
        save(cast.ana, page_of(programme), **{"reason-SR-B": REASON})
    assert (Handout.objects.count(), Override.objects.count()) == (0, 0)


def test_a_reader_sees_what_was_found_and_issues_nothing(cast: Cast, programme: Programme):
    block()
    page = shown(cast.rita, address("programme_change", programme))
    assert "Squats are too deep." in page
    assert "Weigh and issue" not in page
    assert at(cast.rita).get(page_of(programme)).status_code == 403


def test_a_template_has_no_such_page(cast: Cast):
    assert at(cast.ana).get(address("programme_weigh", make_template())).status_code == 404


def test_the_log_says_that_the_warnings_were_weighed(cast: Cast, programme: Programme):
    warn()
    save(cast.ana, page_of(programme), warnings_weighed="on")
    assert "The warnings were weighed." in LogEntry.objects.get().change_message


def test_the_form_of_the_page_is_read_as_a_browser_reads_it(cast: Cast, programme: Programme):
    block()
    warn()
    assert set(form_on(shown(cast.ana, page_of(programme)))) == {
        "csrfmiddlewaretoken",
        "reason-SR-B",
        "shown",
    }


def doubled(programme: Programme) -> list[Prescription]:
    """Double the doses of its two lines, which a template holds as they were."""
    lines = list(programme.phases.get().prescriptions.all())
    Prescription.objects.filter(pk=lines[1].pk).update(exercise=make_exercise(slug="lunge", name="Lunge"))
    programme.template = make_template(clinic=programme.clinic)
    programme.save()
    programme.template.phases.all().delete()
    usual = make_phase(programme.template, name=programme.phases.get().name, slug=programme.phases.get().slug)
    for line in programme.phases.get().prescriptions.all():
        make_prescription(usual, exercise=line.exercise, dosage=replace(line.dosage, sets=1))
    return list(programme.phases.get().prescriptions.all())


def test_each_unusual_dose_is_asked_a_reason_of_its_own(cast: Cast, programme: Programme):
    lines = doubled(programme)
    names = [f"reason-dose-unusual-prescription:{line.pk}" for line in lines]
    page = shown(cast.ana, page_of(programme))
    assert sorted(re.findall(r'<textarea name="([^"]+)"', page)) == sorted(names)
    answer = save(cast.ana, page_of(programme), **{names[0]: "She did it before."})
    assert "She did it before." in answer.content.decode()
    assert not Override.objects.exists()
    answers = dict(zip(names, ("She did it before.", "Asked for."), strict=True))
    save(cast.ana, page_of(programme), takes_responsibility="on", **answers)
    assert {row.where.removeprefix("prescription:"): row.reason for row in Override.objects.all()} == {
        str(lines[0].pk): "She did it before.",
        str(lines[1].pk): "Asked for.",
    }


def test_a_tick_is_for_the_warnings_that_stood_beside_it(cast: Cast, programme: Programme):
    warn()
    form = {**form_on(shown(cast.ana, page_of(programme))), "warnings_weighed": "on"}
    warn(slug="SR-V", reason_plain="Hold on.")
    page = at(cast.ana).post(page_of(programme), form).content.decode()
    assert "Something else is to be weighed by now." in page
    assert "Hold on." in page
    assert "checked" not in page.split('name="warnings_weighed"')[1].split(">")[0]
    assert not Handout.objects.exists()
    save(cast.ana, page_of(programme), warnings_weighed="on")
    assert Handout.objects.count() == 1


def test_a_reason_is_for_the_lines_that_stood_above_it_and_is_not_lost(cast: Cast, programme: Programme):
    block()
    form = {**form_on(shown(cast.ana, page_of(programme))), "reason-SR-B": REASON}
    make_prescription(programme.phases.get(), exercise=Exercise.objects.get(slug="squat"))
    page = at(cast.ana).post(page_of(programme), form).content.decode()
    assert "Something else is to be weighed by now." in page
    assert REASON in page
    assert (Handout.objects.count(), Override.objects.count()) == (0, 0)


def test_a_form_that_does_not_say_what_it_showed_is_asked_again(cast: Cast, programme: Programme):
    warn()
    at(cast.ana).post(page_of(programme), {"warnings_weighed": "on"})
    assert not Handout.objects.exists()


def test_nobody_weighed_a_warning_that_comes_up_while_the_pages_are_set(
    cast: Cast, programme: Programme, monkeypatch: pytest.MonkeyPatch
):
    warn()

    def somebody_adds_a_rule(*args: object) -> Printed:
        warn(slug="SR-V", reason_plain="Hold on.")
        return Printed(b"%PDF-1.7", "test")

    monkeypatch.setattr(issuing.pdf, "printed", somebody_adds_a_rule)
    answer = save(cast.ana, page_of(programme), warnings_weighed="on")
    assert "A warning came up while it was being issued." in messages_of(answer)
    assert not Handout.objects.exists()
