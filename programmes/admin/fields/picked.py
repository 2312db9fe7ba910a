"""A row picked by typing. What is no key of any row is refused beside the field, as any other wrong answer."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


class Picked(AutocompleteSelect):
    # Stock Django looks up whatever was sent, and falls over what the column cannot hold.
    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(self.field, value), attr)


class PickedMany(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, _keys(self.field, value), attr)


def _keys(field: Any, values: Any) -> list[Any]:
    return [value for value in values if value == "" or _is_key(field.remote_field.model._meta.pk, value)]


def _is_key(column: Any, value: Any) -> bool:
    try:
        column.to_python(value)
    except ValidationError:
        return False
    return True
