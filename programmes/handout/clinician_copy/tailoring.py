"""What of a programme is not as in the template it was started from, line by line, with the reason on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.dosage import Direction, compare, differences
from programmes.handout.clinician_copy import dose
from programmes.handout.clinician_copy.contents import Difference
from programmes.handout.verdict import Answer, Key
from programmes.models import Phase, Prescription, Programme

_DIRECTIONS = {
    Direction.HARDER: gettext_lazy("harder"),
    Direction.EASIER: gettext_lazy("easier"),
    Direction.CHANGED: gettext_lazy("changed"),
}


def tailoring(programme: Programme, answers: Mapping[Key, Answer]) -> Iterator[Difference]:
    """Yield the differences of a programme fetched `with_lines` from its template as that is now. Queries it.

    Optional lines that were not taken up are offers, and no difference.
    """
    if programme.template_id is None:
        return
    theirs = _by_place(_phases_of(programme.template_id))
    ours = _by_place(programme.phases.all())
    for place, phase in ours.items():
        if place not in theirs:
            names = ", ".join(str(line) for line in phase.prescriptions.all())
            yield Difference(phase.name, _("The phase was added: %(exercises)s.") % {"exercises": names})
        else:
            yield from _of_phase(phase, theirs[place], answers)
    for place, phase in theirs.items():
        if place not in ours:
            yield Difference(phase.name, _("The phase was left out."))


def _phases_of(template_id: object) -> Iterable[Phase]:
    rows = Phase.objects.filter(programme=template_id)
    return rows.prefetch_related("prescriptions__exercise__texts")


def _by_place(phases: Iterable[Phase]) -> dict[object, Phase]:
    """Phases are the same by short name where they have one, else by their place."""
    return {phase.slug or place: phase for place, phase in enumerate(phases)}


def _of_phase(phase: Phase, theirs: Phase, answers: Mapping[Key, Answer]) -> Iterator[Difference]:
    left = list(theirs.prescriptions.all())
    for line in phase.prescriptions.all():
        twin = _twin(line, left)
        if twin is not None:
            left.remove(twin)
        answer = answers.get(("dose-unusual", f"prescription:{line.pk}"))
        reason = answer.reason if answer else ""
        if twin is None or twin.is_optional and not line.is_optional:
            yield Difference(phase.name, _added(line, is_offered=twin is not None), reason)
        if twin is not None:
            yield from (Difference(phase.name, said, reason) for said in _changed(twin, line))
    for line in left:
        if not line.is_optional:
            yield Difference(phase.name, _("%(exercise)s was left out.") % {"exercise": line})


def _twin(line: Prescription, left: list[Prescription]) -> Prescription | None:
    """Return the template's line of the same exercise; of several the one with the same dose."""
    alike = [each for each in left if each.exercise.slug == line.exercise.slug]
    return next((each for each in alike if each.dosage == line.dosage), next(iter(alike), None))


def _added(line: Prescription, *, is_offered: bool) -> str:
    words = {"exercise": line, "dose": dose.in_a_line(line)}
    if is_offered:
        return _("%(exercise)s, which the template offers as optional, was taken up: %(dose)s.") % words
    return _("%(exercise)s was added: %(dose)s.") % words


def _changed(theirs: Prescription, ours: Prescription) -> Iterator[str]:
    if said := _dose(theirs, ours):
        yield said
    if (theirs.side, theirs.first_side) != (ours.side, ours.first_side):
        words = {"exercise": ours, "now": _side(ours), "template": _side(theirs)}
        yield _("%(exercise)s, side: %(now)s; in the template: %(template)s.") % words
    if theirs.note.strip() != ours.note.strip():
        words = {"exercise": ours, "now": _quoted(ours.note), "template": _quoted(theirs.note)}
        yield _("%(exercise)s, note for the patient: %(now)s; in the template: %(template)s.") % words


def _dose(theirs: Prescription, ours: Prescription) -> str:
    found = differences(theirs.dosage, ours.dosage)
    if not found:
        return ""
    was, now = dose.by_name(theirs), dose.by_name(ours)
    nothing = _("not set")
    rows = [
        _("%(label)s: %(now)s; in the template: %(template)s")
        % {
            "label": (now.get(each.line) or was[each.line]).label,
            "now": now[each.line].text if each.line in now else nothing,
            "template": was[each.line].text if each.line in was else nothing,
        }
        for each in found
        if each.line in now or each.line in was
    ]
    words = {"exercise": ours, "direction": _DIRECTIONS[compare(theirs.dosage, ours.dosage)], "rows": ". ".join(rows)}
    return _("%(exercise)s, dose %(direction)s. %(rows)s.") % words


def _quoted(note: str) -> str:
    return _("“%(note)s”") % {"note": note.strip()} if note.strip() else _("none")


def _side(line: Prescription) -> str:
    first = f", {line.get_first_side_display()}" if line.first_side else ""
    return f"{line.get_side_display()}{first}"
