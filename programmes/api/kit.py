"""What an exercise needs and what it is for, in JSON."""

from __future__ import annotations

from programmes.api.row import RowSerializer
from programmes.models import Kit, KitNeed, Purpose


class PurposeSerializer(RowSerializer):
    class Meta:
        model = Purpose
        fields = ["slug", "name"]


class KitSerializer(RowSerializer):
    class Meta:
        model = Kit
        fields = ["slug", "name", "substitute"]


class KitNeedSerializer(RowSerializer):
    """One thing an exercise needs; any of the named kit will do."""

    any_of = KitSerializer(many=True, read_only=True)

    class Meta:
        model = KitNeed
        fields = ["any_of", "is_optional", "detail"]
