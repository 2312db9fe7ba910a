"""Which version of the product writes a file."""

from __future__ import annotations

import tomllib

from django.conf import settings


def product_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        version: str = tomllib.load(file)["project"]["version"]
    return version
