"""Processes that set pages, made for one test, and what keeps them busy."""

from typing import Any

import pytest

from programmes.handout import pdf
from programmes.handout.document import Image
from programmes.handout.worker import Limits
from programmes.handout.workers import Workers

# Nobody waits long but a process that has to share the machine with many.
LIMITS = Limits(seconds=20, seconds_in_all=300, megabytes=700)
SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">'


def with_limits(monkeypatch: pytest.MonkeyPatch, request: Any, count: int = 1, **limits: Any) -> Workers:
    """Return workers of the test's own, in place of the shared ones."""
    made = Workers(count, Limits(**{"seconds": 20, "seconds_in_all": 300, "megabytes": 700, **limits}), patience=0.05)
    request.addfinalizer(made.close)
    monkeypatch.setattr(pdf, "site_workers", lambda: made)
    return made


def svg(inside: str) -> Image:
    return Image("image/svg+xml", f"{SVG_HEAD}{inside}</svg>", "A drawing")


def use_bomb() -> Image:
    """Return a drawing of ten million rectangles, in less than a kilobyte."""
    first = '<g id="a0"><rect width="1" height="1"/></g>'
    groups = [f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 8)]
    return svg(f'<defs>{first}{"".join(groups)}</defs><use xlink:href="#a7"/>')
