"""What a correction does to a sheet: an exercise told anew, or the clinic's block of today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from programmes.batches.holders import versions_in
from programmes.batches.marking import LeftAlone
from programmes.handout.checks.signed import Unsigned
from programmes.handout.document import Document
from programmes.handout.plain import to_plain
from programmes.handout.prepare import people
from programmes.handout.prepare.rebranded import rebranded
from programmes.handout.prepare.retold import retold, standing, without_versions
from programmes.models import SOURCE_LANGUAGE, Batch, Clinic, Exercise, Programme
from programmes.sign_off import State


@dataclass(frozen=True)
class Corrected:
    """The sheet as it is to be, and what of its new content the clinic has not signed off."""

    document: Document
    unsigned: tuple[Unsigned, ...] = ()


def exercise_of(clinic: Clinic, slug: str) -> Exercise | None:
    """Return the exercise as *clinic* has it: its own copy, else the shared one. None for a slug there is not."""
    return Exercise.objects.for_clinic(clinic).prefetch_related("texts", "pictures").filter(slug=slug).first()


def unsigned_of(exercise: Exercise, clinic: Clinic) -> tuple[Unsigned, ...]:
    """Return the exercise where *clinic* has not signed off this version of it. Queries once."""
    item, stands = standing(exercise, clinic)
    return () if stands.state == State.SIGNED else (Unsigned(item, stands.state),)


def block_of(clinic: Clinic) -> Any:
    """Return the block that *clinic* prints now, as it is stored. Raises CannotPrepare for a broken logo."""
    return to_plain(people.clinic(clinic))


def block_hash(clinic: Clinic) -> str:
    """Return what tells the block that *clinic* prints now from any other. Raises CannotPrepare for a broken logo."""
    return sha256(json.dumps(block_of(clinic), sort_keys=True).encode()).hexdigest()


def was_overtaken(batch: Batch) -> bool:
    """Say whether what *batch* was to put right was changed again since it was begun. Queries once, or reads a logo."""
    if batch.kind == Batch.Kind.CLINIC:
        return block_hash(batch.clinic) != batch.version
    return _exercise_to_tell(batch) is None


def is_right(batch: Batch, plain: dict[str, Any]) -> bool:
    """Say whether a stored document holds what *batch* puts right, as it is to be."""
    if batch.kind == Batch.Kind.CLINIC:
        return bool(plain.get("clinic") == block_of(batch.clinic))
    return versions_in(plain, batch.slug) == {batch.version}


def corrected(batch: Batch, document: Document, programme: Programme) -> Corrected:
    """Return the sheet put right. Raises LeftAlone or CannotPrepare. Queries."""
    if batch.kind == Batch.Kind.CLINIC:
        if was_overtaken(batch):
            raise LeftAlone(_("The clinic's page was changed again since this was begun. Begin it anew."))
        return Corrected(rebranded(document, batch.clinic))
    exercise = _exercise_to_tell(batch)
    if exercise is None:
        raise LeftAlone(_("The exercise was changed again since this was begun. Begin it anew, on its page."))
    if not versions_in(document.as_plain(), batch.slug):
        raise LeftAlone(_("The sheet given since then no longer has this exercise."))
    new = retold(document, exercise, programme)
    if without_versions(new) == without_versions(document):
        raise LeftAlone(_nothing_new(document))
    return Corrected(new, unsigned_of(exercise, batch.clinic))


def _exercise_to_tell(batch: Batch) -> Exercise | None:
    """Return the exercise of *batch* while the clinic has it in that version. None once it was changed again."""
    exercise = exercise_of(batch.clinic, batch.slug)
    return exercise if exercise is not None and exercise.version == batch.version else None


def _nothing_new(document: Document) -> str:
    """Return why there is nothing to give anew. In another language it may well be the translation that lags."""
    if document.language == SOURCE_LANGUAGE:
        return _("Nothing that this sheet says or shows is different in the new version.")
    words = {"language": document.language}
    return (
        _("The words in the language of this sheet (%(language)s) are the same as before: correct the translation too.")
        % words
    )
