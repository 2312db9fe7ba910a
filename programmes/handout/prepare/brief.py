"""What one handout is about: the programme, what of it is printed, and the library rows it needs besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from programmes.handout.prepare.wording import Wording
from programmes.models import (
    SOURCE_LANGUAGE,
    Advice,
    EmergencyServices,
    Exercise,
    Kit,
    Language,
    Phase,
    Practitioner,
    Prescription,
    Programme,
    RedFlag,
    RunningPlan,
    running_plan_of,
)

FLARE_PLAN = "adv-flare-plan"
NEUTRAL = "neutral"


class CannotPrepare(Exception):
    """There is no such handout; the message says why."""


@dataclass(frozen=True)
class Brief:
    """Each library lookup is one query, made when a section first asks."""

    programme: Programme
    phases: tuple[Phase, ...]
    sore_side: str
    language: str
    practitioner: Practitioner | None

    @classmethod
    def of(
        cls,
        programme: Programme,
        *,
        practitioner: Practitioner | None,
        phase: str | None,
        side: str | None,
        language: str | None,
    ) -> Brief:
        phases = _phases(programme, phase)
        return cls(
            programme=programme,
            phases=phases,
            sore_side=side or programme.side,
            language=_known(language) if language else _language(programme),
            practitioner=practitioner or programme.created_by,
        )

    @property
    def is_warm_up(self) -> bool:
        return self.programme.kind == Programme.Kind.WARM_UP

    @property
    def lines(self) -> list[Prescription]:
        return [line for phase in self.phases for line in phase.prescriptions.all()]

    @property
    def phase(self) -> Phase:
        """Return the first phase printed, which is the current one unless all are."""
        return self.phases[0]

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.language, self.programme)

    @cached_property
    def red_flags(self) -> list[RedFlag]:
        """Return the signs of every handout and those of this subject, in the subject's order."""
        own = self.programme.subject.red_flag_slugs if self.programme.subject else []
        places = {slug: place for place, slug in enumerate(own)}
        asked = RedFlag.objects.asked_about(self.programme.subject, self.programme.clinic)
        return sorted(asked, key=lambda row: (places.get(row.slug, len(places)), row.slug))

    @cached_property
    def emergency_services(self) -> EmergencyServices | None:
        """Return whom to ring in the clinic's country; in one that is not known, words that fit anywhere."""
        clinic = self.programme.clinic
        country = (clinic.country if clinic else "GB").lower()
        rows = EmergencyServices.objects.for_clinic(clinic).filter(slug__in=[country, NEUTRAL])
        return min(rows, key=lambda row: row.slug == NEUTRAL, default=None)

    @cached_property
    def subject_advice(self) -> Mapping[str, Advice]:
        """Return the subject's advice by slug, and the plan for a flare-up."""
        slugs = self.programme.subject.advice_slugs if self.programme.subject else []
        rows = Advice.objects.for_clinic(self.programme.clinic).in_use().filter(slug__in=[*slugs, FLARE_PLAN])
        return {row.slug: row for row in rows}

    @property
    def running_plan(self) -> RunningPlan | None:
        return running_plan_of(self.programme)

    @cached_property
    def running_advice(self) -> list[Advice]:
        """Return the advice that the running plan names, in its order. Queries once."""
        slugs = self.running_plan.advice_slugs if self.running_plan else []
        rows = Advice.objects.for_clinic(self.programme.clinic).in_use().filter(slug__in=slugs) if slugs else ()
        by_slug = {row.slug: row for row in rows}
        return [by_slug[slug] for slug in slugs if slug in by_slug]

    @property
    def has_running_beside(self) -> bool:
        """Say whether running is a part of its own beside the exercises, and not what the whole sheet is about."""
        return self.running_plan is not None and self.programme.kind != Programme.Kind.RETURN_TO_RUNNING

    @cached_property
    def other_exercises(self) -> Mapping[str, Exercise]:
        """Return the easier and harder exercises that the printed ones lead to, by slug.

        One that needs more than the sheet's own kit and what every home has is left out: it would be no help.
        """
        slugs = {slug for line in self.lines for slug in [*line.exercise.regressions, *line.exercise.progressions]}
        rows = Exercise.objects.for_clinic(self.programme.clinic).in_use().filter(slug__in=slugs)
        at_hand = {thing.slug for line in self.lines for thing in _things(line.exercise)}
        fitting = [row for row in rows.prefetch_related("texts", "kit_needs__any_of") if _needs_only(row, at_hand)]
        return {row.slug: row for row in fitting if row.text_in(self.language) is not None}

    @cached_property
    def flag_slugs(self) -> set[str]:
        """Return what is known of the patient that some exercises need care with."""
        patient = self.programme.patient
        return set(patient.flags.values_list("slug", flat=True)) if patient else set()


def _things(exercise: Exercise) -> list[Kit]:
    return [thing for need in exercise.kit_needs.all() for thing in need.any_of.all()]


def _needs_only(exercise: Exercise, at_hand: set[str]) -> bool:
    needs = [need.any_of.all() for need in exercise.kit_needs.all() if not need.is_optional]
    return all(any(thing.is_everyday or thing.slug in at_hand for thing in things) for things in needs)


def _phases(programme: Programme, asked: str | None) -> tuple[Phase, ...]:
    phases: list[Any] = list(programme.phases.all())
    if not phases:
        raise CannotPrepare(_("The programme has no phase yet: add one with an exercise."))
    if asked == "all" or programme.kind == Programme.Kind.WARM_UP:
        return tuple(phases)
    if asked is None:
        return (programme.phase_in_force(),)
    if not asked.isdigit() or not 1 <= int(asked) <= len(phases):
        raise CannotPrepare(
            _("There is no phase “%(phase)s”: give a number from 1 to %(last)d, or all.")
            % {"phase": asked, "last": len(phases)}
        )
    return (phases[int(asked) - 1],)


def _known(language: str) -> str:
    if not Language.objects.filter(code=language).exists():
        known = ", ".join(Language.objects.values_list("code", flat=True))
        asked = {"asked": language, "known": known}
        raise CannotPrepare(_("There are no words in the language “%(asked)s”. There are: %(known)s.") % asked)
    return language


def _language(programme: Programme) -> str:
    """Return the patient's language, else the clinic's; English where there are no words in it."""
    patient, clinic = programme.patient, programme.clinic
    wanted = (patient.language if patient else "") or (clinic.language if clinic else "") or SOURCE_LANGUAGE
    is_there = wanted == SOURCE_LANGUAGE or Language.objects.filter(code=wanted).exists()
    return wanted if is_there else SOURCE_LANGUAGE
