"""What is kept of each change: a snapshot, and for a template its next version."""

from __future__ import annotations

from typing import Any

from programmes.models import Programme, Snapshot
from programmes.own_copy import next_version


def record(programme: Programme, user: Any) -> Programme:
    """Keep *programme* as it is now, and return it fetched `with_rows`. Call it after each change, of its lines too.

    *user* is None for whoever runs the machine.
    """
    programme = Programme.objects.with_rows().get(pk=programme.pk)
    mark(programme)
    programme.save(update_fields=["version", "changed_at"])
    Snapshot.objects.record(programme, user)
    return programme


def mark(programme: Programme) -> None:
    """Give a template its next version. Saving also marks it as changed: whoever is about to issue it is told."""
    if programme.is_template:
        programme.version = next_version(programme.version)
