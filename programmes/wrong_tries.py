"""Whoever tries many wrong keys is made to wait, and meanwhile nothing of theirs is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from time import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest


@dataclass(frozen=True)
class WrongTries:
    """So many wrong ones in so many seconds are let pass. Kept by who tries or by what is tried: in the
    cache that all processes share, unless another is named."""

    what: str
    most: int
    seconds: int
    cache: str = "default"

    def seconds_to_wait(self, who: str) -> int:
        """Return how long nothing of theirs is looked at; 0 when there is no need to wait."""
        recent = self._recent(who)
        return 0 if len(recent) < self.most else max(1, round(recent[0] + self.seconds - time()))

    def note(self, who: str) -> None:
        # The last ones alone: whoever goes on trying goes on waiting.
        caches[self.cache].set(self._key(who), [*self._recent(who), time()][-self.most :], self.seconds)

    def _recent(self, who: str) -> list[float]:
        return [at for at in caches[self.cache].get(self._key(who), []) if at > time() - self.seconds]

    def _key(self, who: str) -> str:
        return f"wrong-{sha256(f'{self.what}:{who}'.encode()).hexdigest()}"


def address_of(request: HttpRequest) -> str:
    """Return whose address it is: what our own proxy says, and never what a visitor says of himself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return as_counted(forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"])


def as_counted(address: str) -> str:
    """Return an IPv6 address as the network of 64 bits that its holder has, and could come from anew at each try."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    # One of the old kind, as a server that listens for both kinds writes it.
    return str(known.ipv4_mapped or IPv6Network((int(known), 64), strict=False).network_address)
