"""What is said of a file that is refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def refusal(file: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("import_clinic", str(file), **options)
    words = str(refused.value)
    assert "\n" not in words
    assert words.endswith("Nothing was imported.")
    return words.removeprefix(f"{file}: ")
