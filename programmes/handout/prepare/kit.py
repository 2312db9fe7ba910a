"""What the printed exercises need, each thing once, with what does instead at home."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programmes.handout.document import KitItem
from programmes.handout.prepare.brief import Brief
from programmes.models import KitNeed


def kit(brief: Brief) -> tuple[KitItem, ...]:
    """Return the kit in order of first use. A thing one exercise needs and another may use is needed."""
    items: dict[str, KitItem] = {}
    for line in brief.lines:
        for need in line.exercise.kit_needs.all():
            item = _item(need, is_optional=need.is_optional or line.is_optional)
            known = items.get(item.name)
            if known is None or known.is_optional and not item.is_optional:
                items[item.name] = item
    return tuple(items.values())


def _item(need: KitNeed, *, is_optional: bool) -> KitItem:
    things = list(need.any_of.all())
    name = str(_(" or ")).join(thing.name for thing in things)
    if need.detail:
        name = _("%(name)s (%(detail)s)") % {"name": name, "detail": need.detail}
    instead = [thing.substitute for thing in things if thing.substitute]
    return KitItem(name=name[:1].upper() + name[1:], substitute=instead[0] if instead else "", is_optional=is_optional)
