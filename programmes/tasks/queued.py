"""What travels over the queue: ids, and nothing of a patient. Loaded only where there is a queue."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from celery import Task
from celery.signals import task_failure
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from kombu.exceptions import KombuError

from programmes import batches
from programmes.batches import Passing
from programmes.models import Batch, BatchItem, Door
from programmes.models.looked_at import looking
from programmes.tasks import NoQueue
from rehab.celery import app, connected

# Two minutes of waiting in all: a database that was started anew is there by then.
MOST_TRIES = 6
FIRST_WAIT_SECONDS = 2
PASSING = (Passing, OperationalError, InterfaceError, NoQueue)


@app.task(name="programmes.spread", bind=True, max_retries=MOST_TRIES, default_retry_delay=FIRST_WAIT_SECONDS)
def spread(self: Task, batch: str, user: int | None) -> None:
    """Put a message on the queue for each handout of this batch that waits. Nobody waits for a page meanwhile."""
    try:
        found = Batch.objects.filter(pk=batch).first()
        put(give, [str(pk) for pk in batches.waiting(found)] if found else [], user)
    except PASSING as error:
        raise _again(self, error) from None


@app.task(name="programmes.give", bind=True, max_retries=MOST_TRIES, default_retry_delay=FIRST_WAIT_SECONDS)
def give(self: Task, item: str, user: int | None) -> None:
    """Give the handout of a batch with this id, for the user with that one. None is whoever runs the machine."""
    pk, door = UUID(item), Door.COMMAND if user is None else Door.ADMIN
    try:
        with looking(door):
            batches.give(pk, _asking(user))
    except BatchItem.DoesNotExist:
        pass  # The patient was erased meanwhile, or the programme deleted.
    except PermissionDenied:
        batches.note_refused(pk)
    except PASSING as error:
        if self.request.retries == MOST_TRIES:
            batches.give_up(pk)
        else:
            raise _again(self, error) from None


@task_failure.connect(sender=give)
def note_given_up(args: Sequence[Any], **told: Any) -> None:
    """Note a handout whose making ended the process each time: nobody is to try it for ever."""
    with suppress(BatchItem.DoesNotExist):
        batches.give_up(UUID(args[0]))


def put(task: Task, ids: Sequence[str], user: int | None) -> None:
    """Put a message for each id on the queue. Raises NoQueue, with some of them there or none: no harm is done."""
    try:
        with connected() as connection, app.amqp.Producer(connection) as producer:
            for each in ids:
                task.apply_async((each, user), producer=producer, retry=False)
    except (KombuError, OSError) as error:
        # Its own words would quote the address, and that the password.
        raise NoQueue(type(error).__name__) from None


def _again(task: Task, error: Exception) -> Exception:
    """Have it tried again, after twice as long each time. Return what ends it for now, without a word of *error*."""
    seconds = FIRST_WAIT_SECONDS * 2**task.request.retries
    passing = error if isinstance(error, Passing) else Passing(type(error).__name__)
    found: Exception = task.retry(exc=passing, countdown=seconds, throw=False)
    return found


def _asking(user: int | None) -> Any:
    """Return who asked. Raises PermissionDenied for somebody who is no more, or no longer logs in."""
    if user is None:
        return None
    found = get_user_model().objects.filter(pk=user, is_active=True).first()
    if found is None:
        raise PermissionDenied
    return found
