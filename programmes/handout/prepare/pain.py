"""How much pain is all right, as a table."""

from __future__ import annotations

from typing import Any

from programmes.handout import document
from programmes.handout.document import PainRow, Tone
from programmes.handout.prepare.brief import Brief
from programmes.models import PainRule

_TONES = {"ok": Tone.FINE, "care": Tone.CAREFUL, "stop": Tone.STOP}


def pain_rule(brief: Brief) -> document.PainRule | None:
    rule, running = brief.phase.pain_rule, brief.phase.running_pain_rule
    if rule is None:
        return None
    return document.PainRule(
        code=rule.slug,
        rows=tuple(_row(row) for row in rule.rows),
        running=running.plain if running and brief.phase.may_run and running.slug != rule.slug else "",
    )


def unlike_the_first(brief: Brief, rule: PainRule | None) -> str:
    """Return the rule of a later phase in a sentence, where it is not the one in the table."""
    first = brief.phase.pain_rule
    return rule.plain if rule is not None and (first is None or rule.slug != first.slug) else ""


def _row(row: dict[str, Any]) -> PainRow:
    return PainRow(tone=_TONES[row["zone"]], score=row["when"], meaning=row["word"], action=row["do"])
