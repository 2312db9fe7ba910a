"""Long work, given to workers where BROKER_URL names a queue. The one room that knows Celery.

What is to be done stands in the database. A message only says which row: one that is lost is sent again, and one that
comes twice does nothing the second time.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from programmes.models import Batch


class NoQueue(Exception):
    """The queue was not reached. What waits waits still: send it again later, or do it here."""


def has_queue() -> bool:
    return bool(settings.BROKER_URL)


def send(batch: Batch, user: Any = None) -> None:
    """Have the workers do what of *batch* waits. Raises NoQueue.

    *user* asked for it; None is whoever runs the machine.
    """
    from programmes.tasks import queued  # late: Celery is installed only where there is a queue

    queued.put(queued.spread, [str(batch.pk)], user and user.pk)
    batch.sent_at = timezone.now()
    batch.save(update_fields=["sent_at"])
