"""One sheet of a correction: worked out from the one that the patient holds, and given in its place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from programmes.batches import marking
from programmes.batches.correction import corrected, is_right
from programmes.batches.marking import LeftAlone
from programmes.handout.document import Document
from programmes.handout.issue import reissue
from programmes.handout.prepare import people
from programmes.models import BatchItem, Handout, Patient, Programme


def give_again(item: BatchItem, user: Any) -> None:
    """Re-issue the sheet, or raise whatever keeps it."""
    batch = item.batch
    programme = Programme.objects.with_own().get(pk=item.programme_id)
    last = _last_given(programme)
    if is_right(batch, last.document):
        raise LeftAlone(_("A newer sheet was given since, and it is right already."))
    new = corrected(batch, Document.from_plain(last.document), programme)
    # How somebody is called on paper is theirs to say, and may have been put right since.
    document = replace(new.document, patient=people.patient(programme.patient))
    reissue(
        last,
        document,
        user,
        reason=batch.reason,
        beside=partial(marking.done, item, before=last),
        unsigned=new.unsigned,
        responsible=batch.made_by if batch.takes_responsibility else None,
    )


def _last_given(programme: Programme) -> Handout:
    """Return the handout that the patient holds. Raises LeftAlone where nobody holds one any more."""
    if not Patient.objects.current().filter(pk=programme.patient_id):
        raise LeftAlone(_("The patient was discharged or archived."))
    last = programme.handouts.last_given()
    if last is None:
        raise LeftAlone(_("The handout was withdrawn."))
    return last
