"""What every test is held to."""

import logging
from collections.abc import Iterator

import pytest


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@pytest.fixture(autouse=True)
def renderer_has_nothing_to_say() -> Iterator[None]:
    """Fail a test in which WeasyPrint complains: it logs bad styles and missing pictures, and prints on."""
    kept = _Kept()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(kept)
    yield
    logger.removeHandler(kept)
    assert kept.messages == []
