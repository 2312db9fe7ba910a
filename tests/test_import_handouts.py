"""The shipped templates on paper, and back from the paper: cards, doses and sides as they were printed."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from programmes.editing import programme_as_json
from programmes.handout.document import Document
from programmes.handout.prepare import prepare
from programmes.handout.preview import preview_pdf
from programmes.models import Clinic, Handout, Patient, Programme, Snapshot
from tests import shipped
from tests.factories import make_clinic, make_patient
from tests.importing import imported, written

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = shipped.ids("templates")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run the demo once, which issues each shipped template; all of it is rolled back in the end."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():
        call_command("demo", output=folder, stdout=io.StringIO())
        yield folder
        transaction.set_rollback(True)


def plan_in(path: Path) -> Document:
    with pikepdf.open(path) as opened:
        return Document.from_json(opened.attachments["plan.json"].get_file().read_bytes())


@pytest.mark.parametrize("slug", TEMPLATES)
def test_an_issued_handout_comes_back_for_another_patient_as_it_was(demo: Path, slug: str):
    was = plan_in(demo / f"{slug}.pdf")
    patient = make_patient(clinic=Clinic.objects.get(), name="Somebody Else", name_on_handout="none")
    programme, notes = imported(demo / f"{slug}.pdf", patient=str(patient.pk))
    now = prepare(programme)
    assert now.cards == was.cards
    for part, before in zip(now.parts, was.parts, strict=True):
        assert part == replace(before, heading=part.heading)
    for same in ("kind", "title", "goal", "why", "kit", "pain_rule", "warnings", "condition", "advice", "flare_up"):
        assert getattr(now, same) == getattr(was, same), same
    for same in ("ladder", "running", "review", "terms"):
        assert getattr(now, same) == getattr(was, same), same
    assert replace(now.schedule, plan="") == replace(was.schedule, plan="")
    assert "Who the handout was for is not taken over." in notes


@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_preview_comes_back_as_a_template(demo: Path, slug: str, tmp_path: Path):
    template = Programme.objects.with_lines().get(slug=slug, patient=None)
    path = written(tmp_path / "preview.pdf", preview_pdf(template))
    programme, notes = imported(path)
    assert programme.is_template
    assert prepare(programme).cards == plan_in(path).cards
    assert "before" not in notes


@pytest.mark.parametrize("slug", [slug for slug in TEMPLATES if slug != "tpl-dynamic-warm-up"])
def test_each_later_phase_comes_back_too(demo: Path, slug: str, tmp_path: Path):
    template = Programme.objects.with_lines().get(slug=slug, patient=None)
    for number in range(2, 1 + template.phases.count()):
        document = prepare(template, phase=str(number))
        programme, notes = imported(written(tmp_path / "plan.json", document.as_plain()))
        assert prepare(programme).cards == document.cards
        assert f"The phases before “{document.parts[0].heading}” are not in this handout." in notes


def test_a_sheet_of_all_phases_comes_back_with_all(demo: Path, tmp_path: Path):
    template = Programme.objects.with_lines().get(slug="tpl-patellar-tendinopathy", patient=None)
    document = prepare(template, phase="all")
    programme, notes = imported(written(tmp_path / "all.json", document.as_plain()))
    assert prepare(programme, phase="all").parts == document.parts
    assert "not in this handout" not in notes


def test_nothing_of_the_patient_comes_along(demo: Path):
    handout = Handout.objects.select_related("programme__patient").get(programme__template__slug=TEMPLATES[0])
    theirs = handout.programme
    programme, notes = imported(demo / f"{TEMPLATES[0]}.pdf", clinic=make_clinic(name="Hillside").name)
    kept = json.dumps([programme_as_json(programme), list(Snapshot.objects.filter(programme=programme).values("data"))])
    for word in (theirs.patient.name, str(theirs.patient.pk), theirs.goal, theirs.where, theirs.after_what):
        assert not word or word not in kept + notes
    assert (programme.side, programme.session_days, programme.start_date) == ("", [], None)
    assert Patient.objects.filter(clinic__name="Hillside").count() == 0


def test_the_name_of_a_template_has_no_side(demo: Path):
    programme, notes = imported(demo / "tpl-patellofemoral-pain.pdf")
    assert programme.name == "Runner's knee"
    assert "“Phase 2: Build hip and thigh strength” and what follows are not in this handout." in notes


def test_a_shipped_template_goes_out_as_json_and_comes_back(demo: Path, tmp_path: Path):
    template = Programme.objects.with_lines().get(slug="tpl-return-to-running", patient=None)
    path = written(tmp_path / "template.json", programme_as_json(template))
    programme, notes = imported(path)
    assert (programme.slug, notes) == (template.slug, "")
    patient = make_patient(clinic=Clinic.objects.get())
    theirs, notes = imported(path, patient=str(patient.pk))
    assert (theirs.patient, theirs.slug) == (patient, "")
    assert "The short name tpl-return-to-running" in notes


def test_the_worked_example_of_the_documentation_is_one(demo: Path, tmp_path: Path):
    (example,) = re.findall(r"^```json\n(.+?)^```$", (ROOT / "docs/programme-json.md").read_text(), re.M | re.S)
    programme, _notes = imported(written(tmp_path / "example.json", example.encode()))
    assert [len(phase.prescriptions.all()) for phase in programme.phases.all()] == [3]
    assert programme.phases.all()[0].prescriptions.all()[1].instead_of is not None
