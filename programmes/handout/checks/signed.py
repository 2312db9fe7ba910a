"""What a sheet hands out that the clinic has not signed off, and who took responsibility for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.translation import ngettext

from programmes.handout.prepare.brief import Brief, CannotPrepare
from programmes.handout.prepare.content import content
from programmes.models import Clinic, Practitioner, Programme, Responsibility
from programmes.precautions import PROGRAMME, Finding, Level
from programmes.sign_off import Item, State, standings

NOT_SIGNED = "content-not-signed"


@dataclass(frozen=True)
class Unsigned:
    """One item of a sheet that the clinic has not signed off in this version, or whose review is overdue."""

    item: Item
    state: State

    @property
    def key(self) -> tuple[str, str, str]:
        return self.item.kind, self.item.slug, self.item.version

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def kind_name(self) -> str:
        """Return what such an item is called: exercise, condition, warning sign ..."""
        return str(apps.get_model("programmes", self.kind)._meta.verbose_name)

    @property
    def slug(self) -> str:
        return self.item.slug

    @property
    def name(self) -> str:
        return self.item.name


def to_answer_for(programme: Programme) -> tuple[Unsigned, ...]:
    """Return what of `unsigned` nobody has taken responsibility for yet. Queries a fixed number of times.

    What somebody answered for once is not asked again; what has changed or come in since is.
    """
    found = unsigned(programme)
    if not found:
        return ()
    covered = {tuple(item) for told in programme.responsibilities.all() for item in told.covers}
    return tuple(each for each in found if each.key not in covered)


def take(programme: Programme, found: Iterable[Unsigned], practitioner: Practitioner) -> Responsibility:
    """Store that *practitioner* has read the sheet and answers for what was *found* unsigned on it."""
    return Responsibility.objects.create(
        programme=programme,
        who=practitioner,
        who_name=practitioner.name,
        covers=[list(each.key) for each in found],
    )


def finding(found: Collection[Unsigned]) -> Finding:
    """Return what is to be weighed where anything was *found* that nobody answers for."""
    words = ngettext(
        "Your clinic has not signed off %(count)d item of this sheet: read the sheet and take responsibility for it.",
        "Your clinic has not signed off %(count)d items of this sheet: read the sheet and take responsibility for it.",
        len(found),
    )
    return Finding(code=NOT_SIGNED, level=Level.WARN, where=PROGRAMME, reason=words % {"count": len(found)})


def unsigned(programme: Programme, clinic: Clinic | None = None) -> tuple[Unsigned, ...]:
    """Return what the sheet of a programme fetched `with_lines` hands out unsigned. Queries a fixed number of times.

    *clinic*: whose sign-off counts; None for that of the programme.
    """
    try:
        brief = Brief.of(programme, practitioner=None, phase=None, side=None, language=None)
    except CannotPrepare:
        return ()
    stand = standings(content(brief), clinic or programme.clinic, timezone.localdate())
    return tuple(Unsigned(item, each.state) for item, each in stand.items() if each.state != State.SIGNED)
