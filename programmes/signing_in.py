"""Who signed in: each request asks who works where, so that comes along with the log-in, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class Backend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("practitioner__clinic").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
