"""A patient is erased or made anonymous, so that nothing leads back to them: the rows, the page, the command."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import models

from programmes.models import AccessRecord, Erasure, Override, Patient, Programme, RunningPlan, Screening
from programmes.rights.erase import erase, plan_of
from programmes.rights.free_text import EMPTY
from tests.cast import Cast
from tests.factories import make_handout, make_patient, make_programme, make_running_plan
from tests.rights import MARK, everything, ids, known_well, where_it_stands
from tests.workbench import address, at, form_on, messages_of, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("erasures_file")]


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def test_erasing_leaves_no_word_and_no_id_but_in_the_list(eva: Patient):
    assert len(where_it_stands(MARK)) >= 10
    erase(eva, mode="erase")
    assert where_it_stands(MARK) == set()
    assert where_it_stands("R-17") == set()
    assert ids(eva.pk) == {"programmes_erasure"}
    assert not Programme.objects.filter(patient__isnull=False).exists()


@pytest.mark.parametrize("door", ["runningplan_delete", "runningplan_change"])
def test_the_log_names_nobody_for_a_running_plan_that_is_gone(cast: Cast, door: str):
    programme = make_programme(patient=make_patient(clinic=cast.clinic, name=f"Eva {MARK}"))
    plan = make_running_plan(programme)
    form = form_on(shown(cast.ana, address("runningplan_change", plan)))
    at(cast.ana).post(address(door, plan), {"post": "yes", **form})
    assert LogEntry.objects.filter(object_id=str(plan.pk)).exists()
    RunningPlan.objects.all().delete()
    erase(programme.patient, mode="erase")
    assert where_it_stands(MARK) == set()


def test_anonymising_leaves_exercises_and_doses_and_no_word_that_was_typed(eva: Patient):
    lines = eva.programmes.get().phases.get().prescriptions.values_list("exercise", "sets", "reps", "side")
    before, answers = sorted(lines), Screening.objects.get().answers.count()
    erase(eva, mode="anonymise")
    assert where_it_stands(MARK) == set()
    assert where_it_stands("R-17") == set()
    assert ids(eva.pk) == {"programmes_erasure"}
    nobody = Patient.objects.get()
    assert (nobody.name, nobody.reference, nobody.date_of_birth) == ("", "", None)
    assert nobody.archived_at is not None
    assert nobody.flags.count() == 1
    left = nobody.programmes.get()
    assert sorted(left.phases.get().prescriptions.values_list("exercise", "sets", "reps", "side")) == before
    assert nobody.screenings.get().answers.count() == answers
    assert (left.goal, left.overrides.count(), left.handouts.count()) == ("", 0, 0)


def test_whatever_can_be_typed_is_made_empty():
    kept = {
        Programme: {
            "slug": "templates alone have one",
            "template_version": "a number",
            "version": "templates alone have one",
            "session_days": "numbers of days",
        },
        RunningPlan: {"run_days": "numbers of days", "advice_slugs": "names of the library"},
        Screening: {},
    }
    for model, empty in EMPTY.items():
        typed = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        }
        assert typed - set(empty) - set(kept.get(model, {})) - {"replaces"} == set(), model


def test_another_patients_rows_stay_as_they_are(cast: Cast, eva: Patient):
    other = make_patient(clinic=cast.clinic, name="Olaf Otherman", reference="R-2")
    programme = make_programme(patient=other)
    make_handout(programme, issued_by=cast.ana.practitioner)
    shown(cast.ana, address("patient_change", other))
    before = (other.history.count(), AccessRecord.objects.filter(patient_id=other.pk).count())
    erase(eva, mode="erase")
    assert (other.history.count(), AccessRecord.objects.filter(patient_id=other.pk).count()) == before
    assert other.programmes.get().handouts.count() == 1


def test_the_access_log_says_still_that_somebody_looked(cast: Cast, eva: Patient):
    looks = AccessRecord.objects.filter(patient_id=eva.pk).count()
    assert looks
    before = AccessRecord.objects.count()
    erase(eva, mode="erase", user=cast.olga)
    assert AccessRecord.objects.filter(patient_id=eva.pk).count() == 0
    assert AccessRecord.objects.count() == before + 1
    entry = AccessRecord.objects.first()
    assert (entry.kind, entry.who_name, entry.patient_id) == ("erased", "Olga", None)


def test_what_the_workbench_said_of_a_deleted_programme_goes_too(cast: Cast, eva: Patient):
    gone = make_programme(patient=eva, name="Never issued")
    Override.objects.create(
        programme=gone, code="x", where="plan", reason=f"{MARK} again", who=cast.ana.practitioner, who_name="Ana"
    )
    at(cast.ana).post(address("programme_delete", gone), {"post": "yes"})
    assert LogEntry.objects.filter(object_id=str(gone.pk)).exists()
    erase(eva, mode="erase")
    assert where_it_stands(MARK) == set()


def test_a_failure_half_way_erases_nothing(eva: Patient, monkeypatch: pytest.MonkeyPatch, erasures_file: Path):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("programmes.rights.erase._note", fail)
    before = everything()
    with pytest.raises(RuntimeError):
        erase(eva, mode="erase")
    assert everything() == before
    assert not erasures_file.exists()


def test_a_plan_says_what_would_go_and_changes_nothing(eva: Patient):
    before = everything()
    plan = plan_of(eva)
    assert plan.goes == {"screenings": 1, "programmes": 1, "handouts": 1, "snapshots": 1}
    assert (plan.kept_handouts, plan.versions > 3, plan.looks > 0) == (0, True, True)
    assert everything() == before


def test_the_page_says_what_goes_and_what_stays(cast: Cast, eva: Patient):
    page = shown(cast.olga, address("patient_erase", eva))
    assert "Handouts: 1" in page
    assert "Type “R-17”" in page
    assert "Of handouts nothing" in page
    cast.clinic.handout_retention_years = 8
    cast.clinic.save()
    assert "for 8 years" in shown(cast.olga, address("patient_erase", eva))


def test_an_owner_erases_by_typing_the_record_number(cast: Cast, eva: Patient):
    url = address("patient_erase", eva)
    wrong = at(cast.olga).post(url, {"mode": "erase", "typed": "R-18"})
    assert "Nothing was erased" in wrong.content.decode()
    assert Patient.objects.filter(pk=eva.pk).exists()
    done = at(cast.olga).post(url, {"mode": "erase", "typed": "R-17"})
    assert done.url == address("patient_changelist")
    assert "is erased" in messages_of(done)
    assert where_it_stands(MARK) == set()


def test_somebody_without_a_record_number_is_typed_by_what_they_are_called(cast: Cast):
    nobody = make_patient(clinic=cast.clinic, name="", reference="")
    at(cast.olga).post(address("patient_erase", nobody), {"mode": "erase", "typed": str(nobody)})
    assert not Patient.objects.exists()


def test_only_an_owner_is_offered_to_erase_and_no_reader_to_export(cast: Cast, eva: Patient):
    def offered(user: Any) -> tuple[bool, bool]:
        page = shown(user, address("patient_change", eva))
        return address("patient_export-all", eva) in page, address("patient_erase", eva) in page

    assert [offered(user) for user in (cast.olga, cast.ana, cast.rita)] == [(True, True), (True, False), (False, False)]


def test_the_command_says_what_would_go(eva: Patient, capsys: pytest.CaptureFixture):
    call_command("erase_patient", "R-17", dry_run=True)
    said = capsys.readouterr().out
    assert "1 programmes" in said
    assert "Nothing was changed" in said
    assert MARK not in said
    assert Patient.objects.filter(pk=eva.pk).exists()


def test_the_command_erases_or_makes_anonymous(cast: Cast, eva: Patient, capsys: pytest.CaptureFixture):
    call_command("erase_patient", "R-17", anonymise=True)
    assert "Made anonymous" in capsys.readouterr().out
    assert Erasure.objects.get().mode == "anonymise"
    assert (Erasure.objects.get().by_name, AccessRecord.objects.first().door) == ("", "command")
