"""Whether the doses make sense: with their notes, their sides, the template they came from and the tissue they load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from programmes import plain_words
from programmes.dosage import Dosage, Kind, contradictions, is_much_more_or_less, ratio, summary
from programmes.dosage.phrases import Part
from programmes.handout.prepare.wording import for_patient
from programmes.models import ExerciseText, Phase, Prescription, Programme
from programmes.precautions import Finding, Level
from programmes.sides import Side, placeholders

# Every second day is at most four of seven; on more than this there is no day of rest left between.
MOST_HEAVY_DAYS = 5
LOADS_A_TENDON = frozenset({"heavy-load", "tendon-energy-storage"})
TENDON_SOURCES = ("breda-2021", "kongsgaard-2009")

_FIELDS = ("goal", "plain_name", "time_of_day", "after_what", "where", "change_note")


def findings(programme: Programme) -> Iterator[Finding]:
    """Yield what contradicts itself or needs a second look. Queries the template's lines, once."""
    yield from _vague_fields(programme)
    usual = _Usual(programme)
    for phase in programme.phases.all():
        yield from _vague(f"phase:{phase.pk}", _words_of_phase(phase), phase.name)
        for line in phase.prescriptions.all():
            yield from _of_line(line, usual.dose_of(phase, line))


def _of_line(line: Prescription, usual: Dosage | None) -> Iterator[Finding]:
    where, name, dosage = f"prescription:{line.pk}", str(line.exercise), line.dosage
    for words in contradictions(line.note, dosage):
        said = {"exercise": name, "note": words, "dose": summary(dosage, Side(line.side), Part(line.exercise.part))}
        reason = _("%(exercise)s: the note says “%(note)s”, and the dose says “%(dose)s”. Change one of them.")
        yield Finding("note-against-dose", Level.WARN, where, reason % said)
    if _lacks_its_side(line):
        reason = _("%(exercise)s trains one side at a time. Say which side, or each side in turn.")
        yield Finding("no-side-on-line", Level.WARN, where, reason % {"exercise": name})
    yield from _vague(where, (line.note, line.why, line.load), name)
    yield from _unusual(where, line, usual)
    if _is_heavy_nearly_daily(line):
        reason = _("%(exercise)s loads the tendon hard on %(days)d days a week. Leave a day of rest between hard days.")
        words = {"exercise": name, "days": dosage.days_per_week}
        yield Finding("tendon-without-rest", Level.WARN, where, reason % words, sources=TENDON_SOURCES)
    if _lacks_its_rest(line):
        reason = _("%(exercise)s: say how long to rest between the sets.") % {"exercise": name}
        yield Finding("no-rest", Level.INFO, where, reason)


def _unusual(where: str, line: Prescription, usual: Dosage | None) -> Iterator[Finding]:
    if usual is None or not is_much_more_or_less(usual, line.dosage):
        return
    words = {
        "exercise": line.exercise,
        "dose": _in_full(line, line.dosage),
        "usual": _in_full(line, usual),
    }
    if (ratio(usual, line.dosage) or 1) > 1:
        reason = _("%(exercise)s: “%(dose)s” is at least double the usual “%(usual)s”. Say why.")
    else:
        reason = _("%(exercise)s: “%(dose)s” is at most half of the usual “%(usual)s”. Say why.")
    because = (words["dose"], words["usual"])
    yield Finding("dose-unusual", Level.WARN, where, reason % words, needs_reason=True, because=because)


def _in_full(line: Prescription, dosage: Dosage) -> str:
    said = [summary(dosage, Side(line.side), Part(line.exercise.part)), dosage.load]
    if dosage.times_per_day and dosage.times_per_day > 1:
        said.append(_("%(times)d times a day") % {"times": dosage.times_per_day})
    if dosage.days_per_week:
        said.append(_("on %(days)d of 7 days") % {"days": dosage.days_per_week})
    return ", ".join(part for part in said if part)


def _lacks_its_side(line: Prescription) -> bool:
    """Say whether the words need one side and the line has none: “Lift one leg” would read “Lift both legs”."""
    if not line.exercise.is_unilateral or line.side not in ("", Side.TOGETHER):
        return False
    return any(placeholders(text) for words in line.exercise.texts.all() for text in _told(words))


def _told(words: ExerciseText) -> list[str]:
    return [words.setup, *words.steps, words.feel_it, words.stop_if, *words.common_mistakes]


def _is_heavy_nearly_daily(line: Prescription) -> bool:
    """Holds are left out: they are what a sore tendon does daily."""
    is_heavy = line.dose_kind != Kind.HOLD and not LOADS_A_TENDON.isdisjoint(line.exercise.tags)
    return is_heavy and (line.days_per_week or 0) > MOST_HEAVY_DAYS


def _lacks_its_rest(line: Prescription) -> bool:
    is_in_sets = line.dose_kind in (Kind.REPS, Kind.HOLD) and (line.sets or 1) > 1
    return line.exercise.category == line.exercise.Category.STRENGTH and is_in_sets and line.rest_seconds is None


def _vague_fields(programme: Programme) -> Iterator[Finding]:
    for name in _FIELDS:
        yield from _vague(name, (getattr(programme, name),), str(programme._meta.get_field(name).verbose_name))


def _vague(where: str, texts: Any, title: str) -> Iterator[Finding]:
    """Yield one finding for what says nothing a patient can act on."""
    found = dict(item for text in texts for item in plain_words.forbidden(text))
    if found:
        phrases = ", ".join(f"“{phrase}”" for phrase in found)
        words = {"title": title, "phrases": phrases, "advice": "; ".join(found.values())}
        yield Finding("vague-words", Level.WARN, where, _("%(title)s: not %(phrases)s: %(advice)s.") % words)


def _words_of_phase(phase: Phase) -> list[str]:
    listed = (for_patient(item) for item in (*phase.criteria_to_progress, *phase.step_back_if))
    return [phase.goal_plain, phase.running_patient_text, *listed]


class _Usual:
    """The dose a line is measured by: its template's in the same phase, else in another, else the exercise's own."""

    def __init__(self, programme: Programme) -> None:
        self._is_template = programme.is_template
        self._doses: dict[tuple[str, str], list[Dosage]] = {}
        if programme.template_id:
            rows = Prescription.objects.filter(phase__programme=programme.template_id)
            for row in rows.select_related("phase", "exercise"):
                for key in ((row.phase.slug, row.exercise.slug), ("", row.exercise.slug)):
                    self._doses.setdefault(key, []).append(row.dosage)

    def dose_of(self, phase: Phase, line: Prescription) -> Dosage | None:
        """Return the dose nearest to the line's; None on a template that came from no other, which sets its own."""
        slug = line.exercise.slug
        known = self._doses.get((phase.slug, slug)) or self._doses.get(("", slug)) or []
        if not known and not self._is_template:
            known = [line.exercise.dosage]
        like_it = [dose for dose in known if not is_much_more_or_less(dose, line.dosage)]
        return next(iter([*like_it, *known]), None)
