"""Going on with a batch: a handout at a time, each done whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from programmes.batches import marking
from programmes.batches.again import give_again
from programmes.batches.classes import give_to_one
from programmes.batches.marking import LeftAlone
from programmes.batches.recalls import gather
from programmes.handout.issue import ChangedMeanwhile, NotReady
from programmes.handout.job import Busy, NotPrinted, Stopped
from programmes.handout.prepare import CannotPrepare
from programmes.models import Batch, BatchItem

logger = logging.getLogger(__name__)
State = BatchItem.State
_GIVING = {Batch.Kind.TEMPLATE: give_to_one, Batch.Kind.EXERCISE: give_again, Batch.Kind.CLINIC: give_again}


class Passing(Exception):
    """It was kept by what passes by itself, such as a database that starts anew. It waits still; ask again soon.

    The message is for the log: it names what kept it, and never quotes it.
    """


def carry_on(
    batch: Batch, user: Any, *, most: int | None = None, told: Callable[[int], None] = lambda tried: None
) -> dict[str, int]:
    """Give up to *most* of those that wait (None: all), and return how many are in each state.

    *told* hears after each how many were tried. Raises PermissionDenied for a *user* who may not issue here; None is
    whoever runs the machine.
    """
    for tried, pk in enumerate(waiting(batch)[:most], 1):
        # It goes with the patient who is erased meanwhile, and with the programme that is deleted.
        with suppress(BatchItem.DoesNotExist):
            try:
                give(pk, user)
            except Passing:
                give_up(pk)
        told(tried)
    return batch.items.counts()


def waiting(batch: Batch) -> list[UUID]:
    """Return what waits, in the order in which it is to be done. Queries once."""
    return list(batch.items.in_state(State.WAITING).order_by("pk").values_list("pk", flat=True))


def cancel(batch: Batch) -> None:
    """Let nothing more of it go out. What is being set at this moment does not go out either; what was done stays."""
    batch.items.in_state(State.WAITING).update(state=State.CANCELLED)


def try_again(batch: Batch) -> None:
    """Let what failed, was left or was cancelled wait again, and add what has come in since. What was done stays."""
    batch.items.in_state(State.FAILED, State.LEFT, State.CANCELLED).update(state=State.WAITING, reason="")
    if not batch.is_for_a_class:
        gather(batch)


def give(pk: UUID, user: Any = None) -> str:
    """Give one handout of a batch if it waits, and return its state then.

    Does one thing whole: called twice, at once or again after it was stopped, it makes one handout. Raises Passing for
    what passes by itself, PermissionDenied for a *user* who may not issue here, and DoesNotExist for one that is gone.
    """
    item = BatchItem.objects.select_related("batch__clinic", "batch__made_by__user", "batch__made_by__clinic").get(
        pk=pk
    )
    if item.state != State.WAITING:
        return item.state
    try:
        _GIVING[item.batch.kind](item, user)
    except PermissionDenied:
        raise
    except (OperationalError, InterfaceError, Busy, Stopped) as error:
        raise Passing(type(error).__name__) from None
    except (LeftAlone, NotReady, CannotPrepare) as error:
        return marking.note(item, State.LEFT, str(error))
    except ChangedMeanwhile as error:
        return marking.note(item, State.FAILED, str(error))
    except NotPrinted as error:
        return marking.note(item, State.FAILED, str(error.words))
    except Exception as error:  # one broken sheet must not keep all the others from their patients
        logger.error("Handout %s of a batch failed: %s", item.pk, type(error).__name__)
        return marking.note(item, State.FAILED, _("Something went wrong on the site; its log says what. Try again."))
    return State.DONE


def give_up(pk: UUID) -> None:
    """Note that what should have passed did not."""
    words = _("The site was too busy, or something it needs was away. Try again.")
    marking.note(BatchItem.objects.get(pk=pk), State.FAILED, words)


def note_refused(pk: UUID) -> None:
    """Note that whoever asked for it may not issue here any more."""
    words = _("Whoever asked for it may not issue here any more. Somebody else can go on with it.")
    marking.note(BatchItem.objects.get(pk=pk), State.LEFT, words)
