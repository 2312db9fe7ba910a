"""What is different from the handout that was given last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ChangeKind(StrEnum):
    """What a change means to the patient. The label says it; a rendering never shows it by colour alone."""

    NEW = "new"
    HARDER = "harder"
    EASIER = "easier"
    CHANGED = "changed"
    STOPPED = "stopped"

    @property
    def label(self) -> Promise:
        return _CHANGE_LABELS[self]


_CHANGE_LABELS: dict[ChangeKind, Promise] = {
    ChangeKind.NEW: _("New"),
    ChangeKind.HARDER: _("Harder"),
    ChangeKind.EASIER: _("Easier"),
    ChangeKind.CHANGED: _("Changed"),
    ChangeKind.STOPPED: _("Stopped"),
}


@dataclass(frozen=True)
class Change:
    """One thing that is different from the handout given last, in whole sentences."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True)
class Earlier:
    """The handout that this one takes the place of, by what stands on its pages."""

    version: int | None
    issued: date
