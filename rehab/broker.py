"""BROKER_URL, where the queue for long work is. What is wrong with it is said without showing it or its password."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_MODULES = {"redis": "redis", "rediss": "redis", "amqp": "amqp", "amqps": "amqp"}
UNREADABLE = (
    "BROKER_URL cannot be read. Write it like redis://:password@localhost:6379/0 or "
    "amqp://user:password@localhost:5672/rehab. In a password write %40 for @, %2F for /, %3A for :, %23 for #."
)
NOT_INSTALLED = "BROKER_URL is set, but Celery is not installed: pip install -r requirements-scale.txt"
SECONDS_TO_CONNECT = 5


def read(url: str) -> str:
    """Return *url*, "" for no queue. Raises ImproperlyConfigured."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in _MODULES and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ImproperlyConfigured(UNREADABLE)
    if not all(find_spec(name) for name in ("celery", _MODULES[parts.scheme])):
        raise ImproperlyConfigured(NOT_INSTALLED)
    return url


def options(url: str, redelivery_seconds: int) -> dict[str, Any]:
    """Return what Celery is to tell the broker's client."""
    if url.startswith("redis"):
        # Redis does not see a worker die: a message that nobody said was done goes to another after this long.
        return {
            "visibility_timeout": redelivery_seconds,
            "socket_connect_timeout": SECONDS_TO_CONNECT,
            "socket_timeout": 30,
        }
    # RabbitMQ sees it, and says of each message that it has it.
    return {"confirm_publish": True}
