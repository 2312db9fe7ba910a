"""What every address has in common that something can be sent to: who may, and how it is read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied as Denied
from django.db.models import Model
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from programmes import access
from programmes.api.reading import MaySee, Reading
from programmes.api.sent import Sent
from programmes.models import ApiToken, Practitioner

SAFE = ("GET", "HEAD", "OPTIONS")


class MayWrite(MaySee):
    """Lets in who may do what is asked: `view.needs` names the permission of each action that writes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if request.method in SAFE:
            return True
        if isinstance(request.auth, ApiToken) and not request.auth.covers(ApiToken.Scope.WRITE):
            raise PermissionDenied("This token only reads. Make one that may write too.")
        # Who runs the machine may do all, and works at no clinic: nothing can be made for them.
        if not access.may_write(request.user):
            raise PermissionDenied("You may read here, and write nothing.")
        return view.action not in view.needs or request.user.has_perm(view.needs[view.action])

    def has_object_permission(self, request: Request, view: Any, row: Model) -> bool:
        super().has_object_permission(request, view, row)
        return request.method in SAFE or request.user.has_perm(view.needs[view.action], row)


class Writing(Reading):
    """Rows that can be read, and some of them made or changed. `needs`: the permission for each action that writes."""

    permission_classes = [MayWrite]
    needs: dict[str, str] = {}
    http_method_names = ["get", "head", "options", "post", "patch"]

    def sent(self, shape: type[Sent], **kwargs: Any) -> dict[str, Any]:
        """Return what was sent, as *shape* describes it. Raises Unprocessable."""
        return shape(data=self.request.data, context=self.get_serializer_context(), **kwargs).read()

    def as_data(self, pk: Any) -> tuple[Any, Any]:
        """Return the row as it is stored now, and as it is told."""
        row = self.get_queryset().get(pk=pk)
        serializer: BaseSerializer[Any] = self.get_serializer(row)
        return row, serializer.data

    def practitioner_for(self, row: Any) -> Practitioner:
        """Return who writes, at the clinic of *row*."""
        practitioner = access.practitioner_for(self.request.user, row)
        if practitioner is None:
            raise Denied
        return practitioner
