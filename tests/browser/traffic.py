"""How many requests the test's own server is answering: none may outlive its test, whose tables are then emptied."""

from threading import Condition
from typing import Any

from django.core.signals import request_finished, request_started


class Traffic:
    def __init__(self) -> None:
        self._change = Condition()
        self._open = 0

    def watch(self) -> None:
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def wait_until_quiet(self) -> None:
        with self._change:
            assert self._change.wait_for(lambda: self._open == 0, timeout=30), f"{self._open} requests are still open"

    def _begin(self, **_sent: Any) -> None:
        self._count(1)

    def _end(self, **_sent: Any) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        with self._change:
            self._open = max(0, self._open + step)  # the test client ends requests that it never began
            self._change.notify_all()
