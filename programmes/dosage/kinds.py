"""The words a dose chooses from: how it is counted, and what is done in interval work."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a dose is counted."""

    REPS = "reps"
    HOLD = "hold"
    TIME = "time"
    DISTANCE = "distance"
    TO_COMFORT = "to-comfort"
    INTERVALS = "intervals"

    @property
    def label(self) -> Promise:
        return _KIND_LABELS[self]


class Activity(StrEnum):
    """What is done in one part of interval work."""

    RUN = "run"
    QUICK_RUN = "quick-run"
    EASY_RUN = "easy-run"
    WALK = "walk"

    @property
    def label(self) -> Promise:
        return _ACTIVITY_LABELS[self]


_KIND_LABELS: dict[Kind, Promise] = {
    Kind.REPS: _("Repetitions"),
    Kind.HOLD: _("A still hold"),
    Kind.TIME: _("Time"),
    Kind.DISTANCE: _("Distance"),
    Kind.TO_COMFORT: _("As many as feel comfortable"),
    Kind.INTERVALS: _("Intervals, such as walk and run"),
}

_ACTIVITY_LABELS: dict[Activity, Promise] = {
    Activity.RUN: _("Run"),
    Activity.QUICK_RUN: _("Run with quicker steps"),
    Activity.EASY_RUN: _("Run easily"),
    Activity.WALK: _("Walk"),
}
