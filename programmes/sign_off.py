"""A clinic's sign-off of the content it hands out: who stands by which version, and until when.

One clinic's sign-off says nothing in another, and one of a version says nothing of the next.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from programmes.models import Clinic, Practitioner, Review


class State(models.TextChoices):
    """How far a clinic has reviewed a version of an item."""

    DRAFT = "draft", _("draft")
    CHANGED = "changed", _("changed since it was signed off")
    OVERDUE = "overdue", _("review overdue")
    SIGNED = "signed", _("signed off")


@dataclass(frozen=True)
class Item:
    """One version of one thing that is handed out. `kind` is the model's name, as in Review."""

    kind: str
    slug: str
    version: str
    name: str


@dataclass(frozen=True)
class Standing:
    """`reviewer` is who signed this version; "" when nobody of the clinic did."""

    state: State
    reviewer: str = ""


def sign_off(row: Any, practitioner: Practitioner, on: date) -> Review:
    """Return the review that says *practitioner* stands by this version of *row* for the twelve months to come."""
    return Review.objects.create(
        clinic=practitioner.clinic,
        kind=row._meta.model_name,
        slug=row.slug,
        version=row.version,
        reviewed_by=practitioner,
        reviewed_on=on,
        next_due_on=_a_year_after(on),
    )


def standings(items: Collection[Item], clinic: Clinic | None, today: date) -> dict[Item, Standing]:
    """Return how far *clinic* has reviewed each of *items*; without a clinic all are drafts. Queries once."""
    slugs = {item.slug for item in items}
    rows = Review.objects.filter(clinic=clinic, slug__in=slugs).select_related("reviewed_by") if clinic else ()
    last: dict[tuple[str, ...], Review] = {}
    for row in sorted(rows, key=lambda row: (row.reviewed_on, row.next_due_on)):
        last[row.kind, row.slug] = last[row.kind, row.slug, row.version] = row
    return {item: _standing(item, last, today) for item in items}


def with_reviews(rows: QuerySet[Any], clinic: Clinic | None) -> QuerySet[Any]:
    """Return *rows*, each with who of *clinic* reviewed it last, which version, and when that is due again.

    A review of the version at hand comes before any of another.
    """
    of_row = Review.objects.filter(clinic=clinic, kind=rows.model._meta.model_name, slug=OuterRef("slug"))
    last = of_row.order_by("-reviewed_on", "-next_due_on")
    of_version = last.filter(version=OuterRef("version"))

    def its(column: str) -> Coalesce:
        return Coalesce(Subquery(of_version.values(column)[:1]), Subquery(last.values(column)[:1]))

    return rows.annotate(
        reviewer=its("reviewed_by__name"), reviewed_version=its("version"), review_due_on=its("next_due_on")
    )


def in_state(rows: QuerySet[Any], state: State, today: date) -> QuerySet[Any]:
    """Return those of *rows*, fetched `with_reviews`, that stand so."""
    if state == State.DRAFT:
        return rows.filter(reviewed_version=None)
    signed = rows.filter(reviewed_version=F("version"))
    return {
        State.CHANGED: rows.exclude(reviewed_version=None).exclude(reviewed_version=F("version")),
        State.OVERDUE: signed.filter(review_due_on__lt=today),
        State.SIGNED: signed.filter(review_due_on__gte=today),
    }[state]


def overdue(clinic: Clinic, today: date) -> dict[type[models.Model], int]:
    """Return of how much in use the review of this very version is overdue in *clinic*, by model; nothing for none.

    Queries once where no review is overdue, and once more for each kind that has one.
    """
    late = Review.objects.filter(clinic=clinic, next_due_on__lt=today)
    kinds = late.order_by("kind").values_list("kind", flat=True).distinct()
    found = {}
    for model in (apps.get_model("programmes", kind) for kind in kinds):
        rows = with_reviews(model._default_manager.for_clinic(clinic).in_use(), clinic)
        found[model] = in_state(rows, State.OVERDUE, today).count()
    return {model: count for model, count in found.items() if count}


def state_of(row: Any, today: date) -> State:
    """Return how far a row fetched `with_reviews` is reviewed."""
    if row.reviewer is None:
        return State.DRAFT
    if row.reviewed_version != row.version:
        return State.CHANGED
    return State.OVERDUE if row.review_due_on < today else State.SIGNED


def _standing(item: Item, last: dict[tuple[str, ...], Review], today: date) -> Standing:
    review = last.get((item.kind, item.slug, item.version))
    if review is None:
        return Standing(State.CHANGED if (item.kind, item.slug) in last else State.DRAFT)
    return Standing(State.OVERDUE if review.next_due_on < today else State.SIGNED, review.reviewed_by.name)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
