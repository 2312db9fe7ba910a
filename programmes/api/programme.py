"""Patients' programmes in JSON: started, changed and issued by the rules of the workbench.

Nothing here sets a dose, advances a phase or weighs a finding by itself.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from programmes import access
from programmes.api.cursor import Cursor
from programmes.api.description import HEADERS_TO_CHANGE, PLACE, SAME, TAG, TAGGED, changed, made, read
from programmes.api.filters import MomentFilter, RowFilter, SlugFilter
from programmes.api.findings import FindingsSerializer, verdict_as_plain
from programmes.api.handout import HandoutSerializer, handouts
from programmes.api.issuing import IssueSent, NotReadyProblem, issue_as_sent
from programmes.api.named_patient import NamedPatientSerializer
from programmes.api.once import PARAMETER, Keep, once
from programmes.api.plan import PLAN_FIELDS, PlanReading, PlanSerializer
from programmes.api.problem import Unprocessable
from programmes.api.row import slug_of
from programmes.api.starting import StartSent, start
from programmes.api.tag import ChangedSince, refuse_unless_seen, tagged
from programmes.api.writing import Writing
from programmes.editing import ChangedMeanwhile, Refused, change_programme, programme_as_json
from programmes.editing.shape import CHANGE
from programmes.handout.gate import judge
from programmes.models import Condition, Handout, Patient, Programme
from rehab.problem import MEDIA_TYPE


class ProgrammeSerializer(PlanSerializer):
    patient = NamedPatientSerializer(read_only=True)
    session_days = serializers.ListField(
        child=serializers.IntegerField(), read_only=True, help_text="Days of the week; 1 is Monday."
    )
    template = slug_of(allow_null=True, help_text="What it was started from.")
    current_phase = serializers.SerializerMethodField(help_text="The position of the phase in force.")
    created_by = serializers.SlugRelatedField(slug_field="name", read_only=True, allow_null=True)

    class Meta:
        model = Programme
        fields = [
            "id",
            "patient",
            "kind",
            "name",
            "plain_name",
            "side",
            "goal",
            "start_date",
            "review_date",
            "practised_on",
            "session_days",
            "time_of_day",
            "after_what",
            "where",
            "change_note",
            "starting_level",
            "template",
            "template_version",
            "current_phase",
            *PLAN_FIELDS,
            "created_by",
            "created_at",
            "changed_at",
        ]

    def get_current_phase(self, programme: Programme) -> int | None:
        phase = programme.phase_in_force()
        return phase.position if phase else None


class ProgrammeFilters(filters.FilterSet):
    condition = SlugFilter(Condition, field_name="condition__slug", help_text="Such as patellofemoral-pain.")
    patient = RowFilter(Patient, field_name="patient", help_text="The patient's id.")
    kind = filters.ChoiceFilter(choices=Programme.Kind.choices)
    changed_since = MomentFilter(field_name="changed_at")

    class Meta:
        model = Programme
        fields: list[str] = []


# As docs/programme-json.md says it.
PLAN = {**CHANGE.schema, "description": "A programme as docs/programme-json.md has it."}
SEEN = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The `ETag` that was read: issues that and nothing else.",
)
CHANGE_EXAMPLE = OpenApiExample(
    "What was agreed", value={"goal": "Climb stairs without holding on", "session_days": [1, 3, 5]}, request_only=True
)


@extend_schema_view(
    retrieve=extend_schema(parameters=TAGGED, responses={**read(ProgrammeSerializer), **SAME}),
    create=extend_schema(request=StartSent, parameters=[PARAMETER, TAG, PLACE], responses=made(ProgrammeSerializer)),
    partial_update=extend_schema(
        request={"application/json": PLAN},
        parameters=HEADERS_TO_CHANGE,
        responses=changed(ProgrammeSerializer),
        examples=[CHANGE_EXAMPLE],
    ),
)
@extend_schema(tags=["Programmes"])
class ProgrammeViewSet(PlanReading, Writing):
    """The programmes of the clinic's patients, oldest first."""

    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilters
    pagination_class = Cursor
    # By what never changes: a row that is changed while somebody turns the pages stays where it is.
    order = ("created_at", "pk")
    needs = {
        "create": "programmes.add_programme",
        "partial_update": "programmes.change_programme",
        "issue": "programmes.issue_programme",
    }

    def get_queryset(self) -> QuerySet[Programme]:
        return super().get_queryset().for_patients().order_by(*self.order)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One programme, whole."""
        row = self.get_object()
        return tagged(request, self.get_serializer(row).data, row.changed_at)

    @once
    def create(self, request: Request, keep: Keep) -> HttpResponseBase:
        """Start a programme from a template, for a patient who is treated now."""
        values = self.sent(StartSent)
        with transaction.atomic():
            row, data = self.as_data(start(values, request.user).pk)
            place = reverse("api:programme-detail", args=[row.pk], request=request)
            answer = tagged(request, data, row.changed_at, status=201, headers={"Location": place})
            return keep(answer, row.patient_id)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change a programme. A key that is left out leaves what is there.

        `phases` are sent whole, as `plan` gives them: a phase or line whose `id` is not among them is deleted.
        """
        programme = self.get_object()
        refuse_unless_seen(request, programme.changed_at)
        try:
            change_programme(programme, request.data, user=request.user, seen=programme.changed_at)
        except ChangedMeanwhile as error:
            raise ChangedSince(str(error)) from error
        except Refused as refused:
            raise Unprocessable((each.path, each.reason) for each in refused.problems) from refused
        row, data = self.as_data(programme.pk)
        return tagged(request, data, row.changed_at)

    @extend_schema(parameters=TAGGED, responses={**read(PLAN), **SAME})
    @action(detail=True)
    def plan(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The programme as it is sent back to change it, with the ids of its phases and lines."""
        row = self.get_object()
        return tagged(request, programme_as_json(row), row.changed_at)

    @extend_schema(responses=read(FindingsSerializer))
    @action(detail=True)
    def findings(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What is to be finished and weighed before it can be issued. Nothing is weighed by asking."""
        row = self.get_object()
        verdict = judge(row, practitioner=access.practitioner_for(request.user, row))
        return Response(FindingsSerializer(verdict_as_plain(verdict)).data)

    @extend_schema(
        request=IssueSent,
        parameters=[PARAMETER, SEEN, PLACE],
        responses={
            **made(HandoutSerializer, _412="It was changed since it was read, if an `If-Match` is sent."),
            (409, MEDIA_TYPE): OpenApiResponse(
                NotReadyProblem, description="Not ready: `gaps` and `findings` say what is in the way."
            ),
        },
    )
    @action(detail=True, methods=["post"])
    @once
    def issue(self, request: Request, keep: Keep, *args: Any, **kwargs: Any) -> Response:
        """Issue the next handout, once a practitioner has answered what the findings ask.

        With `If-Match`, only if the programme is still as it was read.
        """
        programme = self.get_object()
        sent = self.sent(IssueSent)
        if request.headers.get("If-Match"):
            refuse_unless_seen(request, programme.changed_at)
            sent["seen"] = programme.changed_at
        answers: list[Response] = []

        def answer(handout: Handout) -> None:
            answers.append(keep(self._as_issued(handout), programme.patient_id))

        issue_as_sent(programme, self.practitioner_for(programme), request.user, sent, beside=answer)
        return answers[0]

    def _as_issued(self, handout: Handout) -> Response:
        row = handouts(self.request.user).get(pk=handout.pk)
        data = HandoutSerializer(row, context=self.get_serializer_context()).data
        place = reverse("api:handout-detail", args=[row.pk], request=self.request)
        return Response(data, status=201, headers={"Location": place})
