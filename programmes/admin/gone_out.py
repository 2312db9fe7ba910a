"""What went out in one person's name without their asking: the re-issues of many, for the front page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone

from programmes.models import Batch, BatchItem, Practitioner

# Long enough for somebody who comes back from a holiday.
SHOWN_FOR = timedelta(days=30)


def gone_out(by: Practitioner, *, most: int) -> list[dict[str, Any]]:
    """Return the re-issues of the last month with handouts in the name of *by*, the newest first. Queries once."""
    rows = BatchItem.objects.gone_out_as(by).filter(at__gte=timezone.now() - SHOWN_FOR).order_by()
    # What somebody gives to a class they asked for themselves.
    rows = rows.exclude(batch__kind=Batch.Kind.TEMPLATE)
    each = rows.values("batch", "batch__name").annotate(count=Count("pk"), last=Max("at")).order_by("-last")
    return [
        {
            "name": row["batch__name"],
            "count": row["count"],
            "last": row["last"],
            "url": reverse("admin:programmes_batch_report", args=[row["batch"]]),
        }
        for row in each[:most]
    ]
