"""Pillow told to refuse a picture that breaks off. WeasyPrint has it filled up with grey, all over the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from PIL import ImageFile

_lock = Lock()


@contextmanager
def whole_pictures_only() -> Iterator[None]:
    """While this lasts, `load` raises OSError for a file that breaks off."""
    with _lock:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
