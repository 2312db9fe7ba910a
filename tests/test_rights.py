"""What a patient may ask for: all that is held, as a file; and to be erased, so that nothing leads back to them."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings as site
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from programmes.editing import record
from programmes.models import (
    AccessRecord,
    Batch,
    ClinicianCopy,
    Erasure,
    Goal,
    Handout,
    IdempotentAnswer,
    KeptHandout,
    Override,
    Patient,
    Programme,
    Rendition,
    Responsibility,
    RunLog,
    RunningPlan,
    Score,
    Screening,
    SessionLog,
)
from programmes.rights import erasures, held
from programmes.rights.erase import erase, plan_of, years_before
from programmes.rights.export import as_plain, export
from programmes.rights.free_text import EMPTY
from programmes.rights.replay import replay_erasures
from tests.cast import Cast, make_cast
from tests.factories import (
    make_advice,
    make_handout,
    make_kit,
    make_link,
    make_patient,
    make_patient_flag,
    make_programme,
    make_running_plan,
    make_screening,
)
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
MARK = "Quillfeather"


@pytest.fixture(autouse=True)
def erasures_file(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURES_FILE = tmp_path / "kept" / "erasures.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def eva(cast: Cast) -> Patient:
    """Somebody with a row of every kind, whose name stands wherever somebody can type."""
    return known_well(cast)


def known_well(cast: Cast, reference: str = "R-17") -> Patient:
    ana = cast.ana.practitioner
    eva = make_patient(clinic=cast.clinic, name=f"Eva {MARK}", reference=reference)
    eva.flags.add(make_patient_flag())
    eva.kit_at_home.add(make_kit())
    eva.name = f"Eva Maria {MARK}"
    eva.save()
    programme = make_programme(patient=eva, name=f"{MARK}'s knee", goal=f"{MARK} walks", start_date="2026-01-02")
    phase = programme.phases.get()
    phase.practitioner_notes = f"{MARK} is afraid of stairs"
    phase.save()
    phase.prescriptions.update(note=f"{MARK}: slowly", practitioner_note=MARK, load=f"{MARK}'s band")
    plan = make_running_plan(programme, shoes=[{"name": MARK, "worn_from": "2026-01-02"}])
    plan.stages.update(note=MARK, name=f"{MARK} runs")
    RunLog.objects.create(plan=plan, on=date(2026, 1, 3), metres=5000, pain=2, shoe=f"{MARK}'s pair")
    screening = make_screening(programme, done_by=ana)
    screening.answers.create(patient_flag=eva.flags.get(), answer="yes")
    phase.advice_lines.create(advice=make_advice())
    screening.seen_and_dealt_with = f"{MARK} saw a doctor"
    screening.save()
    who = {"who": ana, "who_name": ana.name}
    Override.objects.create(programme=programme, code="x", where="plan", reason=f"{MARK} insists", **who)
    Responsibility.objects.create(programme=programme, covers=[], **who)
    record(programme, cast.ana)
    handout = make_handout(programme, issued_by=ana, document={"patient": {"name": f"Eva {MARK}"}})
    goal = Goal.objects.create(programme=programme, words=f"{MARK} kneels")
    Score.objects.create(programme=programme, goal=goal, on=date(2026, 1, 3), value=4, entered_by=ana)
    SessionLog.objects.create(programme=programme, on=date(2026, 1, 3), done="all", words=f"{MARK} felt good")
    make_link(programme, by=ana)
    gone = make_programme(patient=eva, name=f"{MARK}, deleted")
    at(cast.ana).post(address("programme_delete", gone), {"post": "yes"})
    batch = Batch.objects.create(clinic=cast.clinic, kind="exercise", slug="squat", name="Squat", reason="Told wrongly")
    batch.items.create(
        programme=programme, patient=eva, from_handout=handout, state="left", reason=f"{MARK}: no squats"
    )
    ClinicianCopy.objects.create(handout=handout, contents={"said": MARK})
    told = {"key": reference, "request": "hash", "status": 201, "body": f'{{"name": "{MARK}"}}'}
    IdempotentAnswer.objects.create(user=cast.ana, patient=eva, **told)
    at(cast.ana).post(address("patient_discharge", eva))
    save(cast.ana, address("patient_change", eva), information_need="large-print")
    shown(cast.ben, address("patient_history", eva))
    return Patient.objects.get(pk=eva.pk)


def everything() -> str:
    """Return every cell of every table of the database, as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f'SELECT * FROM "{table}"')
                cells += [f"{table}: {bytes(c) if isinstance(c, memoryview) else c}" for r in cursor for c in r]
    return "\n".join(cells)


def where_it_stands(text: str) -> set[str]:
    return {line.split(":")[0] for line in everything().splitlines() if text in line}


