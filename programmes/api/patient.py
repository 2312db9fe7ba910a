"""Patients in JSON: found, made and changed as on their page of the workbench. None is deleted here, nor archived."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.reverse import reverse

from programmes import access
from programmes.api.cursor import Cursor
from programmes.api.description import HEADERS_TO_CHANGE, PLACE, SAME, TAG, TAGGED, changed, made, read
from programmes.api.filters import MomentFilter
from programmes.api.once import PARAMETER, Keep, once
from programmes.api.problem import Unprocessable
from programmes.api.row import RowSerializer, slug_of
from programmes.api.sent import LibraryRows, Sent, refuse_faults
from programmes.api.tag import refuse_unless_seen, tagged
from programmes.api.writing import Writing
from programmes.models import Kit, Patient, PatientFlag

WRITABLE = ["name", "reference", "date_of_birth", "name_on_handout", "information_need", "language"]
MANY = ["flags", "kit_at_home"]
EXAMPLE = {
    "name": "Eva Holm",
    "reference": "R-17",
    "date_of_birth": "1990-04-02",
    "information_need": "large-print",
    "kit_at_home": ["mat"],
}


class PatientSerializer(RowSerializer):
    printed_name = serializers.CharField(
        read_only=True, help_text="As it stands on the handout: name, initials or nothing."
    )
    flags = slug_of(many=True, help_text="What matters for exercise.")
    kit_at_home = slug_of(many=True)

    class Meta:
        model = Patient
        fields = ["id", "printed_name", *WRITABLE, *MANY, "discharged_at", "archived_at", "created_at", "changed_at"]


@extend_schema_serializer(examples=[OpenApiExample("Somebody new", value=EXAMPLE, request_only=True)])
class PatientSent(Sent, serializers.ModelSerializer):
    """A patient to make, or what to change of one. Every key may be left out: a programme can carry no name at all."""

    flags = LibraryRows(PatientFlag, required=False, help_text="Slugs of what matters for exercise: all that apply.")
    kit_at_home = LibraryRows(Kit, required=False, help_text="Slugs: all there is.")

    class Meta:
        model = Patient
        fields = [*WRITABLE, *MANY]


class PatientFilters(filters.FilterSet):
    STATES = [("current", "current"), ("discharged", "discharged"), ("archived", "archived")]

    name = filters.CharFilter(lookup_expr="icontains", max_length=120, help_text="Part of the name.")
    reference = filters.CharFilter(max_length=40, help_text="The whole record number.")
    date_of_birth = filters.DateFilter(help_text="Such as 1990-04-02.")
    state = filters.ChoiceFilter(choices=STATES, method="in_state")
    changed_since = MomentFilter(field_name="changed_at")

    class Meta:
        model = Patient
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Patient], name: str, value: str) -> QuerySet[Patient]:
        if value == "current":
            return rows.filter(discharged_at=None, archived_at=None)
        if value == "archived":
            return rows.exclude(archived_at=None)
        return rows.exclude(discharged_at=None).filter(archived_at=None)


@extend_schema_view(
    retrieve=extend_schema(parameters=TAGGED, responses={**read(PatientSerializer), **SAME}),
    create=extend_schema(request=PatientSent, parameters=[PARAMETER, TAG, PLACE], responses=made(PatientSerializer)),
    partial_update=extend_schema(
        request=PatientSent, parameters=HEADERS_TO_CHANGE, responses=changed(PatientSerializer)
    ),
)
@extend_schema(tags=["Patients"])
class PatientViewSet(Writing):
    """The clinic's patients, in the order they were entered; discharged and archived ones too."""

    model = Patient
    serializer_class = PatientSerializer
    filterset_class = PatientFilters
    pagination_class = Cursor
    order = ("created_at", "pk")
    needs = {"create": "programmes.add_patient", "partial_update": "programmes.change_patient"}

    def get_queryset(self) -> QuerySet[Patient]:
        return super().get_queryset().prefetch_related("flags", "kit_at_home").order_by(*self.order)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One patient."""
        row = self.get_object()
        return tagged(request, self.get_serializer(row).data, row.changed_at)

    @once
    def create(self, request: Request, keep: Keep) -> HttpResponseBase:
        """Enter a patient."""
        values = self.sent(PatientSent)
        patient = Patient(clinic=access.clinic_of(request.user))
        with transaction.atomic():
            self._store(patient, values)
            row, data = self.as_data(patient.pk)
            place = reverse("api:patient-detail", args=[row.pk], request=request)
            answer = tagged(request, data, row.changed_at, status=201, headers={"Location": place})
            return keep(answer, row.pk)

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change a patient. What is left out stays as it is."""
        patient = self.get_object()
        values = self.sent(PatientSent, partial=True)
        with transaction.atomic():
            patient = Patient.objects.select_for_update().get(pk=patient.pk)
            refuse_unless_seen(request, patient.changed_at)
            self._store(patient, values)
        row, data = self.as_data(patient.pk)
        return tagged(request, data, row.changed_at)

    def _store(self, patient: Patient, values: dict[str, Any]) -> None:
        many = {name: values.pop(name) for name in MANY if name in values}
        for name, value in values.items():
            setattr(patient, name, value)
        refuse_faults(patient)
        try:
            with transaction.atomic():
                patient.save()
                for name, rows in many.items():
                    getattr(patient, name).set(rows)
        except IntegrityError as error:
            # Somebody else entered the same number at this moment.
            raise Unprocessable([("reference", "Another patient has this record number.")]) from error
