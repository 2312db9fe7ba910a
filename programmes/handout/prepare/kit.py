"""What the printed exercises need, each thing once, with what does instead at home."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from programmes.handout import isolates
from programmes.handout.document import KitItem
from programmes.handout.prepare.brief import Brief
from programmes.models import Kit, KitNeed, Prescription


def kit(brief: Brief) -> tuple[KitItem, ...]:
    """Return the kit in order of first use. A thing that one exercise needs and another may use is needed."""
    items: dict[str, KitItem] = {}
    details: dict[str, list[str]] = {}
    needed = _needed(brief)
    for line, need in _needs(brief):
        is_optional = _is_optional(line, need)
        if is_optional and needed & _slugs(need):
            continue
        item = _item(brief, need, is_optional=is_optional)
        known = items.get(item.name)
        if known is None or known.is_optional:
            items[item.name] = item
        detail = brief.wording.of_library(line.exercise, need.detail)
        if detail and detail not in details.setdefault(item.name, []):
            details[item.name].append(detail)
    return tuple(_detailed(item, details.get(item.name, [])) for item in items.values())


def _needs(brief: Brief) -> list[tuple[Prescription, KitNeed]]:
    return [(line, need) for line in brief.lines for need in line.exercise.kit_needs.all()]


def _is_optional(line: Prescription, need: KitNeed) -> bool:
    """Return whether the patient can do without."""
    return need.is_optional or line.is_optional


def _needed(brief: Brief) -> set[str]:
    return {slug for line, need in _needs(brief) if not _is_optional(line, need) for slug in _slugs(need)}


def _slugs(need: KitNeed) -> set[str]:
    return {thing.slug for thing in need.any_of.all()}


def _item(brief: Brief, need: KitNeed, *, is_optional: bool) -> KitItem:
    things = list(need.any_of.all())
    name = str(_(" or ")).join(brief.wording.of_library(thing, thing.name) for thing in things)
    return KitItem(name=isolates.capital(name), substitute=_substitute(brief, things), is_optional=is_optional)


def _substitute(brief: Brief, things: list[Kit]) -> str:
    """Return what does instead, unless it is one of the things themselves: "rail or wall (or a wall)"."""
    said = [thing for thing in things if thing.substitute]
    fitting = [thing for thing in said if not any(other.name in thing.substitute for other in things)]
    return brief.wording.of_library(fitting[0], fitting[0].substitute) if fitting else ""


def _detailed(item: KitItem, details: list[str]) -> KitItem:
    if not details:
        return item
    words = {"name": item.name, "details": "; ".join(details)}
    return replace(item, name=_("%(name)s (%(details)s)") % words)
