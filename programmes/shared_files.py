"""Pictures and logos on storage that speaks S3, for a site of several machines. They have no address of their own."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from programmes.whole_files import note_made

# Somebody waits for a page meanwhile.
_CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=5,
    read_timeout=20,
    retries={"total_max_attempts": 2},
)


class SharedFiles(S3Storage):
    """Files that are stored whole or not at all. What goes wrong is an OSError, as of a disk."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, client_config=_CLIENT, file_overwrite=False, default_acl=None)

    def _open(self, name: str, mode: str = "rb") -> File:
        # Read at once: later, whoever reads would meet errors of a kind that only this file knows.
        with _as_of_a_disk(), super()._open(name, mode) as file:
            return File(BytesIO(file.read()), name)

    def _save(self, name: str, content: Any) -> str:
        with _as_of_a_disk():
            stored: str = super()._save(name, content)
        note_made(self, stored)
        return stored

    def exists(self, name: str) -> bool:
        with _as_of_a_disk():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _as_of_a_disk():
            super().delete(name)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return no address: a picture is shown by the pages of its clinic alone."""
        return ""


@contextmanager
def _as_of_a_disk() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        # Its own words would name the place.
        raise OSError(errno.EIO, f"the storage of pictures failed: {type(error).__name__}") from None
