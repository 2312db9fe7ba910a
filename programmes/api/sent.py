"""What is sent, as JSON: read whole, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as NotValid
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from programmes import access
from programmes.api.problem import Unprocessable, flat
from programmes.models.library.item import LibraryItem


class Sent(serializers.Serializer):
    """What is sent to an address. A key it does not know is refused: passed over, a mistyped one would not be kept."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        known = ", ".join(self.fields)
        told = {str(name): [f"Unknown. Known here: {known}."] for name in unknown}
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **told}) from error
        if told:
            raise ValidationError(told)
        return values

    def read(self) -> dict[str, Any]:
        """Return what was sent, checked. Raises Unprocessable."""
        if not self.is_valid():
            raise Unprocessable(flat(self.errors))
        return self.validated_data


class LibraryRows(serializers.ListField):
    """Rows of the library, by their slugs. Asks for all of them at once."""

    child = serializers.CharField(max_length=80)

    def __init__(self, model: type[LibraryItem], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        slugs = super().to_internal_value(data)
        rows = access.choices(self.model, self.context["request"].user).filter(slug__in=slugs)
        by_slug = {row.slug: row for row in rows}
        name = self.model._meta.verbose_name
        missing = {at: [f"There is no such {name}."] for at, slug in enumerate(slugs) if slug not in by_slug}
        if missing:
            raise ValidationError(missing)
        return [by_slug[slug] for slug in slugs]


def refuse_faults(row: Any) -> None:
    """Raise Unprocessable for what the model itself refuses of *row*, as a form of the workbench does."""
    try:
        row.full_clean(validate_unique=False)
    except NotValid as error:
        raise Unprocessable(
            ("" if name == "__all__" else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ) from error
