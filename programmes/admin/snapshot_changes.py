"""What is different between two snapshots of a programme, in sentences. Knows plain values only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.admin.fields import WEEKDAYS
from programmes.admin.shown import NOTHING
from programmes.dosage import Dosage, DosageError
from programmes.dosage.shorthand import as_shorthand

Named = Callable[[str], str]

PROGRAMME_WORDS = {
    "name": gettext_lazy("Name"),
    "plain_name": gettext_lazy("Plain name"),
    "side": gettext_lazy("Sore side"),
    "goal": gettext_lazy("Goal"),
    "session_days": gettext_lazy("Days"),
    "time_of_day": gettext_lazy("Time of day"),
    "after_what": gettext_lazy("After what"),
    "where": gettext_lazy("Where"),
    "change_note": gettext_lazy("Why it changes"),
    "starting_level": gettext_lazy("How the starting level was chosen"),
    "adjuncts": gettext_lazy("Besides exercise"),
    "adjuncts_plain": gettext_lazy("Besides exercise, as the patient reads it"),
    "condition": gettext_lazy("Condition"),
    "start_date": gettext_lazy("Start date"),
    "review_date": gettext_lazy("Review date"),
    "practised_on": gettext_lazy("Practised together on"),
    "current_phase": gettext_lazy("Current phase"),
    "programme_kind": gettext_lazy("Programme kind"),
    "total_weeks_min": gettext_lazy("Weeks, at least"),
    "total_weeks_max": gettext_lazy("Weeks, at most"),
    "evidence_certainty": gettext_lazy("Certainty of the evidence"),
    "evidence_statement": gettext_lazy("What it rests on"),
    "provenance": gettext_lazy("How the sources were seen"),
    "sources": gettext_lazy("Sources"),
    "not_for_flags": gettext_lazy("Not for patients with"),
    "is_retired": gettext_lazy("Is retired"),
}
PLAN_WORDS = {
    "pain_rule": gettext_lazy("pain rule"),
    "warm_up": gettext_lazy("warm-up"),
    "entry_criteria": gettext_lazy("start when"),
    "stage_rules": gettext_lazy("stage rules"),
    "advice_slugs": gettext_lazy("advice about running"),
    "longest_run_metres": gettext_lazy("longest run (metres)"),
    "longest_run_seconds": gettext_lazy("longest run (seconds)"),
    "longest_run_on": gettext_lazy("day of the longest run"),
    "weekly_metres": gettext_lazy("average week (metres)"),
    "weekly_seconds": gettext_lazy("average week (seconds)"),
    "usual_weekly_metres": gettext_lazy("usual week (metres)"),
    "usual_weekly_seconds": gettext_lazy("usual week (seconds)"),
    "steps_per_minute": gettext_lazy("own steps a minute"),
    "aimed_steps_per_minute": gettext_lazy("steps a minute to aim for"),
    "run_days": gettext_lazy("days for running"),
    "starts_on": gettext_lazy("first day"),
    "stage_number": gettext_lazy("stage now"),
    "sessions_done": gettext_lazy("runs done at this stage"),
    "weeks": gettext_lazy("weeks to plan"),
    "runs_per_week": gettext_lazy("runs a week"),
    "rise_percent": gettext_lazy("more each week, in every 100"),
    "unit": gettext_lazy("counted in"),
    "planned_runs": gettext_lazy("planned runs"),
    "shoes": gettext_lazy("running shoes"),
}
STAGE_WORDS = {
    "name": gettext_lazy("name"),
    "kind": gettext_lazy("kind"),
    "walk_seconds": gettext_lazy("walk (seconds)"),
    "run_seconds": gettext_lazy("run (seconds)"),
    "repeats": gettext_lazy("times"),
    "total_minutes": gettext_lazy("minutes in all"),
    "warm_up_walk_minutes": gettext_lazy("warm-up walk (minutes)"),
    "cool_down_walk_minutes": gettext_lazy("cool-down walk (minutes)"),
    "effort_low": gettext_lazy("effort from (0-10)"),
    "effort_high": gettext_lazy("effort to (0-10)"),
    "min_sessions": gettext_lazy("sessions, at least"),
    "rest_days_between": gettext_lazy("rest days between"),
    "surface": gettext_lazy("surface"),
    "note": gettext_lazy("note"),
}
PHASE_WORDS = {
    "name": gettext_lazy("name"),
    "plain_name": gettext_lazy("plain name"),
    "goal": gettext_lazy("goal"),
    "goal_plain": gettext_lazy("goal in plain words"),
    "weeks_min": gettext_lazy("from week"),
    "weeks_max": gettext_lazy("to week"),
    "sessions_per_week_min": gettext_lazy("sessions a week, at least"),
    "sessions_per_week_max": gettext_lazy("sessions a week, at most"),
    "running_guidance": gettext_lazy("running"),
    "running_patient_text": gettext_lazy("running, as the patient reads it"),
    "may_run": gettext_lazy("running is allowed"),
    "criteria_to_progress": gettext_lazy("move on when"),
    "step_back_if": gettext_lazy("go back if"),
    "practitioner_notes": gettext_lazy("notes for the practitioner"),
    "long_session_reason": gettext_lazy("why sessions are long"),
    "pain_rule": gettext_lazy("pain rule"),
    "running_pain_rule": gettext_lazy("pain rule for running"),
    "advice": gettext_lazy("advice"),
}
LINE_WORDS = {
    "dose": gettext_lazy("dose"),
    "side": gettext_lazy("side"),
    "first_side": gettext_lazy("which first"),
    "why": gettext_lazy("why"),
    "note": gettext_lazy("note for the patient"),
    "practitioner_note": gettext_lazy("note for the practitioner"),
    "is_optional": gettext_lazy("optional"),
}


def changes(before: dict[str, Any], after: dict[str, Any], named: Named) -> list[str]:
    """Return a sentence per difference; *named* turns the short name of an exercise into its title."""
    found = [*_differences(PROGRAMME_WORDS, before, after)]
    old, new = _by_place(before["phases"]), _by_place(after["phases"])
    for place in [*old, *(place for place in new if place not in old)]:
        found.extend(_phase_changes(old.get(place), new.get(place), named))
    if "running_plan" in before:  # an older snapshot says nothing of it
        found.extend(_running_changes(before["running_plan"], after["running_plan"]))
    return found


def _running_changes(old: Any, new: Any) -> Iterator[str]:
    if old is None or new is None:
        if old != new:
            yield _("Way back to running added") if old is None else _("Way back to running removed")
        return
    for words in _differences(PLAN_WORDS, old, new):
        yield _("Way back to running, %(change)s") % {"change": words}
    was, now = ({stage["number"]: stage for stage in plan["stages"]} for plan in (old, new))
    for number in sorted({*was, *now}):
        yield from _stage_changes(number, was.get(number), now.get(number))


def _stage_changes(number: int, old: Any, new: Any) -> Iterator[str]:
    head = {"number": number}
    if old is None or new is None:
        yield (_("Stage %(number)d added") if old is None else _("Stage %(number)d removed")) % head
        return
    for words in _differences(STAGE_WORDS, old, new):
        yield _("Stage %(number)d, %(change)s") % {**head, "change": words}


def _by_place(phases: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Phases are the same by short name where they have one, else by their place."""
    return {phase["slug"] or place: phase for place, phase in enumerate(phases)}


