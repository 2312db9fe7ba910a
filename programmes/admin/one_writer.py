"""SQLite lets one person write at a time: said once several people do, to whoever could change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.utils import timezone

from programmes.access import runs_the_clinic
from programmes.models import Snapshot

LATELY = timedelta(days=30)


def is_outgrown(user: Any) -> bool:
    """Say whether *user* should hear that PostgreSQL would serve better. Queries once, on SQLite only."""
    may_change_it = user.is_superuser or runs_the_clinic(user)
    return connection.vendor == "sqlite" and may_change_it and _several_write()


def _several_write() -> bool:
    since = timezone.now() - LATELY
    in_programmes = Snapshot.objects.filter(made_at__gte=since, made_by__isnull=False).order_by().values_list("made_by")
    on_pages = LogEntry.objects.filter(action_time__gte=since).order_by().values_list("user")
    return len(in_programmes.union(on_pages)[:2]) > 1
