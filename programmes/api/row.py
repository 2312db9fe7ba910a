"""A row of the database in JSON, for reading only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


# Every field is read-only, so that the schema calls every one present and sets no limits on it. No docstring: the
# schema would show it for every serializer without one of its own.
class RowSerializer(serializers.ModelSerializer):
    def get_extra_kwargs(self) -> dict[str, dict[str, Any]]:
        extra = super().get_extra_kwargs()
        return {name: {**extra.get(name, {}), "read_only": True} for name in self.Meta.fields}

    def include_extra_kwargs(self, kwargs: dict[str, Any], extra_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Keep what a choice may be besides: a reader meets the empty one too."""
        may_be_blank = kwargs.get("allow_blank", False)
        kwargs = super().include_extra_kwargs(kwargs, extra_kwargs)
        return {**kwargs, "allow_blank": True} if may_be_blank else kwargs


def texts(**kwargs: Any) -> serializers.ListField:
    """Return a field for a stored list of texts."""
    return serializers.ListField(child=serializers.CharField(), read_only=True, **kwargs)


def slug_of(**kwargs: Any) -> serializers.SlugRelatedField:
    """Return a field that names a row of the library, or none, by its slug."""
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, **kwargs)
