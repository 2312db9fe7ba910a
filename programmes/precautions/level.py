"""How strongly a finding speaks."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Level(IntEnum):
    """Ordered: the highest level of several findings is the one that counts."""

    INFO = 1  # Shown.
    WARN = 2  # Asks for one confirmation.
    BLOCK = 3  # Needs a recorded reason.
    STOP = 4  # Nobody can override it. No rule has this level: the gate adds it.

    @property
    def label(self) -> Any:
        return LABELS[self]

    @classmethod
    def named(cls, name: str) -> Level:
        """Return the level the data calls *name*, such as "warn". Raises KeyError for a name there is not."""
        return cls[name.upper()]


LABELS = {
    Level.INFO: _("note"),
    Level.WARN: _("warning"),
    Level.BLOCK: _("needs a reason"),
    Level.STOP: _("stop"),
}