def ids(patient_id: UUID) -> set[str]:
    return where_it_stands(str(patient_id)) | where_it_stands(patient_id.hex)


# One list of what is held


def _leads_to_a_patient(model: type[models.Model], met: tuple[Any, ...] = ()) -> bool:
    if model is Patient:
        return True
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if field.remote_field else None
        is_new = target is not None and target not in met and target._meta.app_label == "programmes"
        # A template is what a programme was started from, and no part of it; a current phase is a part.
        if is_new and field.name not in ("template", "current_phase") and _leads_to_a_patient(target, (*met, model)):
            return True
    return False


def test_every_row_that_leads_to_a_patient_is_exported_and_erased():
    ours = [model for model in apps.get_app_config("programmes").get_models() if not model.__name__.startswith("Hist")]
    leading = {model for model in ours if _leads_to_a_patient(model) and not model._meta.proxy}
    assert leading <= set(held.WAYS), "Add it to programmes/rights/held.py"


def test_every_history_of_such_a_row_is_exported_and_erased(eva: Patient):
    with_history = {model for model in held.WAYS if hasattr(model, "history")}
    assert {versions.model.instance_type for versions in held.histories(eva)} == with_history


def test_the_map_of_data_names_every_model():
    text = (ROOT / "docs" / "privacy.md").read_text()
    ours = {
        model.__name__
        for model in apps.get_app_config("programmes").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert {name for name in ours if f"`{name}`" not in text} == set(), "Add it to the table in docs/privacy.md"


def test_a_row_of_the_map_that_leads_to_a_patient_says_that_it_is_erased():
    lines = (ROOT / "docs" / "privacy.md").read_text().splitlines()
    cells = {line.split("`")[1]: line.split("|") for line in lines if line.startswith("| `")}
    for model in held.WAYS:
        exported, erased = cells[model.__name__][6].strip(), cells[model.__name__][7].strip()
        assert exported.startswith("yes"), model
        assert erased.startswith("yes") or model is AccessRecord, model


# Export


def exported(patient: Patient) -> ZipFile:
    file = io.BytesIO()
    export(patient, file)
    return ZipFile(file)


def test_the_export_holds_every_kind_of_row_and_every_version(eva: Patient):
    archive = exported(eva)
    told = json.loads(archive.read("patient.json"))
    for model in held.WAYS:
        assert told[str(model._meta.verbose_name_plural)], model
    (patient,) = told["patients"]
    assert (patient["name"], patient["reference"]) == (f"Eva Maria {MARK}", "R-17")
    assert patient["flags"]
    assert patient["information_need"] == "large print (18 pt)"
    assert {version["name"] for version in told["versions"]["patients"]} == {f"Eva {MARK}", f"Eva Maria {MARK}"}
    assert told["screenings"][0]["seen_and_dealt_with"] == f"{MARK} saw a doctor"
    assert told["handouts"][0]["document"]["patient"]["name"] == f"Eva {MARK}"
    assert "Ana" in {line["who"] for line in told["workbench log"]}
    assert "Ben" in {entry["who_name"] for entry in told["access log entries"]}


def test_the_export_holds_the_pdfs_byte_for_byte_and_says_what_is_in_it(eva: Patient):
    archive = exported(eva)
    (name,) = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert archive.read(name) == bytes(Rendition.objects.get().pdf)
    readme = archive.read("README.txt").decode()
    assert "patient.json" in readme
    assert "handouts: 1" in readme
    assert MARK not in name


def test_a_damaged_pdf_is_left_out_and_named(eva: Patient):
    Rendition.objects.update(pdf=b"%PDF something else")
    archive = exported(eva)
    assert not [name for name in archive.namelist() if name.endswith(".pdf")]
    assert "Left out" in archive.read("README.txt").decode()


def test_the_export_tells_nothing_of_another_patient(cast: Cast, eva: Patient):
    other = make_programme(patient=make_patient(clinic=cast.clinic, name="Olaf Otherman"), name="Olaf's plan")
    make_handout(other, issued_by=cast.ana.practitioner)
    assert "Olaf" not in json.dumps(as_plain(eva))


def test_an_export_from_the_page_is_a_file_that_names_nobody(cast: Cast, eva: Patient):
    answer = at(cast.ana).post(address("patient_export-all", eva))
    assert answer["Content-Disposition"] == f'attachment; filename="patient-{str(eva.pk)[:8]}.zip"'
    assert "patient.json" in ZipFile(io.BytesIO(b"".join(answer))).namelist()
    entry = AccessRecord.objects.filter(kind="exported").get()
    assert (entry.who_name, entry.patient_id) == ("Ana", eva.pk)


def test_the_command_exports_by_record_number_or_id_and_never_by_name(eva: Patient, tmp_path: Path):
    for key in ("R-17", str(eva.pk)):
        file = tmp_path / "out.zip"
        call_command("export_patient", key, output=file)
        assert "patient.json" in ZipFile(file).namelist()
        assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="no patient"):
        call_command("export_patient", eva.name, output=file)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_patient", "R-17", output=tmp_path / "nowhere" / "out.zip")


