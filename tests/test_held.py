"""One list of what is held of a patient: what is exported, what is erased, and what the page on privacy says."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from programmes.models import AccessRecord, Patient
from programmes.rights import held
from tests.cast import Cast
from tests.rights import known_well

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def eva(cast: Cast) -> Patient:
    return known_well(cast)


def _leads_to_a_patient(model: type[models.Model], met: tuple[Any, ...] = ()) -> bool:
    if model is Patient:
        return True
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if field.remote_field else None
        is_new = target is not None and target not in met and target._meta.app_label == "programmes"
        # A template is what a programme was started from, and no part of it; a current phase is a part.
        if is_new and field.name not in ("template", "current_phase") and _leads_to_a_patient(target, (*met, model)):
            return True
    return False


def test_every_row_that_leads_to_a_patient_is_exported_and_erased():
    ours = [model for model in apps.get_app_config("programmes").get_models() if not model.__name__.startswith("Hist")]
    leading = {model for model in ours if _leads_to_a_patient(model) and not model._meta.proxy}
    assert leading <= set(held.WAYS), "Add it to programmes/rights/held.py"


def test_every_history_of_such_a_row_is_exported_and_erased(eva: Patient):
    with_history = {model for model in held.WAYS if hasattr(model, "history")}
    assert {versions.model.instance_type for versions in held.histories(eva)} == with_history


def test_the_map_of_data_names_every_model():
    text = (ROOT / "docs" / "privacy.md").read_text()
    ours = {
        model.__name__
        for model in apps.get_app_config("programmes").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert {name for name in ours if f"`{name}`" not in text} == set(), "Add it to the table in docs/privacy.md"


def test_a_row_of_the_map_that_leads_to_a_patient_says_that_it_is_erased():
    lines = (ROOT / "docs" / "privacy.md").read_text().splitlines()
    cells = {line.split("`")[1]: line.split("|") for line in lines if line.startswith("| `")}
    for model in held.WAYS:
        exported, erased = cells[model.__name__][6].strip(), cells[model.__name__][7].strip()
        assert exported.startswith("yes"), model
        assert erased.startswith("yes") or model is AccessRecord, model
