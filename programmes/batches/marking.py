"""What became of one patient's handout of a batch. Only what waits is marked: what was done or cancelled stays so."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.handout.issue import ChangedMeanwhile
from programmes.models import BatchItem, Handout

State = BatchItem.State


class LeftAlone(Exception):
    """Nothing is given; the message says why, to a person who decides what is to be done."""


def done(item: BatchItem, handout: Handout, *, before: Handout | None = None) -> None:
    """Mark it as done, in the transaction that stores *handout*. Raises ChangedMeanwhile where it waits no longer.

    Two may have begun at once, or somebody cancelled: the one that comes second changes nothing.
    """
    rows = BatchItem.objects.filter(pk=item.pk, state=State.WAITING)
    if not rows.update(from_handout=before, to_handout=handout, state=State.DONE, reason="", at=timezone.now()):
        raise ChangedMeanwhile(_("It was done by somebody else, or cancelled, at the same moment."))


def note(item: BatchItem, state: str, reason: str) -> str:
    """Say why it was not done, and return the state that it is in then."""
    rows = BatchItem.objects.filter(pk=item.pk, state=State.WAITING)
    if rows.update(state=state, reason=reason, at=timezone.now()):
        return state
    return BatchItem.objects.values_list("state", flat=True).get(pk=item.pk)
