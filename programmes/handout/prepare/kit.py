"""What the printed exercises need, each thing once, with what does instead at home."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from programmes.handout.document import KitItem
from programmes.handout.prepare.brief import Brief
from programmes.models import Kit, KitNeed


def kit(brief: Brief) -> tuple[KitItem, ...]:
    """Return the kit in order of first use. A thing that one exercise needs and another may use is needed."""
    items: dict[str, KitItem] = {}
    details: dict[str, list[str]] = {}
    needed = _needed(brief)
    for need, is_optional in _needs(brief):
        if is_optional and needed & _slugs(need):
            continue
        item = _item(need, is_optional=is_optional)
        known = items.get(item.name)
        if known is None or known.is_optional:
            items[item.name] = item
        if need.detail and need.detail not in details.setdefault(item.name, []):
            details[item.name].append(need.detail)
    return tuple(_detailed(item, details.get(item.name, [])) for item in items.values())


def _needs(brief: Brief) -> list[tuple[KitNeed, bool]]:
    """Return each need, and whether the patient can do without."""
    lines = [(line, need) for line in brief.lines for need in line.exercise.kit_needs.all()]
    return [(need, need.is_optional or line.is_optional) for line, need in lines]


def _needed(brief: Brief) -> set[str]:
    return {slug for need, is_optional in _needs(brief) if not is_optional for slug in _slugs(need)}


def _slugs(need: KitNeed) -> set[str]:
    return {thing.slug for thing in need.any_of.all()}


def _item(need: KitNeed, *, is_optional: bool) -> KitItem:
    things = list(need.any_of.all())
    name = str(_(" or ")).join(thing.name for thing in things)
    return KitItem(name=name[:1].upper() + name[1:], substitute=_substitute(things), is_optional=is_optional)


def _substitute(things: list[Kit]) -> str:
    """Return what does instead, unless it is one of the things themselves: "rail or wall (or a wall)"."""
    said = (thing.substitute for thing in things if thing.substitute)
    return next((text for text in said if not any(other.name in text for other in things)), "")


def _detailed(item: KitItem, details: list[str]) -> KitItem:
    if not details:
        return item
    words = {"name": item.name, "details": "; ".join(details)}
    return replace(item, name=_("%(name)s (%(details)s)") % words)
