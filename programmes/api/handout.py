"""Issued handouts in JSON, and their PDFs byte for byte. What was never issued is not handed out here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from programmes import access
from programmes.api.cursor import Cursor
from programmes.api.description import PROBLEMS, TAGGED, told
from programmes.api.fhir import fhir, fhir_answer
from programmes.api.filters import MOMENT, MomentFilter, RowFilter, is_on_the_calendar
from programmes.api.named_patient import NamedPatientSerializer
from programmes.api.reading import Reading, WhateverIsAccepted
from programmes.api.row import RowSerializer
from programmes.handout import brand, page
from programmes.handout.calendar_file import calendar_file
from programmes.handout.document import Document
from programmes.handout.fhir.file import bundle_file
from programmes.handout.renditions import Damaged as DamagedFile
from programmes.handout.renditions import sound
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
    patient = NamedPatientSerializer(source="programme.patient", read_only=True)
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
    changed_since = filters.IsoDateTimeFilter(
        method="issued_or_withdrawn_since", help_text=MOMENT, validators=[is_on_the_calendar]
    )

    class Meta:
        model = Handout
        fields: list[str] = []

    def issued_or_withdrawn_since(self, rows: QuerySet[Handout], name: str, value: datetime) -> QuerySet[Handout]:
        return rows.filter(Q(issued_at__gte=value) | Q(withdrawn_at__gte=value))


class PdfParameters(serializers.Serializer):
    layout = serializers.ChoiceField(Layout.choices, required=False, help_text="As issued unless told.")
    paper = serializers.ChoiceField(Paper.choices, required=False, help_text="As issued unless told.")


class Withdrawn(APIException):
    status_code = 410
    default_code = "withdrawn"


class Damaged(APIException):
    default_code = "damaged"


GONE = told(_410="The handout was withdrawn: do not use it.")
KEPT_BACK = told(_500="The stored file is not what was issued, and is kept back.")
FROZEN = {"type": "object", "additionalProperties": True, "description": "The document; `schema_version` says which."}


def handouts(user: Any) -> QuerySet[Handout]:
    """Return the handouts that *user* may see. The pages and the document are large and not shown in lists."""
    rows = access.visible(Handout, user).select_related("programme__clinic", "programme__patient", "withdrawn_by")
    renditions = Rendition.objects.defer("pdf").order_by("pk")
    return rows.defer("document").prefetch_related(Prefetch("renditions", renditions))


@extend_schema(tags=["Handouts"])
class HandoutViewSet(Reading):
    """What patients were given, oldest first."""

    model = Handout
    serializer_class = HandoutSerializer
    filterset_class = HandoutFilters
    pagination_class = Cursor
    order = ("issued_at", "pk")

    def get_queryset(self) -> QuerySet[Handout]:
        return handouts(self.request.user).order_by(*self.order)

    @extend_schema(
        parameters=[PdfParameters, *TAGGED],
        responses={
            **PROBLEMS,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The same bytes as those of the ETag sent along."),
            **GONE,
            **KEPT_BACK,
        },
    )
    @action(detail=True, parameters_class=PdfParameters, content_negotiation_class=WhateverIsAccepted)
    def pdf(self, request: Request, pk: str) -> HttpResponseBase:
        """The PDF as it was issued, byte for byte."""
        asked = self.asked()
        handout = self._in_use()
        layout, paper = asked.get("layout", handout.layout), asked.get("paper", handout.paper)
        return _as_file(request, handout, _sound(handout, layout, paper))

    @extend_schema(parameters=TAGGED, responses={**fhir("Bundle"), **KEPT_BACK})
    @action(detail=True, content_negotiation_class=WhateverIsAccepted)
    def fhir(self, request: Request, pk: str) -> HttpResponseBase:
        """The handout in FHIR, with its PDF inside. One that was withdrawn says `entered-in-error` throughout."""
        handout = self.get_object()
        return fhir_answer(request, bundle_file(handout, _sound(handout, handout.layout, handout.paper)))

    @extend_schema(
        parameters=[PdfParameters],
        responses={**PROBLEMS, **GONE, (200, "text/html"): OpenApiTypes.STR},
    )
    @action(detail=True, parameters_class=PdfParameters, content_negotiation_class=WhateverIsAccepted)
    def html(self, request: Request, pk: str) -> HttpResponse:
        """The sheet as it was given, as a web page; its styles are this site's."""
        asked = self.asked()
        handout = self._in_use()
        document = Document.from_plain(handout.document)
        layout, paper = asked.get("layout", handout.layout), asked.get("paper", handout.paper)
        made = page.render(document, layout, paper, for_web=True)
        return HttpResponse(made, headers={"Content-Language": document.language})

    @extend_schema(exclude=True)
    def colours(self, request: Request, pk: str) -> HttpResponse:
        """The style sheet with the clinic's colour, as it was when the sheet was given: the page asks for it."""
        clinic = Document.from_plain(self._in_use().document).clinic
        return HttpResponse(brand.styles(clinic.accent_colour), content_type="text/css")

    @extend_schema(
        operation_id="handouts_calendar_retrieve",
        responses={**PROBLEMS, **GONE, (200, "text/calendar"): OpenApiTypes.STR},
    )
    def calendar(self, request: Request, pk: str) -> HttpResponse:
        """The sessions and runs as a calendar file, where the sheet says the days."""
        file = calendar_file(self._in_use())
        if file is None:
            raise NotFound("This handout leaves the days to the patient, so there is nothing for a calendar.")
        headers = {"Content-Disposition": 'attachment; filename="my-exercises.ics"'}
        return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)

    @extend_schema(responses={**PROBLEMS, **GONE, 200: FROZEN})
    @action(detail=True)
    def document(self, request: Request, pk: str) -> Response:
        """What the patient was told, as plain values: frozen when it was issued."""
        return Response(self._in_use().document)

    def _in_use(self) -> Handout:
        """Return the handout that is asked for. Raises Withdrawn."""
        handout = self.get_object()
        if handout.is_withdrawn:
            raise Withdrawn(_why_withdrawn(handout))
        return handout


def _sound(handout: Handout, layout: str, paper: str) -> Rendition:
    """Return the PDF as it was issued. Raises NotFound where it was not made so, Damaged for other bytes."""
    rendition = handout.renditions.filter(layout=layout, paper=paper).only("pdf", "sha256").first()
    if rendition is None:
        raise NotFound(f"This handout was not made in {layout} on {paper}. Its renditions say what there is.")
    try:
        return sound(rendition)
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
