"""Who signed in. What they may do is asked of `access`, of its rules alone: no table of permissions is looked at."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from programmes.signing_in.second_factor import factors


class Backend(AuthenticationBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        self._refused: set[Any] = set()
        return super().authenticate(request, **credentials)

    def _check_password(self, user: Any, password: str) -> Any:
        """Look at a password once, though its user is found by name and by e-mail: its time would tell that."""
        if user is None or user.pk in self._refused:
            return None
        checked = super()._check_password(user, password)
        if checked is None:
            self._refused.add(user.pk)
        return checked

    def get_user(self, user_id: Any) -> User | None:
        """Return who signed in, with where they work and whether they have a second factor: each page asks that too."""
        users = User.objects.select_related("practitioner__clinic")
        users = users.annotate(has_second_factor=Exists(factors().filter(user=OuterRef("pk"))))
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
