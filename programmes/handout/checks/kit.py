"""What the patient has at home against what the plan needs, and what could be done instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from programmes.models import Exercise, KitNeed, Prescription, Programme
from programmes.precautions import Finding, Level

HOME = "home"
MOST_SWAPS = 3

Passes = Callable[[Exercise], bool]


def at_home(programme: Programme) -> frozenset[str] | None:
    """Return the kit on the patient's record; None when nobody has asked, which is not the same as having none."""
    if programme.patient is None:
        return None
    return frozenset(kit.slug for kit in programme.patient.kit_at_home.all()) or None


def findings(programme: Programme, kit: Collection[str] | None, passes: Passes) -> Iterator[Finding]:
    """Yield the exercises that need what is not in *kit*, with others for the same purpose that do not.

    *passes* says whether an exercise is safe for this patient. Uses a programme fetched `with_lines`; queries the
    library only when something is lacking. None for *kit* finds nothing.
    """
    if kit is None:
        return
    lacking = [(line, need) for line in _lines(programme) if (need := _unmet(line.exercise, kit)) is not None]
    swaps = _Swaps(programme, [line.exercise for line, _need in lacking], kit, passes)
    for line, need in lacking:
        instead = swaps.for_line(line)
        level = Level.WARN if _is_needed_now(line, programme) else Level.INFO
        slugs = tuple(exercise.slug for exercise in instead)
        because = (line.exercise.slug, *(thing.slug for thing in need.any_of.all()))
        where = f"prescription:{line.pk}"
        yield Finding("kit-not-at-home", level, where, _reason(line, need, instead), safer=slugs, because=because)


def swaps_of(exercise: Exercise, programme: Programme, kit: Collection[str] | None, passes: Passes) -> list[Exercise]:
    """Return the few that do for the same purpose with what is in *kit*; None for *kit* leaves kit out of account.

    None that the plan holds already, and none that *passes* refuses. Queries the library.
    """
    held = {line.exercise.slug for line in _lines(programme)} | {exercise.slug}
    return _Swaps(programme, [exercise], kit, passes).instead_of(exercise, held)


def _lines(programme: Programme) -> Iterable[Prescription]:
    return (line for phase in programme.phases.all() for line in phase.prescriptions.all())


def _unmet(exercise: Exercise, kit: Collection[str]) -> KitNeed | None:
    """Return the first thing that is needed and not there, nor anything that does instead."""
    needs = (need for need in exercise.kit_needs.all() if not need.is_optional)
    return next((need for need in needs if not any(thing.is_at_hand(kit) for thing in need.any_of.all())), None)


def _is_needed_now(line: Prescription, programme: Programme) -> bool:
    """Say whether it has to be done at home in the phase that is printed. A machine is used at the gym."""
    is_printed = programme.is_template or line.phase_id == programme.phase_in_force().pk
    return is_printed and not line.is_optional and HOME in line.exercise.setting


def _reason(line: Prescription, need: KitNeed, instead: list[Exercise]) -> str:
    words = {"exercise": line.exercise, "kit": need}
    if instead:
        return _("%(exercise)s needs what is not at home: %(kit)s. Others do for the same purpose.") % words
    return _("%(exercise)s needs what is not at home: %(kit)s.") % words


class _Swaps:
    """Exercises to do at home instead: for a shared purpose, safe for the patient, with the kit that is there."""

    def __init__(
        self, programme: Programme, lacking: list[Exercise], kit: Collection[str] | None, passes: Passes
    ) -> None:
        prefetch_related_objects(lacking, "purposes")
        wanted = {slug for exercise in lacking for slug in _purposes(exercise)}
        rows: Iterable[Exercise] = ()
        if wanted:
            rows = Exercise.objects.for_clinic(programme.clinic).in_use().filter(purposes__slug__in=wanted).distinct()
            rows = rows.prefetch_related("texts", "purposes", "kit_needs__any_of")
        self._fitting = [row for row in rows if _is_for_home(row, kit) and passes(row)]
        self._held = {phase.pk: _slugs(phase.prescriptions.all()) for phase in programme.phases.all()}

    def for_line(self, line: Prescription) -> list[Exercise]:
        """Return what could stand in for *line* and is not in its phase yet."""
        return self.instead_of(line.exercise, self._held[line.phase_id])

    def instead_of(self, exercise: Exercise, held: Collection[str]) -> list[Exercise]:
        """Return the few that share most with what they would stand in for, and are not *held* yet."""
        others = [row for row in self._fitting if row.slug not in held]
        sharing = [row for row in others if _purposes(row) & _purposes(exercise)]
        return sorted(sharing, key=lambda row: _distance(row, exercise))[:MOST_SWAPS]


def _is_for_home(row: Exercise, kit: Collection[str] | None) -> bool:
    return HOME in row.setting and (kit is None or _unmet(row, kit) is None)


def _purposes(exercise: Exercise) -> set[str]:
    return {purpose.slug for purpose in exercise.purposes.all()}


def _slugs(lines: Iterable[Prescription]) -> set[str]:
    return {line.exercise.slug for line in lines}


def _distance(row: Exercise, other: Exercise) -> tuple[bool, int, bool, str]:
    """Order by kind of exercise, then by purposes in common, then by the weight the leg bears."""
    shared = len(_purposes(row) & _purposes(other))
    return row.category != other.category, -shared, row.weight_bearing != other.weight_bearing, row.slug
