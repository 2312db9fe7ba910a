"""The keystroke-level model: how long a practised person takes, by what they press, and the waits really measured.

Seconds by the model: a click 1.2, a drag 2.4, a key 0.2, a hand moved between mouse and keyboard 0.4, a decision 1.35.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

CLICK, KEY, HAND, DECISION = 1.2, 0.2, 0.4, 1.35


@dataclass
class Person:
    """Somebody at a page whose every move is counted. Starts with a hand on the mouse."""

    page: Page
    clicks: int = 0
    keys: int = 0
    hands: int = 0
    decisions: int = 0
    waited: float = 0.0
    _is_on_mouse: bool = field(default=True, repr=False)

    @property
    def seconds_of_work(self) -> float:
        return self.clicks * CLICK + self.keys * KEY + self.hands * HAND + self.decisions * DECISION

    @property
    def in_words(self) -> str:
        whole = self.seconds_of_work + self.waited
        moves = f"{self.clicks} clicks, {self.keys} keys, {self.hands} moves of the hand, {self.decisions} decisions"
        return f"{whole:.1f} s by the keystroke-level model ({moves}; {self.waited:.1f} s of waiting)"

    def decide(self) -> None:
        self.decisions += 1

    def click(self, target: Locator) -> None:
        self._reach(mouse=True)
        self.clicks += 1
        target.click()

    def type(self, text: str) -> None:
        self._reach(mouse=False)
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """Press a key, or several at once such as Control+Enter, each of which counts."""
        self._reach(mouse=False)
        self.keys += len(key.split("+"))
        self.page.keyboard.press(key)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count how long it takes until the page is ready for the next move."""
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began

    def wait(self, ready: Callable[[], None]) -> None:
        with self.waiting():
            ready()

    def _reach(self, *, mouse: bool) -> None:
        self.hands += self._is_on_mouse is not mouse
        self._is_on_mouse = mouse
