"""After a restore: whoever was erased since the backup was made is erased again."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.models import Patient
from programmes.rights.erase import erase
from programmes.rights.erasures import Line, Unreadable, lines


@dataclass(frozen=True)
class Replayed:
    """How many lines the list has, how many patients were there again and are erased now, and what cannot be read."""

    listed: int
    erased: int
    unreadable: tuple[str, ...]


def replay_erasures() -> Replayed:
    """Erase again whoever the list of erasures names and the database holds. Twice does nothing more.

    Whatever can be followed is; the caller says aloud what could not be read.
    """
    said = list(lines())
    listed = {line.patient_id: line for line in said if isinstance(line, Line)}
    back = Patient.objects.filter(pk__in=listed)
    erased = 0
    for patient in back:
        line = listed[patient.pk]
        erase(patient, mode=line.mode, at=line.at, is_listed=True)
        erased += 1
    return Replayed(len(listed), erased, tuple(str(line) for line in said if isinstance(line, Unreadable)))
