"""Erases what clinics no longer keep, by what each says of itself: `sweep_retention [--dry-run]`."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from programmes.models import Erasure, IdempotentAnswer, Patient
from programmes.rights.erase import erase
from programmes.rights.erasures import NotListed
from programmes.rights.retention import handout_records_to_delete, patients_to_erase


class Command(BaseCommand):
    help = "Erase patients discharged longer ago than their clinic keeps them, and outdated records of handouts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        erased = sum(self._erase(patient, dry_run) for patient in list(patients_to_erase()))
        records = list(handout_records_to_delete())
        count = sum(rows.count() for rows in records)
        for rows in records if not dry_run else ():
            rows.delete()
        if not dry_run:
            IdempotentAnswer.objects.outdated().delete()
        would = "Would erase" if dry_run else "Erased"
        self.stdout.write(f"{would} {erased} patients and {count} records of handouts.")

    def _erase(self, patient: Patient, dry_run: bool) -> bool:
        """Erase one patient, and name them by what names nobody to a stranger. Return whether they were there to."""
        if not dry_run and not self._is_erased(patient):
            return False
        self.stdout.write(f"{patient.reference or patient.pk}, discharged {patient.discharged_at:%Y-%m-%d}")
        return True

    def _is_erased(self, patient: Patient) -> bool:
        with transaction.atomic():
            # Somebody may have taken them back, or erased them, while others were erased.
            listed = Patient.objects.select_for_update().filter(pk=patient.pk, discharged_at=patient.discharged_at)
            if not listed:
                return False
            try:
                erase(patient, mode=Erasure.Mode.ERASE)
            except NotListed as error:
                raise CommandError(str(error)) from error
        return True
