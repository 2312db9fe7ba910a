"""Beginning a recall: which handouts it is for. Asked again it is the same one, with what has come in since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.batches.correction import block_hash, block_of, unsigned_of, was_overtaken
from programmes.batches.holders import AT_A_TIME, Holder, by_version, holders
from programmes.handout.checks.signed import Unsigned
from programmes.models import Batch, BatchItem, Clinic, Exercise, Handout, Practitioner

__all__ = [
    "Holding",
    "Unsigned",
    "begin_rebrand",
    "begin_recall",
    "gather",
    "holding",
    "outdated_blocks",
    "unsigned_of",
]


@dataclass(frozen=True)
class Holding:
    """The current handouts of a clinic that hold an exercise, beside the version the clinic works with now."""

    exercise: Exercise
    holders: tuple[Holder, ...]

    @property
    def outdated(self) -> tuple[Holder, ...]:
        return tuple(each for each in self.holders if each.versions != {self.exercise.version})

    @property
    def by_version(self) -> list[tuple[str, int]]:
        return by_version(self.holders)


def holding(clinic: Clinic, exercise: Exercise) -> Holding:
    """Return which current handouts of *clinic* hold *exercise*, in whichever version. Queries once."""
    return Holding(exercise, tuple(holders(clinic, exercise.slug)))


def begin_recall(
    clinic: Clinic,
    exercise: Exercise,
    *,
    reason: str,
    by: Practitioner | None = None,
    takes_responsibility: bool = False,
) -> Batch:
    """Return the recall that puts *exercise*, as *clinic* has it, on every current handout with another version of it.

    *by* is None for whoever runs the machine, who takes responsibility for nothing. Raises ValidationError without a
    reason.
    """
    batch = _begun(
        clinic,
        {"kind": Batch.Kind.EXERCISE, "slug": exercise.slug, "version": exercise.version},
        name=str(exercise),
        reason=reason,
        by=by,
        takes_responsibility=takes_responsibility and by is not None,
    )
    gather(batch)
    return batch


def begin_rebrand(clinic: Clinic, *, reason: str, by: Practitioner | None = None) -> Batch:
    """Return the recall that gives every current handout the block that *clinic* has today.

    Raises ValidationError without a reason, and CannotPrepare for a logo that cannot be read.
    """
    key = {"kind": Batch.Kind.CLINIC, "slug": "", "version": block_hash(clinic)}
    batch = _begun(clinic, key, name=clinic.name, reason=reason, by=by, takes_responsibility=False)
    gather(batch)
    return batch


def outdated_blocks(clinic: Clinic) -> int:
    """Return how many current handouts have another block than *clinic* has now. Queries once."""
    return len(list(_with_another_block(clinic)))


def gather(batch: Batch) -> None:
    """Add the handouts that are not right and do not wait in *batch* yet; none to one that was overtaken.

    Beside the one of now it would list whoever holds what is newer. Queries a fixed number of times.
    """
    if was_overtaken(batch):
        return
    rows = [
        BatchItem(batch=batch, patient_id=patient, programme_id=programme, from_handout_id=handout)
        for handout, programme, patient in _wrong(batch)
    ]
    _let_wait_again(batch, {row.programme_id: row.from_handout_id for row in rows})
    batch.items.bulk_create(rows, ignore_conflicts=True)


def _let_wait_again(batch: Batch, wrong: Mapping[UUID, UUID]) -> None:
    """Let those wait who were given it right and hold a wrong one again: a later one, or what was given is withdrawn.

    *wrong*: the handout by its programme. One that was given while this is worked out stays done.
    """
    again = []
    done = batch.items.in_state(BatchItem.State.DONE).select_related("to_handout").defer("to_handout__document")
    for item in done:
        handout = wrong.get(item.programme_id)
        if handout is not None and (handout != item.from_handout_id or item.to_handout.is_withdrawn):
            item.state, item.from_handout_id, item.to_handout = BatchItem.State.WAITING, handout, None
            again.append(item)
    BatchItem.objects.bulk_update(again, ["state", "from_handout", "to_handout"], AT_A_TIME)


def _wrong(batch: Batch) -> Iterable[tuple[UUID, UUID, UUID]]:
    if batch.kind == Batch.Kind.EXERCISE:
        found = holders(batch.clinic, batch.slug)
        return [(each.handout, each.programme, each.patient) for each in found if each.versions != {batch.version}]
    return _with_another_block(batch.clinic)


def _with_another_block(clinic: Clinic) -> Iterator[tuple[UUID, UUID, UUID]]:
    rows = Handout.objects.current().filter(programme__clinic=clinic).order_by("pk")
    block = block_of(clinic)
    columns = ("pk", "programme_id", "programme__patient_id", "document__clinic")
    for pk, programme, patient, printed in rows.values_list(*columns).iterator(AT_A_TIME):
        if printed != block:
            yield pk, programme, patient


def _begun(
    clinic: Clinic, key: dict[str, str], *, name: str, reason: str, by: Practitioner | None, takes_responsibility: bool
) -> Batch:
    """Return the recall of this correction, made or, begun before, with what is said of it now."""
    said = " ".join(reason.split())
    if not said:
        raise ValidationError(_("Say why: the patient reads it on the new sheet."), code="no-reason")
    batch, made = Batch.objects.get_or_create(
        clinic=clinic,
        **key,
        defaults={
            "name": name[:160],
            "reason": said,
            "takes_responsibility": takes_responsibility,
            "made_by": by,
            "made_by_name": by.name if by else "",
        },
    )
    if not made:
        batch.reason = said
        if takes_responsibility and not batch.takes_responsibility:
            batch.takes_responsibility, batch.made_by, batch.made_by_name = True, by, by.name if by else ""
        batch.save()
        # Whoever asks for it anew takes back that it was cancelled.
        batch.items.in_state(BatchItem.State.CANCELLED).update(state=BatchItem.State.WAITING)
    return batch
