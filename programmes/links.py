"""The token behind a patient's link: derived, never stored. Whoever holds it holds the sheet.

A token is 128 bits that only the site's key can make of the link's id, and four letters that say which clinic to ring
when it opens nothing. The letters are on no secret: they tell a clinic's telephone number, which is public.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, time, timedelta
from hashlib import sha256
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programmes.models import Clinic, Practitioner, Programme, ShareLink

SECRET_BYTES = 16
HINT_LETTERS = 4


def make(programme: Programme, by: Practitioner, *, asks_birth_year: bool = False) -> ShareLink:
    """Return a link to the programme: the live one, prolonged, or a new one."""
    with transaction.atomic():
        # The programme is held, so that two presses at once make one link.
        Programme.objects.select_for_update().get(pk=programme.pk)
        link = begun(programme, by)
        link.asks_birth_year = asks_birth_year
        link.save()
    return link


def can_be_made(programme: Programme) -> bool:
    """Say whether a link would open something: where a handout is in use, on a site that knows its address."""
    return bool(settings.SITE_URL) and programme.handouts.live().exists()


def begun(programme: Programme, by: Practitioner) -> ShareLink:
    """Return the live link prolonged, or a new one; saved by whoever asked, once it is printed. Queries."""
    link = programme.share_links.live().first()
    if link is None or not is_ours(link):
        link = ShareLink(id=uuid4(), programme=programme, made_by=by)
        link.token_hash = hash_of(token_of(link))
    link.expires_at = _end_of_last_day(programme.clinic)
    return link


def _end_of_last_day(clinic: Clinic) -> datetime:
    """Return when a link stops that is made today: not in the middle of the day up to which it is said to work."""
    zone = ZoneInfo(clinic.time_zone)
    last = timezone.localdate(timezone=zone) + timedelta(days=clinic.link_days)
    return datetime.combine(last, time.max, zone)


def token_of(link: ShareLink) -> str:
    return token(link.id, hint_of(link.programme.clinic))


def token(link_id: UUID, hint: str) -> str:
    secret = hmac.digest(settings.LINK_KEY.encode(), b"share link" + link_id.bytes, sha256)[:SECRET_BYTES]
    return urlsafe_b64encode(secret).decode().rstrip("=") + hint


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def is_ours(link: ShareLink) -> bool:
    """Say whether its token can be derived again: not after LINK_KEY was changed. The old address works on."""
    return hmac.compare_digest(hash_of(token_of(link)), link.token_hash)


def address_of(link: ShareLink) -> str:
    """Return the whole address, as a patient types or scans it; "" when the site does not know its own (SITE_URL)."""
    return address(token_of(link))


def address(token: str) -> str:
    return f"{settings.SITE_URL}{reverse('portal:page', args=[token])}" if settings.SITE_URL else ""


def language_of(link: ShareLink) -> str:
    """Return the language of the handout given last, withdrawn or not; the clinic's before there is one. Queries."""
    given = link.programme.handouts.order_by("-version").values_list("language", flat=True).first()
    return given or link.programme.clinic.language


def still_opens(link_id: UUID) -> bool:
    """Say whether the address that would be printed of a link opens anything. Queries."""
    link = ShareLink.objects.live().select_related("programme__clinic").filter(pk=link_id).first()
    return link is not None and is_ours(link)


def find(token: str) -> ShareLink | None:
    """Return the live link that a token opens; None for one that was revoked, has expired or never was."""
    rows = ShareLink.objects.live().select_related("programme__clinic", "programme__patient")
    return rows.filter(token_hash=hash_of(token)).first()


def clinic_to_ring(token: str) -> Clinic | None:
    """Return the clinic whose letters end a token, whether or not it ever opened anything; None for no clinic's."""
    hint = token[-HINT_LETTERS:]
    return next((clinic for clinic in Clinic.objects.order_by("pk") if hint_of(clinic) == hint), None)


def hint_of(clinic: Clinic) -> str:
    return clinic.id.hex[:HINT_LETTERS]
