"""What the gate says of a programme, in JSON: what is to be finished, what to be weighed, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from programmes.handout.checks.gap import Gap
from programmes.handout.checks.signed import Unsigned
from programmes.handout.verdict import Answer, Verdict
from programmes.precautions import Finding, Level

LEVELS = [(level.name.lower(), level.label) for level in Level]


class GapSerializer(serializers.Serializer):
    """Something to finish."""

    code = serializers.CharField()
    where = serializers.CharField(help_text="Where to finish it.")
    reason = serializers.CharField()


class AnswerSerializer(serializers.Serializer):
    """Why somebody went on all the same."""

    reason = serializers.CharField()
    who = serializers.CharField()
    when = serializers.DateTimeField()


class FindingSerializer(serializers.Serializer):
    """Something to weigh. Its code and its place are what a reason answers."""

    code = serializers.CharField()
    level = serializers.ChoiceField(LEVELS, help_text="`stop` cannot be answered, `block` needs a reason.")
    where = serializers.CharField(help_text="`programme`, `phase:<id>`, `prescription:<id>` or a field.")
    reason = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    safer = serializers.ListField(child=serializers.CharField(), help_text="Slugs of exercises to take instead.")
    needs_reason = serializers.BooleanField()
    answered = AnswerSerializer(allow_null=True)


class UnsignedSerializer(serializers.Serializer):
    """Content that the clinic has not signed off, and that whoever issues takes responsibility for."""

    kind = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()


class FindingsSerializer(serializers.Serializer):
    percent = serializers.IntegerField(help_text="How much of what must be there is there.")
    is_ready = serializers.BooleanField(help_text="Nothing is left but to confirm warnings and take responsibility.")
    gaps = GapSerializer(many=True)
    findings = FindingSerializer(many=True, help_text="The most serious first.")
    to_take_responsibility_for = UnsignedSerializer(many=True)


def verdict_as_plain(verdict: Verdict) -> dict[str, Any]:
    return {
        "percent": verdict.percent,
        "is_ready": not verdict.keeps_it,
        "gaps": gaps_as_plain(verdict.gaps),
        "findings": [finding_as_plain(each, verdict.answers.get(each.key)) for each in verdict.findings],
        "to_take_responsibility_for": [_unsigned(each) for each in verdict.unsigned],
    }


def gaps_as_plain(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    return [{"code": gap.code, "where": gap.field, "reason": str(gap.message)} for gap in gaps]


def finding_as_plain(finding: Finding, answer: Answer | None = None) -> dict[str, Any]:
    answered = {"reason": answer.reason, "who": answer.who, "when": answer.when} if answer else None
    return {
        "code": finding.code,
        "level": finding.level.name.lower(),
        "where": finding.where,
        "reason": str(finding.reason),
        "sources": list(finding.sources),
        "safer": list(finding.safer),
        "needs_reason": finding.needs_reason,
        "answered": answered,
    }


def _unsigned(each: Unsigned) -> dict[str, str]:
    return {"kind": each.kind, "slug": each.slug, "name": str(each.name)}
