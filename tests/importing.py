"""Importing a programme from a file, and files to import."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from programmes.models import Programme


def imported(path: Path, **options: Any) -> tuple[Programme, str]:
    out = io.StringIO()
    call_command("import_programme", path, stdout=out, **options)
    first, _line_end, notes = out.getvalue().partition("\n")
    programme = Programme.objects.with_lines().get(pk=first.split()[0])
    assert first == f"{programme.pk} {programme.name}"
    return programme, notes


def written(path: Path, content: Any) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path
