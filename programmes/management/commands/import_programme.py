"""A programme from a file into a clinic: `import_programme FILE [--clinic CLINIC] [--patient ID]`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.editing import Refused, add_programme
from programmes.models import Clinic, Patient
from programmes.plan_file import MOST_BYTES, Unreadable, programme_in

MOST_TOLD = 5


class Command(BaseCommand):
    help = "Make a programme from a JSON file or from the PDF of a handout: a template, or one for a patient."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a programme as JSON, or a handout's PDF")
        parser.add_argument("--clinic", help="its name or id (default: the patient's, else the only one)")
        parser.add_argument("--patient", help="the id of the patient it is for (default: nobody, it is a template)")

    def handle(self, *args: Any, file: Path, clinic: str | None, patient: str | None, **options: Any) -> None:
        theirs = _patient(patient) if patient is not None else None
        place = _clinic(clinic, theirs)
        try:
            found = programme_in(_content(file), place, for_patient=theirs is not None)
            programme = add_programme(found.plain, clinic=place, patient=theirs)
        except Unreadable as error:
            raise CommandError(_in_one_line(f"{file}: {error} Nothing was imported.")) from error
        except Refused as refused:
            raise CommandError(_in_one_line(f"{file}: {_reasons(refused)} Nothing was imported.")) from refused
        self.stdout.write(f"{programme.pk} {programme.name}")
        for sentence in found.left_out:
            self.stdout.write(f"Note: {sentence}")


def _content(path: Path) -> bytes:
    """Return no more than shows that it is too large."""
    if not path.is_file():
        raise Unreadable("There is no such file.")
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(str(error.strerror)) from error


def _patient(key: str) -> Patient:
    pk = _uuid(key)
    found = Patient.objects.select_related("clinic").filter(pk=pk).first() if pk else None
    if found is None:
        raise CommandError(f"There is no patient with the id {key!r}.")
    if found.archived_at is not None or found.discharged_at is not None:
        raise CommandError("This patient was discharged or archived. Take them back first.")
    return found


def _clinic(name: str | None, patient: Patient | None) -> Clinic:
    if name is None:
        return patient.clinic if patient is not None else _only_clinic()
    pk = _uuid(name)
    found = Clinic.objects.filter(pk=pk) if pk else Clinic.objects.filter(name=name)
    if len(found) != 1:
        what = "several clinics are" if found else "no clinic is"
        raise CommandError(f"{what.capitalize()} called {name!r}. {_known_clinics()}")
    if patient is not None and patient.clinic != found[0]:
        raise CommandError("This patient belongs to another clinic.")
    return found[0]


def _only_clinic() -> Clinic:
    clinics = list(Clinic.objects.all()[:2])
    if len(clinics) != 1:
        raise CommandError(f"Say which clinic with --clinic. {_known_clinics()}")
    return clinics[0]


def _known_clinics() -> str:
    known = ", ".join(f"{clinic.name} ({clinic.pk})" for clinic in Clinic.objects.all())
    return f"There are: {known}." if known else "There is none yet."


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _reasons(refused: Refused) -> str:
    told = [str(problem).rstrip(".") for problem in refused.problems[:MOST_TOLD]]
    more = len(refused.problems) - len(told)
    return "; ".join([*told, f"and {more} more"] if more else told) + "."


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
