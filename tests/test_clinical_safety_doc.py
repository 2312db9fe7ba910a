"""The hazard log in docs/: each hazard has an id and every part, and each test it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "clinical-safety.md").read_text()
HAZARDS = re.findall(r"^### (H-\d\d) (.+?)\n(.*?)(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
PARTS = ("**Cause**:", "**Effect**:", "**Before**:", "**After**:", "**Control**:", "**Proof**:")


@cache
def defined_in(path: str) -> set[str]:
    return {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}


def test_every_hazard_has_an_id_of_its_own_in_order():
    headings = re.findall(r"^### (.*)$", PAGE, re.MULTILINE)
    ids = [number for number, _title, _body in HAZARDS]
    assert len(ids) == len(headings)
    assert ids == [f"H-{number:02}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize(("number", "body"), [(number, body) for number, _title, body in HAZARDS])
def test_every_hazard_has_each_part_and_a_test_that_proves_its_control(number: str, body: str):
    assert [part for part in PARTS if body.count(part) != 1] == []
    proof = body.partition("**Proof**:")[2]
    assert re.findall(r"`tests/[\w/]+\.py::test_\w+`", proof)
    assert "test_" not in body.partition("**Proof**:")[0]


def test_severity_and_likelihood_are_words_that_the_page_explains():
    words = {*re.findall(r"^Severity: .*$|^or disability.*$", PAGE, re.MULTILINE)}
    explained = set(re.findall(r"\*(\w+)\* \(", " ".join(words)))
    rated = re.findall(r"\*\*(?:Before|After)\*\*: (\w+), (\w+)\.", PAGE)
    assert len(rated) == 2 * len(HAZARDS)
    assert {word for pair in rated for word in pair} <= explained


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_test_that_the_log_names_is_there(path: str, name: str):
    assert (ROOT / path).exists()
    assert name in defined_in(path)
