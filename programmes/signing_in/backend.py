"""Who signed in. What they may do is asked of `access`, of its rules alone: no table of permissions is looked at."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from programmes.signing_in.second_factor import factors


class Backend(AuthenticationBackend):
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
