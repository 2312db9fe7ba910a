"""Asking the rules: every one that fires is shown, and the highest level wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from programmes.precautions.checks import places
from programmes.precautions.exercise import ExerciseFacts
from programmes.precautions.finding import PROGRAMME, Finding
from programmes.precautions.level import Level
from programmes.precautions.plan import Line, Plan
from programmes.precautions.rule import EVERY_EXERCISE, ExerciseRule, ProgrammeRule, Rule

Library = Mapping[str, ExerciseFacts]


def findings(rules: Iterable[Rule], flags: Set[str], plan: Plan, library: Library | None = None) -> list[Finding]:
    """Return every finding for a patient with *flags*; *library* holds the exercises that may be offered instead."""
    rules = list(rules)
    about_exercises = [rule for rule in rules if isinstance(rule, ExerciseRule)]
    concerned = [rule for rule in about_exercises if rule.concerns(flags, plan.condition)]
    others = Others(concerned, library or {})
    found = [finding for rule in concerned for finding in _of_exercises(rule, flags, plan, others)]
    about_programmes = (rule for rule in rules if isinstance(rule, ProgrammeRule))
    return [*found, *(finding for rule in about_programmes for finding in _of_programme(rule, plan))]


def worst(found: Iterable[Finding]) -> Level | None:
    return max((finding.level for finding in found), default=None)


@dataclass
class Others:
    """Exercises to offer instead, each asked of the same rules. Remembers what it was told."""

    rules: list[ExerciseRule]
    library: Library
    _fired: dict[tuple[str, int | None], list[ExerciseRule]] = field(default_factory=dict)

    def instead_of(self, line: Line, rule: ExerciseRule) -> tuple[str, ...]:
        """Return what *rule* suggests and no rule forbids, and that says nothing worse than *line* itself."""
        if not rule.suggest:
            return ()
        at_most = max(each.level for each in self.rules if each.fits(line.exercise, line.phase_order))
        return tuple(slug for slug in rule.suggest if self._is_safer(slug, rule, line, min(at_most, Level.WARN)))

    def _is_safer(self, slug: str, rule: ExerciseRule, line: Line, at_most: Level) -> bool:
        if slug not in self.library or slug == line.exercise.slug:
            return False
        fired = self._rules_for(slug, line.phase_order)
        return rule not in fired and all(each.level <= at_most for each in fired)

    def _rules_for(self, slug: str, phase_order: int | None) -> list[ExerciseRule]:
        key = (slug, phase_order)
        if key not in self._fired:
            exercise = self.library[slug]
            self._fired[key] = [rule for rule in self.rules if rule.fits(exercise, phase_order)]
        return self._fired[key]


def _of_exercises(rule: ExerciseRule, flags: Set[str], plan: Plan, others: Others) -> Iterator[Finding]:
    matched = tuple(sorted(rule.flags & flags))
    says = Finding(rule.code, rule.level, PROGRAMME, rule.reason, rule.sources, because=matched, is_of_rule=True)
    lines = [line for line in plan.lines if rule.fits(line.exercise, line.phase_order)]
    if rule.match == EVERY_EXERCISE:
        # Said once: the same words beside each of thirty lines are read beside none.
        if lines:
            yield says
        return
    for line in lines:
        because = (*matched, line.exercise.slug)
        yield replace(says, where=line.where, safer=others.instead_of(line, rule), because=because)


def _of_programme(rule: ProgrammeRule, plan: Plan) -> Iterator[Finding]:
    for where, because in places(rule.check, plan):
        level = _level_of(rule, plan)
        yield Finding(rule.code, level, where, rule.reason, rule.sources, because=because, is_of_rule=True)


def _level_of(rule: ProgrammeRule, plan: Plan) -> Level:
    """Return the level of the most urgent sign that is there; without urgencies, the rule's own."""
    if not rule.level_by_urgency:
        return rule.level
    signs: Mapping[str, str] = plan.given[rule.check["field"]]
    return max(rule.level_by_urgency.get(urgency, rule.level) for urgency in signs.values())
