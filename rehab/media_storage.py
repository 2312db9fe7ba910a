"""MEDIA_STORAGE_URL as Django wants it: storage that speaks S3. What is wrong with it is said without showing it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ON_DISK = {"BACKEND": "programmes.whole_files.WholeFiles"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
UNREADABLE = (
    "MEDIA_STORAGE_URL cannot be read. Write it like s3://key:secret@s3.example.org/bucket or "
    "s3://key:secret@s3.example.org:9000/bucket/folder?region=eu-west-2. In a secret write %2F for /, %2B for +."
)
NOT_INSTALLED = "MEDIA_STORAGE_URL is set, but django-storages is not installed: pip install -r requirements-scale.txt"


def read(url: str) -> dict[str, Any]:
    """Return the storage that *url* names; a folder on a disk for "". Raises ImproperlyConfigured."""
    if not url:
        return ON_DISK
    try:
        options = _options(urlsplit(url))
    except ValueError:
        # Its own words and its cause would quote the address.
        options = {}
    if not options:
        raise ImproperlyConfigured(UNREADABLE)
    if not all(find_spec(name) for name in ("storages", "boto3")):
        raise ImproperlyConfigured(NOT_INSTALLED)
    return {"BACKEND": "programmes.shared_files.SharedFiles", "OPTIONS": options}


def _options(url: SplitResult) -> dict[str, Any]:
    """Return what the storage is told; nothing for an address that lacks a part. Raises ValueError."""
    bucket, _slash, folder = url.path.strip("/").partition("/")
    # Without a key its client would ask the machine's surroundings for one.
    if url.scheme != "s3" or not (url.hostname and url.username and url.password and bucket):
        return {}
    host = url.hostname if ":" not in url.hostname else f"[{url.hostname}]"
    door = "http" if url.hostname in LOOPBACK else "https"
    return {
        "endpoint_url": f"{door}://{host}:{url.port}" if url.port else f"{door}://{host}",
        "access_key": unquote(url.username),
        "secret_key": unquote(url.password),
        "bucket_name": bucket,
        "location": folder,
        "region_name": parse_qs(url.query).get("region", ["us-east-1"])[0],
    }
