"""Say what the checks find in a programme or a template. Nothing is stored or changed."""

from __future__ import annotations

import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from programmes.handout import gate
from programmes.handout.checks import budget
from programmes.handout.checks.budget import Budget
from programmes.handout.verdict import Verdict
from programmes.management.programme_named import programme_named
from programmes.models import Kit, PatientFlag, Programme
from programmes.precautions import Finding, Level

BLOCKED = 2


class Command(BaseCommand):
    help = (
        "Check a template (its slug) or a programme (its UUID): gaps, findings and minutes. A template is judged as "
        "for a screened patient with just the flags given. Ends with 0 when it may be issued, 2 when something keeps "
        "it, 1 on errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="a template's slug or a programme's UUID")
        parser.add_argument("--flag", action="append", default=[], metavar="CODE", help="such as locked-knee")
        parser.add_argument("--kit", action="append", metavar="NAME", help="a thing that is at home, such as step")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def handle(self, *args: Any, programme: str, flag: list[str], kit: list[str] | None, **options: Any) -> None:
        row = programme_named(programme)
        _refuse_unknown("flag", flag, PatientFlag)
        _refuse_unknown("kit", kit or [], Kit)
        is_supposed = row.is_template or bool(flag)
        verdict = gate.judge(row, flags=flag if is_supposed else None, kit_at_home=kit)
        budgets = budget.budgets(row)
        self.stdout.write(_as_json(row, verdict, budgets) if options["json"] else _as_text(row, verdict, budgets))
        if verdict.keeps_it:
            raise CommandError(_kept(verdict), returncode=BLOCKED)


def _refuse_unknown(word: str, slugs: list[str], model: Any) -> None:
    known = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise CommandError(f"There is no {word} {unknown[0]!r}. There are: {_known(model)}.")


def _known(model: Any) -> str:
    return ", ".join(sorted(set(model.objects.values_list("slug", flat=True)))) or "none; run load_library first"


def _kept(verdict: Verdict) -> str:
    counts = {"missing": len(verdict.gaps), "stopping": len(verdict.stops), "needing a reason": len(verdict.unanswered)}
    return "Not to be issued: " + ", ".join(f"{count} {word}" for word, count in counts.items() if count) + "."


# As text


def _as_text(programme: Programme, verdict: Verdict, budgets: list[Budget]) -> str:
    lines = [str(programme), f"Complete: {verdict.percent} %"]
    lines += [f"  missing: {gap.message}" for gap in verdict.gaps]
    lines.append("Findings:" if verdict.findings else "Findings: none")
    lines += _findings(programme, verdict)
    lines.append("Time:")
    lines += [f"  {found.title}: {_time(found)}" for found in budgets]
    return "\n".join(lines)


def _findings(programme: Programme, verdict: Verdict) -> list[str]:
    """Return a line a finding; what is found in several places in the same words is said once."""
    places = _places(programme)
    found: dict[str, list[str]] = {}
    for finding in verdict.findings:
        found.setdefault(_finding(finding, verdict), []).append(places.get(finding.where, finding.where))
    return [f"  {said} [{'; '.join(dict.fromkeys(where))}]" for said, where in found.items()]


def _places(programme: Programme) -> dict[str, str]:
    """Return what each place is called: the name of the phase, or of the exercise with its phase."""
    phases = list(programme.phases.all())
    lines = [(line, phase) for phase in phases for line in phase.prescriptions.all()]
    return {
        **{f"phase:{phase.pk}": phase.name for phase in phases},
        **{f"prescription:{line.pk}": f"{line.exercise} in {phase.name}" for line, phase in lines},
    }


def _finding(finding: Finding, verdict: Verdict) -> str:
    said = f"{finding.level.label} {finding.code}: {finding.reason}"
    if finding.safer:
        said += f" Safer: {', '.join(finding.safer)}."
    if finding.sources:
        said += f" Sources: {', '.join(finding.sources)}."
    answer = verdict.answers.get(finding.key)
    return f"{said} Answered by {answer.who}: {answer.reason}" if answer else said


def _time(found: Budget) -> str:
    exercises = f"{found.exercises} exercise{'' if found.exercises == 1 else 's'} a session"
    if found.minutes is None:
        return f"{exercises}; a dose cannot be timed"
    kinds = "".join(f", {kind.value} days {minutes} min" for kind, minutes in found.by_kind)
    return f"{exercises}, {found.minutes} min{kinds}; {found.days} days and {found.minutes_a_week} min a week"


# As JSON: keys are added, and never renamed or dropped.


def _as_json(programme: Programme, verdict: Verdict, budgets: list[Budget]) -> str:
    plain = {
        "programme": programme.slug or str(programme.pk),
        "is_template": programme.is_template,
        "may_be_issued": not verdict.keeps_it,
        "complete_percent": verdict.percent,
        "gaps": [{"code": gap.code, "field": gap.field, "message": str(gap.message)} for gap in verdict.gaps],
        "findings": [_finding_as_plain(finding, verdict) for finding in verdict.findings],
        "budget": [_budget_as_plain(found) for found in budgets],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _finding_as_plain(finding: Finding, verdict: Verdict) -> dict[str, Any]:
    answer = verdict.answers.get(finding.key)
    return {
        "code": finding.code,
        "level": Level(finding.level).name.lower(),
        "where": finding.where,
        "reason": str(finding.reason),
        "needs_reason": finding.needs_reason,
        "sources": list(finding.sources),
        "safer": list(finding.safer),
        "answer": {"reason": answer.reason, "who": answer.who, "when": answer.when.isoformat()} if answer else None,
    }


def _budget_as_plain(found: Budget) -> dict[str, Any]:
    return {
        "where": found.where,
        "title": found.title,
        "exercises": found.exercises,
        "minutes": found.minutes,
        "minutes_by_day": {kind.value: minutes for kind, minutes in found.by_kind},
        "days_a_week": found.days,
        "minutes_a_week": found.minutes_a_week,
        "reason": found.reason,
    }
