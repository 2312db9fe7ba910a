"""The secret key of a newcomer's machine: made once, kept in a file that git ignores."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key


def read_or_make(path: Path) -> str:
    """Return the key kept in *path*, making it (readable by its owner only) when there is none."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()
