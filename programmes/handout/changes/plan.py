"""What is different in the plan around the exercises: phase, days, pain, advice, warning signs, review."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.handout.changes.versions import Versions, read_again
from programmes.handout.document import Change, ChangeKind, Document, Kind, PainRule, Part, Schedule, Tone
from programmes.handout.prose import now_and_before


def phase(versions: Versions) -> Iterator[Change]:
    was, now = _only_phase(versions.before), _only_phase(versions.after)
    if was and now and (now.code or now.number) != (was.code or was.number):
        words = {"number": now.number, "name": now.name}
        yield _changed(_("You are now in phase %(number)d: %(name)s.") % words)


def schedule(versions: Versions) -> Iterator[Change]:
    was, now = versions.before.schedule or Schedule(""), versions.after.schedule or Schedule("")
    old = was.days if versions.speak_alike else ""
    is_other = was.days != now.days if versions.speak_alike else was.weekdays != now.weekdays
    if is_other and now.days:
        yield _changed(_("Days: %(text)s") % {"text": now_and_before(now.days, old)})
    if versions.speak_alike and now.time_of_day and now.time_of_day != was.time_of_day:
        yield _changed(_("Time of day: %(text)s") % {"text": now_and_before(now.time_of_day, was.time_of_day)})


def pain(versions: Versions) -> Iterator[Change]:
    was, now = versions.before.pain_rule, versions.after.pain_rule
    if now is None or not _is_other_rule(versions, was, now):
        return
    old = _fine(was) if was and versions.speak_alike else ""
    if _fine(now) != old:
        yield _changed(_("Pain that is fine: %(text)s") % {"text": now_and_before(_fine(now), old)})
    else:
        yield read_again(_("How much pain is all right"))


def advice(versions: Versions) -> Iterator[Change]:
    known = {item.code for item in versions.before.advice}
    titles = [_("%(title)s.") % {"title": item.title} for item in versions.after.advice if item.code not in known]
    if titles:
        yield Change(ChangeKind.NEW, _("Advice: %(titles)s") % {"titles": " ".join(titles)})


def warnings(versions: Versions) -> Iterator[Change]:
    if versions.speak_alike and versions.before.warnings != versions.after.warnings:
        yield read_again(_("Stop and get help"))


def review(versions: Versions) -> Iterator[Change]:
    was, now = (date_format(day) if day else "" for day in (versions.before.review, versions.after.review))
    if now and now != was:
        yield _changed(_("Review: %(text)s") % {"text": now_and_before(now, was)})


def _only_phase(document: Document) -> Part | None:
    """Return the phase the patient is in; the parts of a warm-up are all done, and none is the one in force."""
    return document.parts[0] if document.kind is not Kind.WARM_UP and len(document.parts) == 1 else None


def _is_other_rule(versions: Versions, was: PainRule | None, now: PainRule) -> bool:
    if was is None or not versions.speak_alike:
        return was is None or was.code != now.code
    return (was.rows, was.running) != (now.rows, now.running)


def _fine(rule: PainRule) -> str:
    return next((row.score for row in rule.rows if row.tone is Tone.FINE), "")


def _changed(text: str) -> Change:
    return Change(ChangeKind.CHANGED, text)
