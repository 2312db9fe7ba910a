"""What the README claims is so."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from programmes import dosage
from programmes.sides import Side

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def test_the_configuration_table_names_each_variable_that_is_read():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "rehab" / "settings.py").read_text()))
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE))
    assert read == table


def test_each_command_in_the_table_exists():
    named = re.findall(r"^\| `([a-z_]+)[^`]*` \| [A-Z]", README, flags=re.MULTILINE)
    assert len(named) >= 3
    assert set(named) <= set(get_commands())


def test_each_linked_file_exists():
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("row", re.findall(r"^\| `(\d+x[^`]+)` \| (.+) \|$", README, flags=re.MULTILINE))
def test_the_doses_read_as_the_table_says(row: tuple[str, str]):
    typed, read = row
    short = dosage.parse_shorthand(typed)
    dose = dosage.Dosage(**short.changes)
    assert " · ".join(line.text for line in dosage.words(dose, short.side or Side.TOGETHER)) == read