def _phase_changes(old: Any, new: Any, named: Named) -> Iterator[str]:
    if old is None or new is None:
        words = _("Phase “%(phase)s” added") if old is None else _("Phase “%(phase)s” removed")
        yield words % {"phase": (new or old)["name"]}
        return
    head = {"phase": new["name"]}
    for words in _differences(PHASE_WORDS, old, new):
        yield _("%(phase)s: %(change)s") % {**head, "change": words}
    was, now = ({line["id"]: line for line in phase["prescriptions"]} for phase in (old, new))
    for key, line in {**was, **now}.items():
        for words in _line_changes(was.get(key), now.get(key), named(line["exercise"])):
            yield _("%(phase)s: %(change)s") % {**head, "change": words}
    if [key for key in was if key in now] != [key for key in now if key in was]:
        yield _("%(phase)s: the order of the exercises") % head


def _line_changes(old: Any, new: Any, name: str) -> Iterator[str]:
    if old is None:
        yield _("%(exercise)s added, %(dose)s") % {"exercise": name, "dose": _read("dose", new["dose"])}
    elif new is None:
        yield _("%(exercise)s removed") % {"exercise": name}
    else:
        for words in _differences(LINE_WORDS, old, new):
            yield _("%(exercise)s, %(change)s") % {"exercise": name, "change": words}


def _differences(words: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key, label in words.items():
        if key not in before:  # an older snapshot says nothing of it
            continue
        old, new = before[key], after.get(key)
        if old != new:
            yield _("%(what)s: %(old)s → %(new)s") % {"what": label, "old": _read(key, old), "new": _read(key, new)}


def _read(key: str, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if key in ("session_days", "run_days"):
        return ", ".join(str(dict(WEEKDAYS)[day]) for day in value)
    if key == "dose":
        return _dose(value)
    if key.endswith(("_date", "_on")):
        return date_format(parse_date(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "; ".join(_item(item) for item in value) if isinstance(value, list) else str(value)


def _item(item: Any) -> str:
    """Return a criterion, a rule, a run or a pair of shoes as one reads it."""
    if not isinstance(item, dict):
        return str(item)
    return item.get("text") or item.get("when") or ", ".join(str(value) for value in item.values())


def _dose(plain: dict[str, Any]) -> str:
    try:
        return as_shorthand(Dosage.from_plain(plain))
    except DosageError:
        # A dose of an older shape is shown as it was kept.
        return ", ".join(f"{name} {value}" for name, value in plain.items())
