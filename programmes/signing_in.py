"""Who signed in. What they may do is asked of `access`, of its rules alone: no table of permissions is looked at."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class Backend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        """Return who signed in, with where they work: each page asks that too."""
        user = User.objects.select_related("practitioner__clinic").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