def test_a_record_number_of_two_clinics_is_asked_about(cast: Cast, eva: Patient, tmp_path: Path):
    make_patient(clinic=cast.other_clinic, reference="R-17")
    with pytest.raises(CommandError, match="Several clinics"):
        call_command("export_patient", "R-17", output=tmp_path / "out.zip")


# Erase


def test_erasing_leaves_no_word_and_no_id_but_in_the_list(eva: Patient):
    assert len(where_it_stands(MARK)) >= 10
    erase(eva, mode="erase")
    assert where_it_stands(MARK) == set()
    assert where_it_stands("R-17") == set()
    assert ids(eva.pk) == {"programmes_erasure"}
    assert not Programme.objects.filter(patient__isnull=False).exists()


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


def test_the_erasure_says_who_when_and_how_and_whose_it_is_no_more(cast: Cast, eva: Patient):
    erase(eva, mode="erase", user=cast.olga)
    (kept,) = Erasure.objects.all()
    assert (kept.patient_id, kept.clinic, kept.by_name, kept.mode) == (eva.pk, cast.clinic, "Olga", "erase")


def test_a_plan_says_what_would_go_and_changes_nothing(eva: Patient):
    before = everything()
    plan = plan_of(eva)
    assert plan.goes == {"screenings": 1, "programmes": 1, "handouts": 1, "snapshots": 1}
    assert (plan.kept_handouts, plan.versions > 3, plan.looks > 0) == (0, True, True)
    assert everything() == before


# Handouts that are kept


def test_without_a_stated_time_nothing_is_kept_of_a_handout(eva: Patient):
    erase(eva, mode="erase")
    assert not Handout.objects.exists()
    assert not KeptHandout.objects.exists()


@pytest.mark.parametrize("mode", ["erase", "anonymise"])
def test_within_the_stated_time_a_handout_keeps_hash_version_and_dates_alone(cast: Cast, eva: Patient, mode: str):
    cast.clinic.handout_retention_years = 8
    cast.clinic.save()
    handout, digest = Handout.objects.get(), Rendition.objects.get().sha256
    erase(eva, mode=mode)
    (kept,) = KeptHandout.objects.all()
    assert (kept.pk, kept.version, kept.issued_at) == (handout.pk, 1, handout.issued_at)
    assert [made["sha256"] for made in kept.hashes] == [digest]
    assert not Handout.objects.exists()
    assert where_it_stands(MARK) == set()
    assert digest in shown(cast.olga, f"{address('kepthandout_changelist')}?q={digest}")


def test_a_handout_older_than_that_leaves_nothing(cast: Cast, eva: Patient):
    cast.clinic.handout_retention_years = 1
    cast.clinic.save()
    Handout.objects.update(issued_at=timezone.now() - timedelta(days=400))
    erase(eva, mode="erase")
    assert not KeptHandout.objects.exists()


def test_what_is_kept_is_not_changed(cast: Cast):
    kept = KeptHandout(id=uuid4(), clinic=cast.clinic, version=1, issued_at=timezone.now(), schema_version=1)
    kept.save()
    with pytest.raises(Exception, match="not changed"):
        kept.save()


# All or nothing, and the list


def test_where_the_list_cannot_be_written_nothing_is_erased(eva: Patient, settings: Any, tmp_path: Path):
    (tmp_path / "a-file").write_text("")
    settings.ERASURES_FILE = tmp_path / "a-file" / "erasures.jsonl"
    before = everything()
    with pytest.raises(erasures.NotListed, match="Nothing was erased"):
        erase(eva, mode="erase")
    assert everything() == before
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_patient", "R-17")


def test_a_failure_half_way_erases_nothing(eva: Patient, monkeypatch: pytest.MonkeyPatch, erasures_file: Path):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("programmes.rights.erase._note", fail)
    before = everything()
    with pytest.raises(RuntimeError):
        erase(eva, mode="erase")
    assert everything() == before
    assert not erasures_file.exists()


def test_a_line_of_the_list_holds_an_id_and_a_date_and_no_name(eva: Patient, erasures_file: Path):
    erase(eva, mode="erase")
    (line,) = erasures_file.read_text().splitlines()
    assert set(json.loads(line)) == {"patient", "mode", "at"}
    assert json.loads(line)["patient"] == str(eva.pk)
    assert erasures_file.stat().st_mode & 0o077 == 0


