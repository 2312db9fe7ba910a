"""What the gate found, as pages show it: in plain words, with its place, its sources and what would be safer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.handout.checks.gap import Gap
from programmes.handout.checks.known import latest_screening
from programmes.handout.checks.signed import Unsigned
from programmes.handout.named import Named, Spot, named
from programmes.handout.verdict import Answer, Key, Verdict
from programmes.models import Exercise, Programme
from programmes.precautions import PROGRAMME, SCREENING, Finding, Level


@dataclass(frozen=True)
class Place:
    """What a finding is about, and the page where that is changed."""

    label: str
    url: str
    phase: str = ""


@dataclass
class FindingShown:
    """Findings of one kind that say the same, with every place they are about."""

    code: str
    is_of_rule: bool
    level: Level
    reason: str
    flags: list[str]
    sources: list[str]
    offered: list[tuple[str, str]]  # what is safer: short name and name
    answer: Answer | None
    needs_reason: bool
    keys: list[Key] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def safer(self) -> list[str]:
        return [name for _slug, name in self.offered]

    @property
    def name(self) -> str:
        """Return the name of the field that asks for a reason.

        A rule says one thing of all its places. What a check of our own says differs from place to place, and each
        has a reason of its own.
        """
        return f"reason-{self.code}" if self.is_of_rule else f"reason-{self.code}-{self.keys[0][1]}"

    @property
    def ask(self) -> str:
        return _("Seen and dealt with, how?") if self.keys[0][1] == SCREENING else _("Why go on all the same?")


@dataclass(frozen=True)
class VerdictShown:
    """A verdict on one programme, for its own page and for the page that issues it."""

    gaps: list[Place]
    stops: list[FindingShown]
    unanswered: list[FindingShown]
    to_confirm: list[FindingShown]
    answered: list[FindingShown]
    notes: list[FindingShown]
    beside: dict[str, list[FindingShown]]
    percent: int
    unsigned: Sequence[Unsigned] = ()

    @property
    def may_be_issued(self) -> bool:
        """Say whether reasons and ticks are all it takes."""
        return not self.gaps and not self.stops

    @property
    def to_weigh(self) -> list[FindingShown]:
        """Return what is weighed at issue: reasons first."""
        return [*self.unanswered, *self.to_confirm]

    @property
    def asks(self) -> bool:
        return bool(self.unanswered or self.to_confirm or self.unsigned)

    @property
    def fingerprint(self) -> str:
        """Return what tells apart two verdicts that ask something else: ticks are for what was shown beside them."""
        said = [sorted((*key, found.reason) for found in self.to_weigh for key in found.keys)]
        said.append(sorted(each.key for each in self.unsigned))
        return sha256(json.dumps(said).encode()).hexdigest()[:32]


def verdict_shown(verdict: Verdict, programme: Programme, *, is_own_page: bool = False) -> VerdictShown:
    """Return *verdict* on a programme fetched `with_lines`. Queries the flags, sources and exercises it names.

    On the programme's own page the way to its fields is short.
    """
    page = "" if is_own_page else _page_of("programme", programme.pk)
    words = _Words.of(verdict.findings, programme, page)
    notes = [each for each in verdict.of(Level.INFO) if not each.needs_reason]
    return VerdictShown(
        gaps=[Place(gap.message, where_finished(gap, programme, page)) for gap in verdict.gaps],
        stops=words.together(verdict.stops),
        unanswered=words.together(verdict.unanswered),
        to_confirm=words.together(verdict.to_confirm),
        answered=words.together([finding for finding, _answer in verdict.answered], verdict.answers),
        notes=words.together(notes),
        beside=words.by_place(verdict.findings, verdict.answers),
        percent=verdict.percent,
        unsigned=verdict.unsigned,
    )


@dataclass(frozen=True)
class _Words:
    """The names of what findings point at, looked up once."""

    programme: Programme
    page: str
    named: Named
    exercises: dict[str, str]

    @classmethod
    def of(cls, findings: Iterable[Finding], programme: Programme, page: str) -> _Words:
        findings = list(findings)
        offered = {slug for finding in findings for slug in finding.safer}
        exercises = Exercise.objects.for_clinic(programme.clinic).filter(slug__in=offered) if offered else None
        rows = exercises.prefetch_related("texts") if exercises is not None else ()
        return cls(programme, page, named(findings, programme), {row.slug: str(row) for row in rows})

    def together(self, findings: Iterable[Finding], answers: dict[Key, Answer] | Any = None) -> list[FindingShown]:
        """Return one entry for those that say the same of several places."""
        found: dict[tuple[Any, ...], FindingShown] = {}
        for finding in findings:
            shown = self.shown(finding, (answers or {}).get(finding.key))
            first = found.setdefault(
                (shown.code, shown.level, shown.reason, shown.answer and shown.answer.reason), shown
            )
            if first is not shown:
                first.keys += shown.keys
                first.places += shown.places
                first.offered = [each for each in first.offered if each in shown.offered]
        return list(found.values())

    def by_place(self, findings: Iterable[Finding], answers: Any) -> dict[str, list[FindingShown]]:
        found: dict[str, list[FindingShown]] = {}
        for finding in findings:
            found.setdefault(finding.where, []).append(self.shown(finding, answers.get(finding.key)))
        return found

    def shown(self, finding: Finding, answer: Answer | None) -> FindingShown:
        return FindingShown(
            code=finding.code,
            is_of_rule=finding.is_of_rule,
            level=finding.level,
            reason=finding.reason,
            flags=[self.named.flags[slug] for slug in finding.because if slug in self.named.flags],
            sources=[self.named.sources.get(slug, slug) for slug in finding.sources],
            offered=[(slug, self.exercises.get(slug, slug)) for slug in finding.safer],
            answer=answer,
            needs_reason=finding.needs_reason,
            keys=[finding.key],
            places=[self.place(finding.where)],
        )

    def place(self, where: str) -> Place:
        kind, _colon, key = where.partition(":")
        if kind in ("prescription", "phase"):
            spot = self.named.places.get(where, Spot(_("the plan")))
            return Place(spot.name, _page_of(kind, key), spot.phase)
        if kind == "patient":
            return Place(self.named.places[kind].name, _page_of("patient", self.programme.patient_id))
        if kind == SCREENING:
            return Place(self.named.places[kind].name, _page_of_screening(self.programme))
        return Place(_("the whole programme"), f"{self.page}#plan" if kind == PROGRAMME else f"{self.page}#id_{kind}")


def where_finished(gap: Gap, programme: Programme, page: str = "") -> str:
    """Return the address where *gap* is closed; *page* is that of the programme's own fields, "" on that page."""
    kind, _colon, key = gap.field.partition(":")
    if kind in ("prescription", "phase", "exercise", "practitioner"):
        return _page_of(kind, key)
    if kind == "patient":
        return _page_of("patient", programme.patient_id)
    if gap.code == "no-screening":
        return asks_screening(programme)
    if kind == SCREENING:
        return _page_of_screening(programme)
    return f"{page}#plan" if kind == "phases" else f"{page}#id_{kind}"


def asks_screening(programme: Programme) -> str:
    """Return the address of the questions to ask before *programme*, which lead back to it."""
    condition = programme.condition_id or ""
    asked = f"?patient={programme.patient_id}&condition={condition}&programme={programme.pk}"
    return reverse("admin:programmes_screening_add") + asked


def _page_of(name: str, key: Any) -> str:
    return reverse(f"admin:programmes_{name}_change", args=[key])


def _page_of_screening(programme: Programme) -> str:
    return f"{_page_of('screening', latest_screening(programme).pk)}?programme={programme.pk}"
