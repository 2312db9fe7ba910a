"""A template: a programme without a patient, to start programmes from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.library.item import LibraryQuerySet
from programmes.models.programme.programme import Programme, ProgrammeQuerySet


class TemplateQuerySet(ProgrammeQuerySet, LibraryQuerySet):
    """Templates are shared or a clinic's own, as the rows of the library are."""


class TemplateManager(models.Manager.from_queryset(TemplateQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TemplateQuerySet:
        return super().get_queryset().filter(patient=None)


class Template(Programme):
    """A programme to start from. A clinic's own template stands in for the shared one of the same short name."""

    objects = TemplateManager()

    class Meta:
        proxy = True
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def __str__(self) -> str:
        return self.name