def _back_from_a_backup(cast: Cast, patient_id: UUID) -> Patient:
    """Make the patient again, as a restore does: with the id they had."""
    Erasure.objects.filter(patient_id=patient_id).delete()
    back = Patient.objects.create(id=patient_id, clinic=cast.clinic, name=f"Eva {MARK}", reference="R-17")
    make_programme(patient=back, goal=f"{MARK} walks")
    return back


@pytest.mark.parametrize(("mode", "left"), [("erase", 0), ("anonymise", 1)])
def test_a_patient_who_comes_back_with_a_backup_is_erased_again(cast: Cast, eva: Patient, mode: str, left: int):
    erase(eva, mode=mode, user=cast.olga)
    when = Erasure.objects.get().at
    Patient.objects.all().exclude(pk=eva.pk).filter(programmes=None).delete()
    here = Patient.objects.count()
    _back_from_a_backup(cast, eva.pk)
    done = replay_erasures()
    assert (done.listed, done.erased, done.unreadable) == (1, 1, ())
    assert where_it_stands(MARK) == set()
    assert ids(eva.pk) == {"programmes_erasure"}
    assert Patient.objects.count() == here + left
    assert Erasure.objects.get().at == when
    assert replay_erasures().erased == 0


def test_replaying_adds_no_second_line(cast: Cast, eva: Patient, erasures_file: Path):
    erase(eva, mode="erase")
    _back_from_a_backup(cast, eva.pk)
    call_command("replay_erasures")
    assert len(erasures_file.read_text().splitlines()) == 1


def test_without_a_list_there_is_nothing_to_replay(db: None):
    assert replay_erasures().listed == 0


def test_a_line_that_cannot_be_read_is_said_aloud_and_the_others_are_followed(
    cast: Cast, eva: Patient, erasures_file: Path
):
    erase(eva, mode="erase")
    erasures_file.write_text("{torn\n" + erasures_file.read_text())
    _back_from_a_backup(cast, eva.pk)
    with pytest.raises(CommandError, match="line 1 cannot be read"):
        call_command("replay_erasures")
    assert where_it_stands(MARK) == set()


def test_a_test_run_has_a_list_of_its_own():
    assert ROOT not in Path(site.ERASURES_FILE).parents


# The page


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


def test_an_owner_sees_the_list_of_erasures(cast: Cast, eva: Patient):
    erase(eva, mode="erase", user=cast.olga)
    assert str(eva.pk) in shown(cast.olga, reverse("admin:programmes_erasure_changelist"))
    assert at(cast.ana).get(reverse("admin:programmes_erasure_changelist")).status_code == 403


# The commands


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


def _discharged(cast: Cast, days: int, **values: Any) -> Patient:
    return make_patient(clinic=cast.clinic, discharged_at=timezone.now() - timedelta(days=days), **values)


def test_the_sweep_erases_whom_the_clinic_no_longer_keeps(cast: Cast, capsys: pytest.CaptureFixture):
    cast.clinic.patient_retention_years = 2
    cast.clinic.save()
    _discharged(cast, 800, name=MARK, reference="R-1")
    stays = {
        _discharged(cast, 700).pk,
        make_patient(clinic=cast.clinic).pk,
        make_patient(archived_at=timezone.now()).pk,
    }
    call_command("sweep_retention", dry_run=True)
    said = capsys.readouterr().out
    assert "R-1, discharged" in said
    assert "Would erase 1 patients" in said
    assert MARK not in said
    assert Patient.objects.count() == 4
    call_command("sweep_retention")
    assert set(Patient.objects.values_list("pk", flat=True)) == stays
    assert where_it_stands(MARK) == set()


def test_where_a_clinic_names_no_time_nothing_is_swept(cast: Cast):
    _discharged(cast, 20_000)
    call_command("sweep_retention")
    assert Patient.objects.count() == 1


def test_the_sweep_deletes_outdated_records_of_handouts(cast: Cast, eva: Patient):
    cast.clinic.handout_retention_years = 8
    cast.clinic.save()
    erase(eva, mode="erase")
    call_command("sweep_retention")
    assert KeptHandout.objects.count() == 1
    KeptHandout.objects.update(issued_at=timezone.now() - timedelta(days=9 * 366))
    call_command("sweep_retention", dry_run=True)
    assert KeptHandout.objects.count() == 1
    call_command("sweep_retention")
    assert KeptHandout.objects.count() == 0


def test_years_are_counted_by_the_calendar():
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 4) == datetime(2024, 2, 29, tzinfo=UTC)


def test_the_clinics_page_asks_for_the_times_and_invents_no_law(cast: Cast):
    page = shown(cast.olga, address("clinic_change", cast.clinic))
    assert "differs from country to country" in page
    save(cast.olga, address("clinic_change", cast.clinic), patient_retention_years="8")
    cast.clinic.refresh_from_db()
    assert (cast.clinic.patient_retention_years, cast.clinic.handout_retention_years) == (8, None)
