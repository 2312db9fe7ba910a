"""How long a link takes that opens nothing: whatever it died of, alike; and 10,000 guesses at once."""

import os
from datetime import timedelta
from itertools import chain, repeat
from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import links
from programmes.models import ShareLink
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_programme

ROUNDS = 500 if os.environ.get("FULL_BENCHMARK") else 50


def dead_tokens() -> dict[str, str]:
    """Return a token of each kind that opens nothing."""
    dead = {}
    for kind in ("expired", "revoked", "of an older version"):
        programme = make_programme()
        dead[kind] = make_link(programme)
        for _version in range(2 if kind == "of an older version" else 1):
            make_handout(programme, document=make_document().as_plain())
    ShareLink.objects.filter(pk=dead["expired"].pk).update(expires_at=timezone.now() - timedelta(1))
    for kind in ("revoked", "of an older version"):
        dead[kind].revoke(dead[kind].made_by)
    tokens = {kind: links.token_of(link) for kind, link in dead.items()}
    return {**tokens, "guessed": "A" * 22 + tokens["expired"][-4:]}


@pytest.mark.once
@pytest.mark.django_db
def test_links_that_open_nothing_take_the_same_time(capsys: pytest.CaptureFixture[str]):
    took: dict[str, list[float]] = {}
    client = Client()
    # In turn, so that what else the machine does falls on all alike.
    for kind, token in chain.from_iterable(repeat(list(dead_tokens().items()), ROUNDS)):
        cache.clear()
        start = perf_counter()
        answer = client.get(reverse("portal:page", args=[token]))
        took.setdefault(kind, []).append((perf_counter() - start) * 1000)
        assert answer.status_code == 404
    middles = {kind: median(times) for kind, times in took.items()}
    least = min(middles.values())
    shares = ", ".join(f"{kind} {each:.2f} ms ({each / least:.2f})" for kind, each in middles.items())
    with capsys.disabled():
        print(f"\nlinks that open nothing: {shares}")


@pytest.mark.once
@pytest.mark.django_db
def test_ten_thousand_guesses_from_one_address(capsys: pytest.CaptureFixture[str]):
    client, start = Client(), perf_counter()
    statuses = [client.get(reverse("portal:page", args=[f"{number:026}"])).status_code for number in range(10_000)]
    with capsys.disabled():
        print(f"\n10,000 guesses: {statuses.count(404)} looked at, {statuses.count(429)} not, ", end="")
        print(f"in {perf_counter() - start:.0f} s")
    assert statuses == [404] * 20 + [429] * 9_980
