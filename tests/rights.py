"""A patient who is known well, and where in the database a word or an id of theirs stands."""

from datetime import date
from uuid import UUID

from django.db import connection

from programmes.editing import record
from programmes.models import (
    Batch,
    ClinicianCopy,
    Goal,
    IdempotentAnswer,
    Override,
    Patient,
    Responsibility,
    RunLog,
    Score,
    SessionLog,
)
from tests.cast import Cast
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
from tests.workbench import address, at, save, shown

MARK = "Quillfeather"


def known_well(cast: Cast) -> Patient:
    """Make somebody with a row of every kind, whose name stands wherever somebody can type."""
    ana = cast.ana.practitioner
    eva = make_patient(clinic=cast.clinic, name=f"Eva {MARK}", reference="R-17")
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
    told = {"key": "R-17", "request": "hash", "status": 201, "body": f'{{"name": "{MARK}"}}'}
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
