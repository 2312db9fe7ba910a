"""Starting a programme from a template, held to what the form of the workbench asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from programmes import access, editing
from programmes.api.problem import Unprocessable
from programmes.api.sent import Sent
from programmes.models import Patient, Programme, Template
from programmes.starting import start_from

EXAMPLE = {
    "patient": "6f9b0d3e-3f0c-4d6e-9a5e-0d8a4c1f2b3a",
    "template": "tpl-patellofemoral-pain",
    "side": "left",
}


@extend_schema_serializer(examples=[OpenApiExample("A left knee", value=EXAMPLE, request_only=True)])
class StartSent(Sent):
    """What to start from, for whom."""

    patient = serializers.UUIDField(help_text="The id of a patient who is treated now.")
    template = serializers.CharField(max_length=80, help_text="Its slug; its id for a clinic's own without one.")
    side = serializers.ChoiceField(
        Programme.SoreSide.choices, default="", allow_blank=True, help_text="The sore side: needed for a condition."
    )
    variant = serializers.CharField(
        default="", allow_blank=True, max_length=80, help_text="The `id` of one of the template's `variants`."
    )

    def validate_patient(self, value: UUID) -> Patient:
        patient = access.choices(Patient, self._user).current().select_related("clinic").filter(pk=value).first()
        if patient is None:
            raise serializers.ValidationError("There is no such patient among those treated now.")
        return patient

    def validate_template(self, value: str) -> Template:
        rows = access.choices(Template, self._user)
        template = rows.filter(slug=value).first()
        if template is None and _is_id(value):
            template = rows.filter(pk=value).first()
        if template is None or not self._user.has_perm("programmes.start_programme", template):
            raise serializers.ValidationError("There is no such template.")
        return template

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if values["template"].kind == Programme.Kind.CONDITION and not values["side"]:
            raise serializers.ValidationError({"side": ["This template is for a condition: say the sore side."]})
        return values

    @property
    def _user(self) -> Any:
        return self.context["request"].user


@transaction.atomic
def start(values: dict[str, Any], user: Any) -> Programme:
    """Return the new programme. Raises Unprocessable for a variant that its template has not."""
    try:
        programme = start_from(
            values["template"],
            patient=values["patient"],
            practitioner=access.practitioner_of(user),
            side=values["side"],
            variant=values["variant"],
        )
    except ValidationError as error:
        raise Unprocessable([("variant", message) for message in error.messages]) from error
    editing.record(programme, user)
    return programme


def _is_id(name: str) -> bool:
    try:
        return bool(UUID(name))
    except ValueError:
        return False
