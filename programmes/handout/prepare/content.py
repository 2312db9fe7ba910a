"""What of the library one sheet hands out, for the clinic to stand by: all that says what to do or to look out for.

Names of kit and of easier or harder exercises are no advice of their own, so they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from programmes.handout.prepare import condition
from programmes.handout.prepare.brief import FLARE_PLAN, Brief
from programmes.sign_off import Item


def content(brief: Brief) -> tuple[Item, ...]:
    """Return each item once, in the order of the sheet: template, condition, exercises, and what stands beside them."""
    return tuple(dict.fromkeys([*_template(brief), *(_item(row) for row in _rows(brief) if row is not None)]))


def _template(brief: Brief) -> Iterator[Item]:
    """The version it was started from: later ones are not in it."""
    template = brief.programme.template
    if template is not None:
        yield Item("template", template.slug, brief.programme.template_version, template.name)


def _rows(brief: Brief) -> Iterator[Any]:
    yield brief.programme.subject
    for line in brief.lines:
        yield line.exercise
    for phase in brief.phases:
        yield phase.pain_rule
        if phase.may_run:
            yield phase.running_pain_rule
    yield from condition.advice_rows(brief)
    if not brief.is_warm_up:
        yield brief.subject_advice.get(FLARE_PLAN)
    yield from brief.red_flags
    yield brief.emergency_services


def _item(row: Any) -> Item:
    return Item(row._meta.model_name, row.slug, row.version, str(row))
