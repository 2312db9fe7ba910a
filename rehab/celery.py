"""The queue for long work, where BROKER_URL names one. A worker is started by `celery --app rehab.celery worker`."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rehab import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")
if not settings.BROKER_URL:
    raise ImproperlyConfigured("Set BROKER_URL to the queue that the workers are to work on.")

app = Celery("rehab", broker=settings.BROKER_URL, set_as_current=False)
app.conf.update(
    imports=["programmes.tasks.queued"],
    task_default_queue="rehab",
    # A message is done with once its handout is: whatever kills a worker, another gets it.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # What ends the process that works on it is tried a few times, and not for ever.
    task_retry_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # What became of it stands in the database.
    task_ignore_result=True,
    accept_content=["json"],
    broker_transport_options=broker.options(settings.BROKER_URL, settings.BROKER_REDELIVERY_SECONDS),
    broker_connection_timeout=broker.SECONDS_TO_CONNECT,
    broker_connection_retry_on_startup=True,
    # A worker comes back when the broker does.
    broker_connection_max_retries=None,
    # What it works on then comes once more, and does nothing the second time.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_redirect_stdouts=False,
    worker_send_task_events=False,
)


@setup_logging.connect
def keep_the_log_of_the_site(**options: Any) -> None:
    """Celery would set up a log of its own, with the words of every error in it."""


def connected() -> Any:
    """Return a connection to the broker that is named now, for sending. Raises OSError or KombuError when used."""
    options = broker.options(settings.BROKER_URL, settings.BROKER_REDELIVERY_SECONDS)
    # Somebody waits for the page: one more try, and they are told.
    options |= {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
    return app.connection_for_write(
        settings.BROKER_URL, transport_options=options, connect_timeout=broker.SECONDS_TO_CONNECT
    )
