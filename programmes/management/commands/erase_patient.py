"""Erases a patient: `erase_patient PATIENT [--anonymise] [--dry-run]`."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.management.patient_named import patient_named
from programmes.models import Erasure
from programmes.rights.erase import Plan, erase, plan_of
from programmes.rights.erasures import NotListed


class Command(BaseCommand):
    help = "Erase a patient with history, access log and handouts, or leave only what leads to nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("patient", help="the patient's id or record number")
        parser.add_argument("--anonymise", action="store_true", help="leave exercises, doses, flags and dates")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *args: Any, patient: str, anonymise: bool, dry_run: bool, **options: Any) -> None:
        found = patient_named(patient)
        if dry_run:
            self.stdout.write(f"Would go: {counts(plan_of(found))}. Nothing was changed.")
            return
        mode = Erasure.Mode.ANONYMISE if anonymise else Erasure.Mode.ERASE
        try:
            plan = erase(found, mode=mode)
        except NotListed as error:
            raise CommandError(str(error)) from error
        done = "Made anonymous" if anonymise else "Erased"
        self.stdout.write(f"{done} {found.pk}: {counts(plan)}.")


def counts(plan: Plan) -> str:
    rows = ", ".join(f"{count} {kind}" for kind, count in plan.goes.items())
    more = f"{plan.versions} earlier versions, {plan.looks} entries of the access log cut loose"
    return f"{rows}, {more}; {plan.kept_handouts} handouts keep version, dates and hash"
