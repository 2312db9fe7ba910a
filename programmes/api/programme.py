"""Patients' programmes in JSON."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from programmes.api.filters import MomentFilter, RowFilter, SlugFilter
from programmes.api.plan import PLAN_FIELDS, PlanReading, PlanSerializer
from programmes.api.row import RowSerializer, slug_of
from programmes.models import Condition, Patient, Programme


class PatientSerializer(RowSerializer):
    printed_name = serializers.CharField(
        read_only=True, help_text="As it stands on the handout: name, initials or nothing."
    )

    class Meta:
        model = Patient
        fields = ["id", "printed_name", "reference"]
        extra_kwargs = {"reference": {"help_text": "The clinic's own record number."}}


class ProgrammeSerializer(PlanSerializer):
    patient = PatientSerializer(read_only=True)
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


@extend_schema(tags=["Programmes"])
class ProgrammeViewSet(PlanReading):
    """The programmes of the clinic's patients, oldest first."""

    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilters

    def get_queryset(self) -> QuerySet[Programme]:
        # By what never changes: a row that is changed while somebody turns the pages stays where it is.
        return super().get_queryset().for_patients().order_by("created_at", "pk")
