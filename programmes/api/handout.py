"""Issued handouts in JSON, and their PDFs byte for byte. What was never issued is not handed out here."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.reverse import reverse

from programmes.api.description import PROBLEMS
from programmes.api.filters import MomentFilter, RowFilter
from programmes.api.problem import Problem
from programmes.api.programme import PatientSerializer
from programmes.api.reading import Reading, WhateverIsAccepted
from programmes.api.row import RowSerializer
from programmes.handout.issue import Damaged as DamagedFile
from programmes.handout.issue import sound
from programmes.models import Handout, Layout, Paper, Patient, Programme, Rendition


class RenditionSerializer(RowSerializer):
    """The PDF in one layout and paper."""

    pdf = serializers.SerializerMethodField(help_text="Its address; null when the handout was withdrawn.")

    class Meta:
        model = Rendition
        fields = ["layout", "paper", "sha256", "pdf"]

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_pdf(self, rendition: Rendition) -> str | None:
        if rendition.handout.is_withdrawn:
            return None
        address = reverse("api:handout-pdf", args=[rendition.handout_id], request=self.context["request"])
        return f"{address}?layout={rendition.layout}&paper={rendition.paper}"


class HandoutSerializer(RowSerializer):
    patient = PatientSerializer(source="programme.patient", read_only=True)
    withdrawn_by = serializers.SlugRelatedField(slug_field="name", read_only=True, allow_null=True)
    renditions = RenditionSerializer(many=True, read_only=True)

    class Meta:
        model = Handout
        fields = [
            "id",
            "programme",
            "patient",
            "version",
            "layout",
            "paper",
            "language",
            "language_reason",
            "library_version",
            "issued_at",
            "issued_by_name",
            "is_withdrawn",
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_reason",
            "renditions",
        ]


class HandoutFilters(filters.FilterSet):
    programme = RowFilter(Programme, field_name="programme", help_text="The programme's id.")
    patient = RowFilter(Patient, field_name="programme__patient", help_text="The patient's id.")
    issued_since = MomentFilter(field_name="issued_at")
    withdrawn_since = MomentFilter(field_name="withdrawn_at")

    class Meta:
        model = Handout
        fields: list[str] = []


class PdfParameters(serializers.Serializer):
    layout = serializers.ChoiceField(Layout.choices, required=False, help_text="As issued unless told.")
    paper = serializers.ChoiceField(Paper.choices, required=False, help_text="As issued unless told.")


class Withdrawn(APIException):
    status_code = 410
    default_code = "withdrawn"


class Damaged(APIException):
    default_code = "damaged"


@extend_schema(tags=["Handouts"])
class HandoutViewSet(Reading):
    """What patients were given, oldest first."""

    model = Handout
    serializer_class = HandoutSerializer
    filterset_class = HandoutFilters

    def get_queryset(self) -> QuerySet[Handout]:
        rows = super().get_queryset().select_related("programme__clinic", "programme__patient", "withdrawn_by")
        # The pages and the document are large and not shown in lists.
        renditions = Rendition.objects.defer("pdf").order_by("pk")
        return rows.defer("document").prefetch_related(Prefetch("renditions", renditions)).order_by("issued_at", "pk")

    @extend_schema(
        parameters=[PdfParameters],
        responses={
            **PROBLEMS,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The same bytes as those of the ETag sent along."),
            410: OpenApiResponse(Problem, description="The handout was withdrawn: do not use it."),
            500: OpenApiResponse(Problem, description="The stored file is not what was issued, and is kept back."),
        },
    )
    @action(detail=True, parameters_class=PdfParameters, content_negotiation_class=WhateverIsAccepted)
    def pdf(self, request: Request, pk: str) -> HttpResponseBase:
        """The PDF as it was issued, byte for byte."""
        asked = self.asked()
        handout = self.get_object()
        if handout.is_withdrawn:
            raise Withdrawn(_why_withdrawn(handout))
        layout, paper = asked.get("layout", handout.layout), asked.get("paper", handout.paper)
        rendition = handout.renditions.filter(layout=layout, paper=paper).only("pdf", "sha256").first()
        if rendition is None:
            raise NotFound(f"This handout was not made in {layout} on {paper}. Its renditions say what there is.")
        try:
            return _as_file(request, handout, sound(rendition))
        except DamagedFile as error:
            raise Damaged(str(error)) from error


def _why_withdrawn(handout: Handout) -> str:
    return f"Do not use this handout. It was withdrawn on {handout.withdrawn_at:%Y-%m-%d}: {handout.withdrawn_reason}"


def _as_file(request: Request, handout: Handout, rendition: Rendition) -> HttpResponseBase:
    """Return the file; only that it is the same, when the reader has it already. Its name tells nothing of anybody."""
    response = HttpResponse(bytes(rendition.pdf), content_type="application/pdf")
    name = f"handout-{str(handout.pk)[:8]}-version-{handout.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = f'"{rendition.sha256}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
