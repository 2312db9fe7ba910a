"""A batch done by a command: given to the workers, or done here with its progress on a terminal."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError

from programmes import batches, tasks
from programmes.management.watched import finished, told_on
from programmes.models import Batch, BatchItem

State = BatchItem.State


def done(command: Any, batch: Batch, *, is_here: bool) -> None:
    """Do what of *batch* waits, and say what became of it. Raises CommandError where the workers are not reached."""
    if tasks.has_queue() and not is_here:
        _sent(command, batch)
        return
    total, tell = len(batches.waiting(batch)), told_on(command.stderr)
    counts = batches.carry_on(batch, None, told=lambda tried: tell(f"{batch.clinic}: {tried:,} of {total:,}"))
    finished(command.stderr)
    word = "issued" if batch.is_for_a_class else "re-issued"
    command.stdout.write(
        f"{batch.clinic}: {counts[State.DONE]} {word}, {counts[State.FAILED]} failed, "
        f"{counts[State.LEFT]} left for a person."
    )
    for item in batch.items.in_state(State.FAILED, State.LEFT):
        # Never a name: what a command writes stays in logs.
        which = item.programme_id or f"patient {item.patient_id}"
        command.stdout.write(f"  {which}, {item.get_state_display()}: {item.reason}")


def _sent(command: Any, batch: Batch) -> None:
    try:
        tasks.send(batch)
    except tasks.NoQueue as error:
        raise CommandError(
            f"{batch.clinic}: the queue was not reached ({error}). Nothing is lost: run it again later, or with --here."
        ) from error
    count = len(batches.waiting(batch))
    command.stdout.write(f"{batch.clinic}: {count} given to the workers. Its page shows how far it is: {batch.pk}")
