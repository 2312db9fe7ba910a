"""What every address of the API has in common: who may read, which rows, which query parameters.

Each asks `access` twice: which rows are shown, and whether this person may see this row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.cache import patch_cache_control
from rest_framework import serializers, viewsets
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from programmes import access
from programmes.models import ApiToken
from programmes.models.library.item import LibraryItem


class MaySee(BasePermission):
    """Lets in who works at a clinic. A row of another clinic does not exist for them, so that nothing leaks."""

    message = "This log-in belongs to nobody who works at a clinic."

    def has_permission(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, ApiToken) and not request.auth.covers(view.scope):
            raise PermissionDenied("This token reads the library alone. Make one that reads patients too.")
        return request.user.is_authenticated and request.user.has_perm(_view_permission(view.model))

    def has_object_permission(self, request: Request, view: Any, row: Model) -> bool:
        if not request.user.has_perm(_view_permission(type(row)), row):
            raise Http404
        return True


def _view_permission(model: type[Model]) -> str:
    return f"programmes.view_{model._meta.model_name}"


class Reading(viewsets.ReadOnlyModelViewSet):
    """Rows of `model` that the reader may see. `parameters_class` declares what else can be asked, beside filters."""

    model: type[Model]
    # What a token must cover. Whatever is not said to be the library is taken for patients' data.
    scope = ApiToken.Scope.PATIENTS
    parameters_class: type[serializers.Serializer] | None = None
    cache_control = {"private": True, "no_store": True}
    permission_classes = [MaySee]
    http_method_names = ["get", "head", "options"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _refuse_unclear(request, self._parameters())
        self.asked()  # Raises what is wrong with them before a filter asks the database.

    def asked(self) -> dict[str, Any]:
        """Return what `parameters_class` declares, checked."""
        if self.parameters_class is None:
            return {}
        parameters = self.parameters_class(data=self.request.query_params)
        parameters.is_valid(raise_exception=True)
        return parameters.validated_data

    def get_queryset(self) -> QuerySet[Any]:
        return access.visible(self.model, self.request.user)

    def finalize_response(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().finalize_response(*args, **kwargs)
        patch_cache_control(response, **self.cache_control)
        return response

    def _page_parameter(self) -> str:
        return getattr(self.pagination_class, "cursor_query_param", "page")

    def _parameters(self) -> set[str]:
        known = set(self.parameters_class().fields) if self.parameters_class else set()
        if self.action == "list":
            known |= {self._page_parameter(), "page_size", *self.filterset_class.base_filters}
        return known


class LibraryReading(Reading):
    """The library as the reader's clinic has it: its own copies stand in for shared rows. Found by slug.

    What is retired is not listed, but is still there for whoever knows its name.
    """

    scope = ApiToken.Scope.LIBRARY
    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().for_clinic(access.clinic_of(self.request.user)).order_by("slug", "pk")
        return rows.in_use() if self.action == "list" else rows


class WhateverIsAccepted(BaseContentNegotiation):
    """Lets a client accept a file's own type alone: what it is told when there is none is JSON all the same."""

    def select_renderer(self, request: Request, renderers: list[Any], format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def in_the_library(model: type[LibraryItem], user: Any) -> Any:
    """Return the rows of *model* that *user*'s clinic works with, one a slug."""
    return access.visible(model, user).for_clinic(access.clinic_of(user))


def _refuse_unclear(request: Request, known: set[str]) -> None:
    """Raise for a parameter that is unknown, empty or there twice: ignored, it would let through too many rows."""
    wrong = {}
    for name, values in request.query_params.lists():
        if name not in known:
            wrong[name] = [f"Unknown parameter. Known here: {', '.join(sorted(known)) or 'none'}."]
        elif len(values) > 1:
            wrong[name] = ["Give this parameter once."]
        elif not values[0].strip():
            wrong[name] = ["Give a value, or leave the parameter out."]
    if wrong:
        raise ValidationError(wrong)
