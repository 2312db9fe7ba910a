"""The demo and the shipped templates on paper: what the five condition PDFs must say, read off their pages."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from programmes.dosage import Movement, Part, words
from programmes.management.demo import LOG_IN
from programmes.models import Handout, Patient, Phase, Practitioner, Programme, Screening
from programmes.sides import Side
from tests import shipped

pytestmark = pytest.mark.django_db

TEMPLATES = shipped.ids("templates")
CONDITIONS = {shipped.read(f"templates/{slug}.yaml")["condition"]: slug for slug in TEMPLATES}
CONDITIONS.pop(None, None)
UNWORDED = re.compile(
    r"\bNone\b|\bnull\b|per_side|[{}]|\b(?:tpl|adv|rf|pain)-[a-z]|\b[a-z]+_[a-z]+\b|affected|as tolerated"
)


@dataclass(frozen=True)
class Demo:
    folder: Path
    printed: str

    def text(self, slug: str) -> str:
        return text_of(self.folder / f"{slug}.pdf")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Run the demo once; all of it is rolled back in the end."""
    folder, printed = tmp_path_factory.mktemp("demo"), io.StringIO()
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():  # type: ignore[attr-defined]
        call_command("demo", output=folder, stdout=printed)
        yield Demo(folder, printed.getvalue())
        transaction.set_rollback(True)


def text_of(path: Path) -> str:
    """Return the text of a PDF in reading order, spaces and line ends made one."""
    pdftotext = shutil.which("pdftotext")
    assert pdftotext, "install poppler-utils"
    result = subprocess.run([pdftotext, "-nopgbrk", str(path), "-"], capture_output=True, text=True, check=True)
    return plain(result.stdout)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def template(slug: str) -> Programme:
    return Programme.objects.with_lines().get(slug=slug, patient=None)


def doses(phase: Phase, *, required_only: bool) -> list[str]:
    """Return each line of each dose as the wording function words it."""
    lines = [line for line in phase.prescriptions.all() if not (required_only and line.is_optional)]
    return [
        said.text
        for line in lines
        for said in words(line.dosage, Side(line.side), Part(line.exercise.part), Movement(line.exercise.movement))
    ]


def test_the_demo_writes_one_handout_a_template_and_prints_path_and_log_in(demo: Demo):
    assert {path.name for path in demo.folder.glob("*.pdf")} == {f"{slug}.pdf" for slug in TEMPLATES}
    for slug in TEMPLATES:
        assert str(demo.folder / f"{slug}.pdf") in demo.printed
    password = (demo.folder / "log-in.txt").read_text().strip()
    assert LOG_IN in demo.printed
    assert password in demo.printed
    assert Practitioner.objects.get(user__username=LOG_IN).user.check_password(password)


def test_the_demo_a_second_time_changes_nothing(demo: Demo):
    def state() -> tuple[object, ...]:
        counts = [model.objects.count() for model in (Handout, Patient, Programme, Screening)]
        return counts, {path.name: path.read_bytes() for path in demo.folder.iterdir()}

    before = state()
    call_command("demo", output=demo.folder, stdout=io.StringIO())
    assert state() == before


def test_the_demo_refuses_when_debug_is_off(tmp_path: Path):
    with override_settings(DEBUG=False), pytest.raises(CommandError, match="DEBUG"):
        call_command("demo", output=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("slug", TEMPLATES)
def test_nothing_is_left_unworded(demo: Demo, slug: str):
    assert UNWORDED.findall(demo.text(slug)) == []


@pytest.mark.parametrize("slug", TEMPLATES)
def test_issued_handouts_are_clean_and_carry_version_and_page_on_every_page(demo: Demo, slug: str):
    with pikepdf.open(demo.folder / f"{slug}.pdf") as pdf:
        pages = len(pdf.pages)
    text = demo.text(slug)
    assert "PREVIEW" not in text
    assert text.count(f"of {pages}") == pages
    assert text.count("Version 1") == pages


@pytest.mark.parametrize(("condition", "slug"), CONDITIONS.items())
def test_the_handout_holds_symptoms_help_and_warning_signs(demo: Demo, condition: str, slug: str):
    text = demo.text(slug)
    about = shipped.read(f"conditions/{condition}.yaml")
    for symptom in about["symptoms"]:
        assert plain(symptom) in text
    advice = {item["id"]: item for item in shipped.items("advice")}
    current = shipped.read(f"templates/{slug}.yaml")["phases"][0]
    for code in current["advice_ids"][:6]:
        assert plain(advice[code]["plain"]) in text
    signs = {item["id"]: item for item in shipped.items("red_flags")}
    for code in {*about["red_flag_ids"], *shipped.read("red_flags.yaml")["always_show"]}:
        assert plain(signs[code]["line"]) in text


@pytest.mark.parametrize("slug", CONDITIONS.values())
def test_the_handout_holds_every_dose_of_the_current_phase(demo: Demo, slug: str):
    text = demo.text(slug)
    told = doses(template(slug).phases.all()[0], required_only=True)
    assert told
    assert [line for line in told if plain(line) not in text] == []


@pytest.mark.parametrize("slug", CONDITIONS.values())
def test_phase_all_holds_every_dose(demo: Demo, slug: str, tmp_path: Path):
    path = tmp_path / "all.pdf"
    call_command("render_handout", slug, output=path, phase="all", stdout=io.StringIO())
    text = text_of(path)
    told = [line for phase in template(slug).phases.all() for line in doses(phase, required_only=False)]
    assert [line for line in told if plain(line) not in text] == []


def test_a_warm_up_prints_its_blocks(demo: Demo):
    text = demo.text("tpl-dynamic-warm-up")
    for block in shipped.read("templates/tpl-dynamic-warm-up.yaml")["phases"]:
        assert block["plain_name"] in text


def test_return_to_running_prints_its_ten_stages(demo: Demo):
    text = demo.text("tpl-return-to-running")
    stages = shipped.read("templates/tpl-return-to-running.yaml")["stages"]
    assert len(stages) == 10
    for stage in stages:
        walk, run, times = stage["walk_s"] // 60, stage["run_s"], stage["repeats"]
        if walk:
            assert f"Walk {walk} minute{'s' if walk > 1 else ''}, run {run // 60} minute" in text
            assert f", {times} times" in text
        elif run:
            assert f"Run {run // 60} minutes" in text
        else:
            assert plain(stage["patient_note"]) in text
    assert "Walk 4 minutes, run 1 minute, 5 times" in text
