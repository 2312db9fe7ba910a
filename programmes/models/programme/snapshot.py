"""What a programme was at a moment: its history, one picture per editor per ten minutes and at issue."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models.programme.kept import programme_as_kept
from programmes.models.programme.programme import Programme
from programmes.models.scoping import SharedOrOwnQuerySet

ONE_SITTING = timedelta(minutes=10)


class SnapshotQuerySet(SharedOrOwnQuerySet):
    clinic_path = "programme__clinic"

    def record(self, programme: Programme, user: Any, *, at_issue: bool = False) -> Snapshot:
        """Keep *programme* as it is now.

        Within ten minutes the same editor's snapshot is renewed, as long as it is the last one: what somebody
        else changed meanwhile stays theirs. One made at issue always stays.
        """
        last = self.filter(programme=programme).first()
        is_same_sitting = (
            last is not None
            and not (at_issue or last.at_issue)
            and last.made_by_id == (user.pk if user else None)
            and last.made_at >= timezone.now() - ONE_SITTING
        )
        snapshot = last if is_same_sitting else Snapshot(programme=programme, made_by=user, at_issue=at_issue)
        snapshot.data = programme_as_kept(programme)
        snapshot.save()
        return snapshot


class Snapshot(models.Model):
    """A programme as JSON, with who had changed it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="snapshots")
    made_at = models.DateTimeField(_("at"), auto_now_add=True)
    made_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at_issue = models.BooleanField(_("at issue"), default=False)
    data = models.JSONField(_("programme"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return f"{self.programme}, {self.made_at:%d.%m.%Y %H:%M}"
