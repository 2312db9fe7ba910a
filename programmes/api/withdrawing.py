"""Withdrawing a handout: a person says why it is not to be used, and the record system passes it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.api.description import PROBLEMS, SENT, SENT_TWICE, told
from programmes.api.handout import HandoutSerializer, handouts
from programmes.api.once import PARAMETER, Keep, once
from programmes.api.problem import Refusal
from programmes.api.sent import Sent
from programmes.api.writing import Writing
from programmes.models import Handout

EXAMPLE = {"reason": "Issued for the left knee; it is the right one."}


class Words(serializers.CharField):
    """Text, and no number that would be kept as a reason."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_serializer(examples=[OpenApiExample("The wrong side", value=EXAMPLE, request_only=True)])
class WithdrawSent(Sent):
    """Why a handout is not to be used."""

    reason = Words(max_length=1000, help_text="So that a colleague understands it later.")


class WithdrawnBefore(Refusal):
    status_code, kind = 409, "withdrawn-before"


@extend_schema(tags=["Handouts"])
class WithdrawalViewSet(Writing):
    """Handouts that are not to be used any more."""

    model = Handout
    serializer_class = HandoutSerializer
    needs = {"create": "programmes.withdraw_handout"}

    def get_queryset(self) -> QuerySet[Handout]:
        return handouts(self.request.user)

    @extend_schema(
        request=WithdrawSent,
        parameters=[PARAMETER],
        responses={200: HandoutSerializer, **PROBLEMS, **SENT, **told(_409=f"It was withdrawn before. {SENT_TWICE}")},
    )
    @once
    def create(self, request: Request, keep: Keep, pk: UUID) -> Response:
        """Withdraw a handout, which nobody takes back: its page and PDF are not handed out any more.

        The patient's link opens the version before, if there is one. The paper is to be taken back by a person.
        """
        handout = self.get_object()
        reason: str = self.sent(WithdrawSent)["reason"]
        with transaction.atomic():
            self._withdraw(handout, reason)
            _row, data = self.as_data(handout.pk)
            return keep(Response(data), handout.programme.patient_id)

    def _withdraw(self, handout: Handout, reason: Any) -> None:
        try:
            handout.withdraw(self.practitioner_for(handout), reason)
        except ValidationError as error:
            raise WithdrawnBefore(" ".join(error.messages)) from error
