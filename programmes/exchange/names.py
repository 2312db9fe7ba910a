"""How a row that another points at is called in the file.

What belongs to the library goes by its short name: the clinic's own where there is one, "shared/..." for the shared
one beside it. A log-in goes by its name, and everything else by its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from programmes.exchange.kinds import LIBRARY_MODELS
from programmes.exchange.shape import concrete, points_at
from programmes.models import Clinic, Practitioner, Programme

SHARED = "shared/"
GONE = "id/"
NAMED = (*LIBRARY_MODELS, Programme)


class Given:
    """The names of rows that are taken along, of *people* and log-ins too. Queries once a kind of the library."""

    def __init__(self, clinic: Clinic | None, users: Iterable[Any] = (), people: Iterable[Any] = ()) -> None:
        self._library = {model: _named(model, clinic) for model in NAMED}
        self.log_ins = dict(User.objects.filter(pk__in=set(users)).values_list("pk", "username")) if users else {}
        self._people = set(people)

    def of(self, field: Any, pk: Any) -> str | None:
        """Return the name of what *field* points at; None for nothing, and for what is not the clinic's."""
        if pk is None:
            return None
        model = points_at(field)
        if model in NAMED:
            return self._library[model].get(pk) or (str(pk) if model is Programme else f"{GONE}{pk}")
        if model is User:
            return self.log_ins.get(pk)
        if model is Practitioner and pk not in self._people:
            return None
        return str(pk)


def _named(model: Any, clinic: Clinic | None) -> dict[Any, str]:
    rows = model.objects.filter(patient=None).exclude(slug="") if model is Programme else model.objects
    shared = dict(rows.filter(clinic=None).values_list("pk", "slug"))
    if clinic is None:
        return shared
    own = dict(rows.filter(clinic=clinic).values_list("pk", "slug"))
    slugs = set(own.values())
    return {**{pk: f"{SHARED}{slug}" if slug in slugs else slug for pk, slug in shared.items()}, **own}


class Taken:
    """What the names of a file stand for here. Each is told before it is asked for."""

    def __init__(self) -> None:
        self._shared: dict[Any, dict[str, Any]] = defaultdict(dict)
        self._own: dict[Any, dict[str, Any]] = defaultdict(dict)
        self._kept_back: dict[tuple[Any, str], Callable[[], Any]] = {}
        self._ids: dict[Any, set[UUID]] = defaultdict(set)
        self.log_ins: dict[str, Any] = {}
        # What becomes the clinic's own may point at it; what becomes shared may not.
        self.own_stands_in = False

    def is_shared(self, model: Any, slug: str, pk: Any) -> None:
        self._shared[concrete(model)][slug] = pk

    def is_own(self, model: Any, slug: str, pk: Any) -> None:
        self._own[concrete(model)][slug] = pk

    def has_shared(self, model: Any, slug: str) -> bool:
        return slug in self._shared[concrete(model)]

    def would_be_own(self, model: Any, slug: str, made: Callable[[], Any]) -> None:
        """Have *made* make the clinic's own copy of a shared row when the first row of the clinic points at it."""
        self._kept_back[concrete(model), slug] = made

    def is_here(self, model: Any, pk: UUID) -> bool:
        """Note the key of a row; return False for one that was noted before."""
        known = self._ids[concrete(model)]
        is_new = pk not in known
        known.add(pk)
        return is_new

    def knows(self, model: Any, pk: UUID) -> bool:
        return pk in self._ids[concrete(model)]

    def of(self, field: Any, name: str, *, may_be_gone: bool = False, of_library: bool = False) -> Any:
        """Return the key of what *name* stands for. Raises LookupError for what the file does not hold.

        *may_be_gone*: an earlier version may point at a row that was deleted since. *of_library*: asked by a shared
        row, which points at shared rows.
        """
        model = points_at(field)
        if model is User:
            return self.log_ins[name]
        if model in NAMED:
            return self._of_library(model, name, may_be_gone=may_be_gone, of_library=of_library)
        pk = UUID(name)
        if pk not in self._ids[model] and not may_be_gone:
            raise LookupError(name)
        return pk

    def _of_library(self, model: Any, name: str, *, may_be_gone: bool, of_library: bool) -> Any:
        slug = name.removeprefix(SHARED)
        if slug in self._own[model] and not (of_library or name.startswith(SHARED)):
            return self._own[model][slug]
        if (model, slug) in self._kept_back and not of_library and slug not in self._own[model]:
            # Once: then it is the clinic's own.
            pk = self._kept_back.pop((model, slug))()
            self.is_own(model, slug, pk)
            return pk
        if slug in self._shared[model]:
            return self._shared[model][slug]
        if slug in self._own[model] and (self.own_stands_in or not of_library):
            # What was shared there is not here: the clinic's own is what is nearest.
            return self._own[model][slug]
        if model is Programme or (may_be_gone and name.startswith(GONE)):
            pk = UUID(name.removeprefix(GONE))
            if may_be_gone or pk in self._ids[model]:
                return pk
        raise LookupError(name)
