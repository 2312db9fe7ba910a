"""Issuing, held to the gate as on the screen: a person's answers are sent along, and none is made up here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import APIException

from programmes.api.findings import FindingSerializer, GapSerializer, finding_as_plain, gaps_as_plain
from programmes.api.problem import Problem, Refusal
from programmes.api.sent import Sent
from programmes.handout.issue import ChangedMeanwhile, NotReady, issue
from programmes.handout.job import NotPrinted
from programmes.handout.prepare import CannotPrepare
from programmes.models import Handout, Layout, Paper, Practitioner, Programme

EXAMPLE = {
    "reasons": [{"code": "SR-014", "where": "programme", "reason": "Discussed with her doctor on Monday."}],
    "warnings_weighed": True,
    "takes_responsibility": True,
    "layout": "large-print",
}


class Said(serializers.BooleanField):
    """True or false, and no word that may mean either: somebody answers for it."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class ReasonSent(Sent):
    """Why to go on in spite of a finding."""

    code = serializers.CharField(max_length=80)
    where = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=1000)


@extend_schema_serializer(examples=[OpenApiExample("Everything answered", value=EXAMPLE, request_only=True)])
class IssueSent(Sent):
    """What a practitioner says to the findings, and how the handout is to be."""

    reasons = ReasonSent(many=True, required=False, help_text="For each finding that needs one and has none.")
    warnings_weighed = Said(default=False, help_text="The practitioner has weighed the warnings for this patient.")
    takes_responsibility = Said(
        default=False, help_text="The practitioner has read the sheet, and answers for what the clinic has not signed."
    )
    layout = serializers.ChoiceField(Layout.choices, required=False, help_text="The patient's own unless told.")
    paper = serializers.ChoiceField(Paper.choices, required=False, help_text="The clinic's own unless told.")
    language = serializers.CharField(max_length=12, required=False, help_text="The patient's own unless told.")
    language_reason = serializers.CharField(
        max_length=1000, default="", allow_blank=True, help_text="Why in a translation that was not reviewed."
    )
    with_link = Said(required=False, help_text="Print a link for the patient. As the clinic does unless told.")


class NotReadyProblem(Problem):
    """What is still in the way."""

    gaps = GapSerializer(many=True, required=False)
    findings = FindingSerializer(many=True, required=False)


class NotReadyYet(Refusal):
    status_code, kind = 409, "not-ready"


class ChangedWhileIssued(Refusal):
    status_code, kind = 409, "changed-meanwhile"


class NotSet(APIException):
    """The pages could not be set: nothing the sender did."""


def issue_as_sent(
    programme: Programme,
    practitioner: Practitioner,
    user: Any,
    sent: dict[str, Any],
    *,
    beside: Callable[[Handout], None],
) -> None:
    """Issue the handout, and do *beside* with it. Raises what the API answers where nothing was issued."""
    reasons = {(each["code"], each["where"]): each["reason"] for each in sent.pop("reasons", ())}
    try:
        issue(programme, practitioner, user, reasons=reasons, beside=beside, **sent)
    except NotReady as error:
        findings = [finding_as_plain(each) for each in error.findings]
        raise NotReadyYet(str(error), gaps=gaps_as_plain(error.gaps), findings=findings) from error
    except CannotPrepare as error:
        raise NotReadyYet(str(error), gaps=[], findings=[]) from error
    except ChangedMeanwhile as error:
        raise ChangedWhileIssued(str(error)) from error
    except NotPrinted as error:
        raise NotSet(str(error.words)) from error
