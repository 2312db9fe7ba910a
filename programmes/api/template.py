"""Templates in JSON: programmes to start from, as the reader's clinic has them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request

from programmes import access
from programmes.api.by_slug import BySlug
from programmes.api.description import TAGGED, told
from programmes.api.fhir import fhir, fhir_answer
from programmes.api.filters import SlugFilter
from programmes.api.plan import PLAN_FIELDS, PlanReading, PlanSerializer
from programmes.api.problem import Refusal
from programmes.api.reading import LibraryReading, WhateverIsAccepted
from programmes.handout.fhir.file import plan_definition_file
from programmes.handout.prepare import CannotPrepare
from programmes.models import Advice, Condition, Exercise, PainRule, Phase, Template


class TemplateSerializer(PlanSerializer):
    is_shared = serializers.SerializerMethodField(help_text="False: the clinic's own.")
    ours = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Template
        fields = [
            "id",
            "slug",
            "version",
            "is_shared",
            "is_retired",
            "kind",
            "name",
            "plain_name",
            *PLAN_FIELDS,
            "ours",
        ]

    def get_is_shared(self, template: Template) -> bool:
        return template.clinic_id is None

    def to_representation(self, template: Template) -> dict[str, Any]:
        for phase in template.phases.all():
            self._put_own_rows_in_place(phase)
        return super().to_representation(template)

    def _put_own_rows_in_place(self, phase: Phase) -> None:
        """Show what a programme started from it would hold: the clinic's copies, where it has any."""
        own = self.context["own"]
        phase.pain_rule = own[PainRule].in_place_of(phase.pain_rule)
        phase.running_pain_rule = own[PainRule].in_place_of(phase.running_pain_rule)
        for line in phase.prescriptions.all():
            line.exercise = own[Exercise].in_place_of(line.exercise)
        for line in phase.advice_lines.all():
            line.advice = own[Advice].in_place_of(line.advice)


class TemplateFilters(filters.FilterSet):
    condition = SlugFilter(Condition, field_name="condition__slug", help_text="Such as patellofemoral-pain.")
    kind = filters.ChoiceFilter(choices=Template.Kind.choices)

    class Meta:
        model = Template
        fields: list[str] = []


class NoSheet(Refusal):
    """The template is not finished."""

    status_code = 409


@extend_schema(tags=["Library"])
class TemplateViewSet(PlanReading, LibraryReading):
    """The templates a programme can be started from. A clinic's own stands in for the shared one of its name."""

    model = Template
    serializer_class = TemplateSerializer
    filterset_class = TemplateFilters

    def get_object(self) -> Template:
        """Return the template of this slug; a clinic's own that has none is found by its id."""
        name = self.kwargs["slug"]
        template = get_object_or_404(self.get_queryset(), **({"pk": name} if _is_id(name) else {"slug": name}))
        self.check_object_permissions(self.request, template)
        return template

    @extend_schema(parameters=TAGGED, responses={**fhir("PlanDefinition"), **told(_409="No sheet can be made of it.")})
    @action(detail=True, content_negotiation_class=WhateverIsAccepted)
    def fhir(self, request: Request, slug: str) -> HttpResponseBase:
        """The template in FHIR, all phases, worded for either side: a draft until the clinic has signed it off."""
        try:
            content = plan_definition_file(self.get_object(), access.clinic_of(request.user))
        except CannotPrepare as error:
            raise NoSheet(str(error)) from error
        return fhir_answer(request, content)

    def get_serializer_context(self) -> dict[str, Any]:
        context = super().get_serializer_context()
        rows = {
            Exercise: Exercise.objects.prefetch_related("texts"),
            PainRule: PainRule.objects.prefetch_related("sources"),
            Advice: Advice.objects.prefetch_related("sources"),
        }
        own = {model: BySlug(queryset.filter(clinic=context["clinic"])) for model, queryset in rows.items()}
        return {**context, "own": own}


def _is_id(name: str) -> bool:
    try:
        return bool(UUID(name))
    except ValueError:
        return False
