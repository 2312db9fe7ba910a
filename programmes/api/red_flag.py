"""A warning sign in JSON, with whom to ring where the clinic is."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from rest_framework import serializers

from programmes import access
from programmes.api.reading import in_the_library
from programmes.api.row import RowSerializer
from programmes.api.source import SourceSerializer
from programmes.models import EmergencyServices, RedFlag

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class EmergencyWords:
    """What the placeholders of an action stand for in the clinic's country. Queries once, when first asked."""

    def __init__(self, user: Any) -> None:
        self._user = user

    def fill(self, text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: self._words.get(match[1], match[1]), text)

    @cached_property
    def _words(self) -> dict[str, str]:
        clinic = access.clinic_of(self._user)
        country = (clinic.country if clinic else "GB").lower()
        services = in_the_library(EmergencyServices, self._user).filter(slug=country).first()
        return services.words if services else {}


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
