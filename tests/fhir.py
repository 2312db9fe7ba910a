"""FHIR as tests look at it: made of a document, checked harder than by its models, and searched for words."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.plandefinition import PlanDefinition
from pydantic import BaseModel

from programmes.handout.document import Document
from programmes.handout.fhir.bundle import bundle
from programmes.handout.fhir.given import Given

PDF = b"%PDF-1.7 as issued"


def make_given(**kwargs: Any) -> Given:
    values = {
        "programme": "5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f001",
        "handout": "5a6f1c1e-7d0c-4a93-a1a5-b1f6f5b9f002",
        "issued_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "issued_by": "Ana Brook",
        "pdf": PDF,
        "sha256": sha256(PDF).hexdigest(),
        **kwargs,
    }
    return Given(**values)


def bundle_of(document: Document, **kwargs: Any) -> dict[str, Any]:
    return bundle(document, make_given(**kwargs))


def resources(whole: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in whole["entry"] if entry["resource"]["resourceType"] == kind]


def the(whole: dict[str, Any], kind: str) -> dict[str, Any]:
    (resource,) = resources(whole, kind)
    return resource


def texts(plain: Any) -> Iterator[str]:
    """Yield every text at any depth."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from texts(value)


def said(plain: Any) -> str:
    return "\n".join(texts(plain))


def faults(plain: dict[str, Any]) -> list[str]:
    """Return what is wrong. The models refuse what has no place or no value, and let any code and reference pass."""
    model = (Bundle if plain["resourceType"] == "Bundle" else PlanDefinition).model_validate(plain)
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in plain.get("entry", [])}
    found = [] if len(kinds) == len(plain.get("entry", [])) else ["two entries have one full URL"]
    return [*found, *_faults(model, plain["resourceType"], kinds)]


def _faults(model: BaseModel, path: str, kinds: dict[str, str]) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        extra = field.json_schema_extra or {}
        value = getattr(model, name)
        for each in value if isinstance(value, list) else [value]:
            where = f"{path}.{name}"
            if each is None:
                continue
            allowed = extra.get("enum_values")
            if allowed and each not in allowed:
                yield f"{where}: {each!r} is none of {allowed}"
            url = getattr(each, "reference", None)
            if extra.get("enum_reference_types") and isinstance(url, str):
                yield from _reference_faults(where, url, kinds, extra["enum_reference_types"])
            if isinstance(each, BaseModel):
                yield from _faults(each, where, kinds)


def _reference_faults(where: str, url: str, kinds: dict[str, str], allowed: list[str]) -> Iterator[str]:
    if url not in kinds:
        yield f"{where}: leads out of the bundle"
    elif "Resource" not in allowed and kinds[url] not in allowed:
        yield f"{where}: leads to a {kinds[url]}"
