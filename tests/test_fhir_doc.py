"""The page about FHIR in docs/: its tables are what the code does, field by field."""

import re
from pathlib import Path

import pytest

from programmes.handout.fhir.plan_definition import plan_definition
from tests.fhir import faults
from tests.fhir_paths import every_field, every_path, places, whole_bundle, whole_document

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "fhir.md").read_text()
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")}
# Which resources are there, in the tables of resources.
KINDS = {entry["resource"]["resourceType"] for entry in whole_bundle(whole_document())["entry"]}


def rows(section: str) -> dict[str, str]:
    found = re.findall(r"^\| (.+?) \| (.+?) \|$", SECTIONS[section], flags=re.MULTILINE)
    return dict(found[1:])


def named(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


FIELDS = {field.strip("`"): cell for field, cell in rows("What of the document goes where").items()}


def test_each_field_of_a_document_has_its_row():
    behind = {field for field in every_field() if field.partition(".")[0].endswith("Terms")}
    assert set(FIELDS) == (every_field() - behind) | {"PlanTerms.condition"}


def test_each_text_is_where_its_row_says_and_nowhere_else():
    there = places()
    said = {field: named(cell) for field, cell in FIELDS.items() if field in there}
    assert said == there


@pytest.mark.parametrize("field", sorted(set(FIELDS) - set(places())))
def test_what_is_no_text_goes_where_there_is_something_or_is_said_to_stay(field: str):
    if FIELDS[field].startswith("not carried: "):
        assert named(FIELDS[field]) == set()
    else:
        assert named(FIELDS[field]) <= set(every_path(whole_bundle(whole_document())))
        assert named(FIELDS[field])


def test_what_fills_every_field_is_valid():
    assert faults(whole_bundle(whole_document())) == []


def test_the_resources_are_those_of_a_bundle():
    assert {name for row in rows("What is in a Bundle") for name in named(row)} == KINDS


def test_the_table_of_a_template_names_what_is_in_its_plan_definition():
    plain = plan_definition(whole_document(), version="1", is_signed_off=False)
    assert {path for cell in rows("A template").values() for path in named(cell)} <= set(every_path(plain))


def test_what_differs_in_r4b_is_told_of_every_resource():
    told = {name for row in rows("R4 and R4B") for name in named(row)}
    assert told == KINDS | {"Bundle", "PlanDefinition"}
    assert not {
        path
        for path in every_path(plan_definition(whole_document(), version="1", is_signed_off=False))
        if "subject" in path
    }


def test_each_linked_page_exists():
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", PAGE):
        assert (DOCS / target).exists(), target
