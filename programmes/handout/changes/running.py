"""What is different about running: the stages of the ladder, and the advice of the phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from programmes.handout.changes.versions import Versions, read_again
from programmes.handout.document import Change, ChangeKind, RunningLadder, Stage
from programmes.handout.prose import now_and_before

# More are better read in the table itself.
MOST_STAGES = 2


def changes(versions: Versions) -> Iterator[Change]:
    yield from _ladder(versions)
    if versions.speak_alike and versions.after.running and versions.after.running != versions.before.running:
        yield Change(ChangeKind.NEW, _("Advice about running."))


def _ladder(versions: Versions) -> Iterator[Change]:
    was, now = versions.before.ladder, versions.after.ladder
    if now is None and was is not None:
        yield Change(ChangeKind.STOPPED, _("The running stages."))
    elif now is not None and was is None:
        yield Change(ChangeKind.NEW, _("The running stages."))
    elif was is not None and now is not None and versions.speak_alike and was != now:
        yield from _stages(was, now)


def _stages(was: RunningLadder, now: RunningLadder) -> Iterator[Change]:
    """Yield a line a stage where only what to do in one or two of them differs."""
    pairs = [(old, new) for old, new in zip(was.stages, now.stages, strict=False) if old != new]
    told = [_stage(old, new) for old, new in pairs if _is_told_by_what(old, new)]
    if len(told) == len(pairs) <= MOST_STAGES and replace(was, stages=now.stages) == now and _as_many(was, now):
        yield from told
    else:
        yield read_again(_("Your running stages"))


def _as_many(was: RunningLadder, now: RunningLadder) -> bool:
    return len(was.stages) == len(now.stages)


def _is_told_by_what(old: Stage, new: Stage) -> bool:
    return bool(old.what and new.what) and replace(old, what=new.what, name=new.name, minutes=new.minutes) == new


def _stage(old: Stage, new: Stage) -> Change:
    words = {"number": new.number, "text": now_and_before(new.what, old.what)}
    return Change(ChangeKind.CHANGED, _("Running stage %(number)d: %(text)s") % words)
