"""The diary in JSON: what patients said of their sessions. Only read: it is theirs."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from programmes.api.cursor import Cursor
from programmes.api.filters import MomentFilter, RowFilter
from programmes.api.reading import Reading
from programmes.api.row import RowSerializer, texts
from programmes.models import Patient, Programme, SessionLog


class DiarySerializer(RowSerializer):
    """One session, as its patient tells it. Pain and effort are 0 to 10; null was not scored."""

    patient = serializers.UUIDField(source="programme.patient_id", read_only=True)
    signs = texts(help_text="The warning signs that were ticked.")
    entered_by = serializers.SlugRelatedField(
        slug_field="name", read_only=True, allow_null=True, help_text="Who copied it from paper; null: the patient."
    )

    class Meta:
        model = SessionLog
        fields = ["id", "programme", "patient", "on", "done", "pain", "effort", "words", "signs", "entered_by"]
        fields += ["written_at"]


class DiaryFilters(filters.FilterSet):
    programme = RowFilter(Programme, field_name="programme", help_text="The programme's id.")
    patient = RowFilter(Patient, field_name="programme__patient", help_text="The patient's id.")
    since = MomentFilter(field_name="written_at")

    class Meta:
        model = SessionLog
        fields: list[str] = []


@extend_schema(tags=["Diary"])
class DiaryViewSet(Reading):
    """What patients wrote down, in the order it came in. An entry is never changed."""

    model = SessionLog
    serializer_class = DiarySerializer
    filterset_class = DiaryFilters
    pagination_class = Cursor
    order = ("written_at", "pk")

    def get_queryset(self) -> QuerySet[SessionLog]:
        # The programme is fetched whole, so that whose diary was read is in the access log.
        rows = super().get_queryset().select_related("programme__clinic", "entered_by")
        return rows.filter(programme__patient__isnull=False).order_by(*self.order)
