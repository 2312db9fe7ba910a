"""The threat model in docs/: each row says what stops whom, and each test it names is there."""

import re

import pytest

from tests.test_clinical_safety_doc import ROOT, defined_in

PAGE = (ROOT / "docs" / "security.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)][
    2:
]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_each_row_is_whole_and_names_its_proof_or_says_that_there_is_none(row: list[str]):
    _who, wants, stopped_by, proof = row
    assert wants
    assert stopped_by
    assert re.fullmatch(r"(`tests/[\w/]+\.py::test_\w+`\s*)+", proof) or proof.startswith("none: ")


def test_it_has_rows_enough_to_be_a_table():
    assert len(ROWS) > 20


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_test_that_the_page_names_is_there(path: str, name: str):
    assert (ROOT / path).exists()
    assert name in defined_in(path)


def test_each_linked_page_exists():
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
