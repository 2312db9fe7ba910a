"""Which exercises: found by what was typed, narrowed by what they need and are for, or used here before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from programmes.models.library import use
from programmes.models.library.item import LibraryQuerySet
from programmes.models.library.language import SOURCE_LANGUAGE
from programmes.models.library.search.find import find
from programmes.models.library.vocabulary import Kit, Purpose

if TYPE_CHECKING:
    from programmes.models.clinic import Clinic, Practitioner


class ExerciseQuerySet(LibraryQuerySet):
    def search(self, typed: str, *, language: str = SOURCE_LANGUAGE, clinic: Clinic | None = None) -> Self:
        """Return the exercises that fit what was *typed*, best first, with `found` (see `Found`) saying how well.

        Looks at the words of *language*, and at the English names behind them. What fits alike comes in the order of
        *clinic*'s own use. Narrow first: it guesses at slips of the keyboard only when nothing in here fits. Queries.
        Returns all there is, in no new order, when *typed* holds no letter or number.
        """
        return find(self, typed, language, use.weights(self.model.objects, clinic))

    def narrowed(
        self,
        *,
        region: str = "",
        position: str = "",
        category: str = "",
        purpose: str = "",
        templates: QuerySet[Any] | None = None,
        kit_at_hand: Collection[str] | None = None,
    ) -> Self:
        """Return the exercises that pass each filter that is given; None leaves a question out."""
        rows = self
        rows = rows.in_region(region) if region else rows
        rows = rows.filter(start_position=position) if position else rows
        rows = rows.filter(category=category) if category else rows
        rows = rows.for_purpose(purpose) if purpose else rows
        rows = rows.in_templates(templates) if templates is not None else rows
        return rows.that_need_only(kit_at_hand) if kit_at_hand is not None else rows

    def in_region(self, region: str) -> Self:
        """Return exercises for a part of the body, such as knee."""
        # SQLite cannot look into a stored list, so that it is read as text.
        return self.alias(regions=Cast("body_regions", TextField())).filter(regions__contains=f'"{region}"')

    def regions(self) -> list[str]:
        """Return the parts of the body that these exercises are for. Queries."""
        lists = self.order_by().values_list("body_regions", flat=True).distinct()
        return sorted({region for regions in lists for region in regions})

    def for_purpose(self, slug: str) -> Self:
        """Return exercises for a purpose, such as stairs: the shared one or a clinic's copy of it."""
        return self.filter(Exists(Purpose.objects.filter(exercises=OuterRef("pk"), slug=slug)))

    def that_can_use(self, kit: str) -> Self:
        """Return exercises that need this thing, or can be done with it."""
        return self.filter(Exists(self._needs().filter(any_of__slug=kit)))

    def that_need_only(self, kit: Collection[str]) -> Self:
        """Return exercises that can be done with *kit*, what every home has, and what does instead of the rest."""
        there = Kit.objects.at_hand(kit)
        unmet = self._needs().filter(is_optional=False).exclude(any_of__in=there)
        return self.filter(~Exists(unmet))

    def in_templates(self, templates: QuerySet[Any]) -> Self:
        """Return what *templates* prescribe or offer: for the templates of a condition, what its evidence uses."""
        lines = self.model.objects.filter(prescriptions__phase__programme__in=templates)
        return self.filter(slug__in=lines.values("slug"))

    def most_used_in(self, clinic: Clinic) -> Self:
        """Return what the clinic works with, the exercises of most of its last programmes first. Queries."""
        return self._of_clinic(clinic, list(use.uses(self.model.objects, clinic, use.PROGRAMMES_FOR_A_LIST)))

    def recent_in(self, clinic: Clinic) -> Self:
        """Return the exercises of the clinic's last programmes, the last first. Queries."""
        return self._of_clinic(clinic, use.recent(self.model.objects, clinic))

    def recent_for(self, practitioner: Practitioner) -> Self:
        """Return the exercises of the last programmes that this practitioner made, the last first. Queries."""
        return self._of_clinic(practitioner.clinic, use.recent(self.model.objects, practitioner))

    def favourites_of(self, practitioner: Practitioner) -> Self:
        """Return what this practitioner keeps at hand, the newest first. Queries."""
        kept = practitioner.favourites.order_by("-added_at", "-pk").values_list("exercise__slug", flat=True)
        return self._of_clinic(practitioner.clinic, list(dict.fromkeys(kept)))

    def _needs(self) -> Any:
        needs = self.model._meta.get_field("kit_needs").related_model
        return needs.objects.filter(exercise=OuterRef("pk"))

    def _of_clinic(self, clinic: Clinic, slugs: Sequence[str]) -> Self:
        """Return what is in use of *slugs*, in their order: for each the clinic's own, else the shared one."""
        rows = self.for_clinic(clinic).in_use().filter(slug__in=slugs)
        places = [When(slug=slug, then=Value(place)) for place, slug in enumerate(slugs)]
        return rows.order_by(Case(*places, output_field=IntegerField())) if slugs else rows
