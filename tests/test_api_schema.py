"""The OpenAPI schema of the API: sound, served, and true of every answer about the shipped library."""

from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from programmes.content.load import load_library
from programmes.models import Template
from programmes.starting import start_from
from tests.asking import ask, read
from tests.cast import Cast
from tests.factories import make_handout, make_patient

pytestmark = pytest.mark.django_db
AS_JSON = {"Accept": "application/vnd.oai.openapi+json"}


@pytest.fixture
def schema(cast: Cast) -> dict[str, Any]:
    return ask(cast.ana, "schema/", headers=AS_JSON).json()


def described(schema: dict[str, Any], path: str) -> Draft202012Validator:
    """Return what checks an answer of *path*: nothing missing, nothing besides, nothing of another type."""
    content = schema["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]
    answer = {"components": schema["components"], **content["application/json"]["schema"]}
    return Draft202012Validator(_as_json_schema(deepcopy(answer)))


def _as_json_schema(value: Any) -> Any:
    """Return an OpenAPI 3.0 schema as JSON Schema, which knows no "nullable", and let no object hold more."""
    if isinstance(value, list):
        return [_as_json_schema(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    value = {name: _as_json_schema(inner) for name, inner in value.items()}
    if isinstance(value.get("properties"), dict):
        value.setdefault("additionalProperties", False)
    if value.pop("nullable", False) is True:
        return {"anyOf": [value, {"type": "null"}]}
    return value


def operations(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [found for path in schema["paths"].values() for found in path.items()]


def test_the_schema_validates_without_a_warning():
    told = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=told)
    assert "title: Rehab exercise programmes" in told.getvalue()


def test_the_schema_has_a_title_a_version_and_tags(schema: dict[str, Any]):
    assert (schema["info"]["title"], schema["info"]["version"]) == ("Rehab exercise programmes", "1.0.0")
    assert schema["info"]["description"].startswith("Reads the exercise library; enters patients")
    tags = {tag for _method, operation in operations(schema) for tag in operation["tags"]}
    assert tags == {tag["name"] for tag in schema["tags"]} == {"Library", "Patients", "Programmes", "Handouts", "Diary"}


def test_the_schema_says_how_every_address_says_no(schema: dict[str, Any]):
    for method, operation in operations(schema):
        told = set(operation["responses"])
        assert {"400", "401", "403", "404", "405", "429", "500"} <= told
        assert method == "get" or {"415", "422"} <= told
        assert method != "patch" or {"412", "428"} <= told
        for status in told - {"200", "201", "304"}:
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    assert "410" in schema["paths"]["/api/v1/handouts/{id}/pdf/"]["get"]["responses"]


def test_the_schema_holds_reading_making_and_changing(schema: dict[str, Any]):
    assert {method for path in schema["paths"].values() for method in path} == {"get", "post", "patch"}


def test_the_check_sees_an_answer_that_is_not_as_described(schema: dict[str, Any]):
    check = described(schema, "conditions/")
    assert check.is_valid({"count": 0, "next": None, "previous": None, "results": []})
    assert not check.is_valid({"count": 0, "next": None, "previous": None, "results": [{"slug": "a"}]})
    assert not check.is_valid({"count": 0, "next": None, "previous": None, "results": [], "more": 1})


def test_every_answer_about_the_shipped_library_is_as_described(cast: Cast, schema: dict[str, Any]):
    load_library()
    patient = make_patient(clinic=cast.clinic)
    for template in Template.objects.all():
        programme = start_from(template, patient=patient, practitioner=cast.ana.practitioner, side="left")
        make_handout(programme)
    programme.handouts.get().withdraw(cast.ana.practitioner, "Wrong side")
    counts = {}
    for path in ("exercises/", "conditions/", "programme-kinds/", "templates/", "programmes/", "handouts/"):
        answer = read(cast, path)
        described(schema, path).validate(answer)
        counts[path] = len(answer["results"])
    assert counts == {
        "exercises/": 80,
        "conditions/": 5,
        "programme-kinds/": 2,
        "templates/": 7,
        "programmes/": 7,
        "handouts/": 7,
    }
    # Nothing is left unworded: no brace of a side word or of an emergency number.
    for path in counts:
        assert "{" not in "".join(texts(read(cast, path)))


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts(one)]
