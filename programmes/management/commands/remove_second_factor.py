"""The way back in for whoever runs the machine and lost the second factor. Owners have a button for their people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.signing_in.second_factor import has_second_factor, remove_second_factor


class Command(BaseCommand):
    help = "Remove the second factor of a log-in and end its sessions. The password stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("log_in", help="the log-in name")

    def handle(self, *args: Any, log_in: str, **options: Any) -> None:
        user = User.objects.filter(username__iexact=log_in).first()
        if user is None:
            raise CommandError(f"There is no log-in {log_in}.")
        if not has_second_factor(user):
            raise CommandError(f"{user} has no second factor.")
        remove_second_factor(user)
        self.stdout.write(f"{user} logs in with the password alone now.")
