"""The diary as a practitioner sees it: what stands out, a drawing, and every entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes import charts
from programmes.charts import Chart, Mark, Point, Series, Shape
from programmes.models import Done, Programme, SessionLog

# Further back is seen on the page of the diary alone.
ON_THE_PROGRAMME = timedelta(weeks=12)
LOOKED_AT = timedelta(days=14)
FILLS = {Done.ALL: 1.0, Done.PARTLY: 0.5, Done.NOT: 0.0}


@dataclass(frozen=True)
class DiaryShown:
    """`loud` is what to talk about first. Nothing in here was checked by anybody."""

    entries: list[SessionLog]
    loud: list[str]
    summary: str
    drawing: SafeString


def shown(programme: Programme, since: date | None = None) -> DiaryShown | None:
    """Return the diary of *programme* (since a day); None where nothing was written. One query."""
    rows = programme.session_logs.select_related("entered_by")
    entries = list(rows.filter(on__gte=since) if since else rows)
    if not entries:
        return None
    limit = _limit(programme)
    return DiaryShown(entries, list(_loud(entries, limit)), _summary(entries), _drawing(entries, limit))


def lately(programme: Programme) -> DiaryShown | None:
    return shown(programme, timezone.localdate() - ON_THE_PROGRAMME)


def _limit(programme: Programme) -> int | None:
    """Return how much pain the rule of the phase in force lets be; None without one."""
    phase = programme.phase_in_force()
    return phase.pain_rule.max_during if phase is not None and phase.pain_rule is not None else None


def _loud(entries: list[SessionLog], limit: int | None) -> Any:
    for entry in entries:
        if entry.signs:
            words = _("%(day)s: a warning sign was ticked: %(signs)s.")
            yield words % {"day": date_format(entry.on), "signs": "; ".join(entry.signs)}
    since = timezone.localdate() - LOOKED_AT
    over = [each for each in entries if limit is not None and each.pain is not None and each.pain > limit]
    recent = [each for each in over if each.on >= since]
    if len(recent) >= 2:
        words = _("Pain was above %(limit)d of 10 in %(count)d sessions of the last two weeks: over the pain rule.")
        yield words % {"limit": limit, "count": len(recent)}


def _summary(entries: list[SessionLog]) -> str:
    done = [entry.on for entry in entries if entry.done != Done.NOT]
    if not done:
        return _("No session yet.")
    words = ngettext("%(count)d session, the last on %(day)s.", "%(count)d sessions, the last on %(day)s.", len(done))
    return words % {"count": len(done), "day": date_format(max(done))}


def _drawing(entries: list[SessionLog], limit: int | None) -> SafeString:
    by_day = sorted(entries, key=lambda entry: entry.on)
    chart = Chart(
        title=_("Worst pain and effort, 0 to 10, session by session"),
        series=(
            Series(_("worst pain"), _points(by_day, "pain"), Shape.DOT),
            Series(_("effort"), _points(by_day, "effort"), Shape.SQUARE, is_dashed=True),
        ),
        limit=limit,
        limit_name=_("pain rule") if limit is not None else "",
        marks=tuple(_marks(by_day)),
    )
    return mark_safe(charts.draw(chart, lambda day: date_format(day, "j M")))  # noqa: S308  (its words are escaped there)


def _points(entries: list[SessionLog], score: str) -> tuple[Point, ...]:
    scored = [(entry.on, getattr(entry, score)) for entry in entries]
    return tuple(Point(on, value) for on, value in scored if value is not None)


def _marks(entries: list[SessionLog]) -> Any:
    for entry in entries:
        yield Mark(entry.on, f"{date_format(entry.on)}: {entry.get_done_display()}", fill=FILLS[Done(entry.done)])
        if entry.signs:
            yield Mark(entry.on, _("Warning sign: %(signs)s") % {"signs": "; ".join(entry.signs)}, is_loud=True)
