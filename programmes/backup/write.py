"""The manifest at the end of a backup file."""

from __future__ import annotations

import json
from hashlib import sha256
from zipfile import ZipFile

from programmes.archive.part import MANIFEST
from programmes.archive.write import add
from programmes.backup.part import MANIFEST_HASH, Manifest


def add_manifest(archive: ZipFile, manifest: Manifest) -> None:
    body = json.dumps(manifest.as_plain(), indent=1, ensure_ascii=False).encode()
    add(archive, MANIFEST, [body], packed=True)
    add(archive, MANIFEST_HASH, [sha256(body).hexdigest().encode()], packed=False)
