"""How much pain is all right, as a table."""

from __future__ import annotations

from typing import Any

from programmes.handout import document
from programmes.handout.document import PainRow, Tone
from programmes.handout.prepare.brief import Brief
from programmes.models import PainRule

_TONES = {"ok": Tone.FINE, "care": Tone.CAREFUL, "stop": Tone.STOP}


def pain_rule(brief: Brief) -> document.PainRule | None:
    rule = brief.phase.pain_rule
    if rule is None:
        return None
    return document.PainRule(code=rule.slug, rows=_rows(brief, rule), running=_other(brief, _of_running(brief), rule))


def while_running(brief: Brief) -> str:
    """Return the rule of the running plan in a sentence, where it is not the one that the sheet begins with."""
    plan = brief.running_plan
    return _other(brief, plan.pain_rule if plan else None, brief.phase.pain_rule)


def _of_running(brief: Brief) -> PainRule | None:
    """Return the limit for running: that of the running plan, so that a sheet has one, else the phase's."""
    if brief.running_plan is not None:
        return brief.running_plan.pain_rule
    return brief.phase.running_pain_rule if brief.phase.may_run else None


def unlike_the_first(brief: Brief, rule: PainRule | None) -> str:
    """Return the rule of a later phase in a sentence, where it is not the one in the table."""
    return _other(brief, rule, brief.phase.pain_rule)


def _other(brief: Brief, rule: PainRule | None, known: PainRule | None) -> str:
    if rule is None or (known is not None and rule.slug == known.slug):
        return ""
    return brief.wording.of_library(rule, rule.plain)


def _rows(brief: Brief, rule: PainRule) -> tuple[PainRow, ...]:
    return tuple(_row(brief, rule, row) for row in rule.rows)


def _row(brief: Brief, rule: PainRule, row: dict[str, Any]) -> PainRow:
    score, meaning, action = (brief.wording.of_library(rule, row[name]) for name in ("when", "word", "do"))
    return PainRow(tone=_TONES[row["zone"]], score=score, meaning=meaning, action=action)
