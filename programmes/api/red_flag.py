"""A warning sign in JSON, with whom to ring where the clinic is."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rest_framework import serializers

from programmes import access
from programmes.api.by_slug import BySlug
from programmes.api.reading import in_the_library
from programmes.api.row import RowSerializer
from programmes.api.source import SourceSerializer
from programmes.content.rows.lists import NEUTRAL
from programmes.content.services import fill_services
from programmes.models import EmergencyServices, RedFlag


class EmergencyWords:
    """Whom to ring in the clinic's country, for the names in braces of an action. Queries once, when first asked."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def fill(self, text: str) -> str:
        return fill_services(text, self._words)

    @cached_property
    def _words(self) -> dict[str, str]:
        clinic = access.clinic_of(self._user)
        country = (clinic.country if clinic else "GB").lower()
        services = BySlug(in_the_library(EmergencyServices, self._user).filter(slug__in=[country, NEUTRAL]))
        return next((row.words for row in services.named([country, NEUTRAL])), {})


class RedFlagSerializer(RowSerializer):
    action_plain = serializers.SerializerMethodField(help_text="What to do, with the numbers of the clinic's country.")
    sources = SourceSerializer(many=True, read_only=True)

    class Meta:
        model = RedFlag
        fields = [
            "slug",
            "title",
            "line",
            "plain",
            "tell_us",
            "screening_question",
            "urgency",
            "action_plain",
            "is_always_shown",
            "basis",
            "provenance",
            "sources",
        ]

    def get_action_plain(self, sign: RedFlag) -> str:
        return self.context["emergency"].fill(sign.action_plain)
