"""The form of every page: fills in the clinic, and keeps what a row already points at among the choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from programmes.models import Clinic


class OwnClinicForm(forms.ModelForm):
    """`own_clinic` is the clinic of whoever fills it in; the page sets it. Nobody with a clinic chooses one."""

    own_clinic: Clinic | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.own_clinic and self.instance._state.adding and hasattr(self.instance, "clinic_id"):
            self.instance.clinic = self.own_clinic
        for name, field in self.fields.items():
            if hasattr(field, "before"):
                field.before = getattr(self.instance, name, None) or field.before
            if isinstance(field, forms.ModelChoiceField) and not self.instance._state.adding:
                self._offer_what_is_stored(name, field)

    def _offer_what_is_stored(self, name: str, field: forms.ModelChoiceField) -> None:
        """Something retired since stays where it is: saving the rest of the form must not fail on it."""
        if name not in {stored.name for stored in self._fields_of_the_row()}:
            return
        column = self.instance._meta.get_field(name)
        if column.many_to_many:
            keys = list(getattr(self.instance, name).values_list("pk", flat=True))
        else:
            keys = [key for key in [getattr(self.instance, column.attname)] if key is not None]
        if keys and field.queryset is not None:
            rows = field.queryset.model._default_manager
            field.queryset = rows.filter(Q(pk__in=field.queryset.values("pk")) | Q(pk__in=keys))

    def _fields_of_the_row(self) -> list[Any]:
        return [*self.instance._meta.concrete_fields, *self.instance._meta.many_to_many]

    def _get_validation_exclusions(self) -> set[str]:
        # The clinic stands on no form, and yet its rules (one record number once) are asked.
        return super()._get_validation_exclusions() - {"clinic"}
