"""A clinic brought in beside others: nothing of theirs is touched, and what differs here is said."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import (
    Clinic,
    Exercise,
    ExerciseText,
    Language,
    Patient,
    Practitioner,
    Prescription,
    Programme,
    RedFlag,
    Review,
    Template,
)
from tests import kept
from tests.commands import told
from tests.factories import make_clinic, make_exercise, make_practitioner
from tests.kept import wipe
from tests.taking_along import fill, library, other_clinic, rename_here, taken_along

# An export reads one moment of the database: a transaction that a test cannot be within.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riverside.zip"


def test_an_import_touches_no_row_of_anybody_else(media_folder: Path, file: Path):
    taken_along(file)
    rename_here()
    there = {label: set(map(repr, rows)) for label, rows in kept.rows().items()}
    shared = Exercise.objects.filter(clinic=None).count()
    pictures = kept.pictures(media_folder)
    told("import_clinic", str(other_clinic(file)))
    here = {label: set(map(repr, rows)) for label, rows in kept.rows().items()}
    gone = {label: rows - here[label] for label, rows in there.items() if rows - here[label]}
    assert gone == {}
    assert pictures.items() <= kept.pictures(media_folder).items()
    # The library was the same: none was added.
    assert here["programmes.source"] - there["programmes.source"] == {
        row for row in here["programmes.source"] - there["programmes.source"] if "our-source" in row
    }
    assert Exercise.objects.filter(clinic=None).count() == shared


def test_an_import_asks_for_the_names_of_what_is_here_once(file: Path):
    """Not once for each kind: there are as many lists of names as kinds."""
    taken_along(file)
    rename_here()
    with CaptureQueriesContext(connection) as asked:
        told("import_clinic", str(other_clinic(file)))
    names = 'SELECT "programmes_source"."id" AS "pk", "programmes_source"."slug" AS "slug"'
    assert sum(query["sql"].startswith(names) for query in asked) == 1


def with_another_library(media_folder: Path, file: Path, change: Callable[[], Any]) -> str:
    """Take a clinic along, make another installation whose library is changed, bring it in; return what is said."""
    taken_along(file)
    wipe(media_folder)
    library()
    make_practitioner(clinic=make_clinic(name="Seaside"))
    change()
    return told("import_clinic", str(file))


def test_an_exercise_that_is_worded_otherwise_here_stays_as_it_was_written(media_folder: Path, file: Path):
    def change() -> None:
        ExerciseText.objects.filter(exercise__slug="old-squat").update(setup="Sit.")
        ExerciseText.objects.filter(exercise__slug__startswith="exercise-").update(setup="Sit.")

    said = with_another_library(media_folder, file, change)
    clinic = Clinic.objects.get(name="Riverside")
    lines = Prescription.objects.filter(phase__programme__patient__clinic=clinic).select_related("exercise")
    assert {line.exercise.texts.get(language="en").setup for line in lines} == {"Stand on {one leg}."}
    copies = Exercise.objects.filter(clinic=clinic).exclude(slug__in=["squat", "our-own"])
    assert {copy.slug in said for copy in copies} == {True}
    # Nobody else's offers changed.
    assert (
        not Exercise.objects.filter(clinic=None, texts__setup="Stand on {one leg}.").filter(slug="old-squat").exists()
    )


def test_a_sign_off_still_counts_for_words_that_came_along(media_folder: Path, file: Path):
    fill(1)
    line = Prescription.objects.filter(phase__programme__patient__isnull=False, exercise__clinic=None).first()
    Exercise.objects.filter(pk=line.exercise_id).update(version="v7")
    slug = line.exercise.slug
    ana = Practitioner.objects.get(name="Ana")
    Review.objects.create(
        clinic=ana.clinic,
        kind="exercise",
        slug=slug,
        version="v7",
        reviewed_by=ana,
        reviewed_on=datetime(2026, 3, 1, tzinfo=UTC).date(),
        next_due_on=datetime(2027, 3, 1, tzinfo=UTC).date(),
    )
    call_command("export_clinic", "Riverside", output=file)
    wipe(media_folder)
    library()
    make_exercise(slug=slug, version="v8", name="Other words") if not Exercise.objects.filter(slug=slug) else None
    make_practitioner(clinic=make_clinic(name="Seaside"))
    told("import_clinic", str(file))
    copy = Exercise.objects.get(clinic__name="Riverside", slug=slug)
    assert (copy.version, copy.origin.version, copy.origin_version) == ("v7", "v8", "v7")


def test_safety_words_are_those_that_are_here(media_folder: Path, file: Path):
    said = with_another_library(
        media_folder, file, lambda: RedFlag.objects.update(screening_question="Is it hot and red?")
    )
    (sentence,) = (line for line in said.splitlines() if "Are worded otherwise here, and stay as they are here" in line)
    assert "warning sign rf-hot" in sentence
    assert not RedFlag.objects.filter(clinic__name="Riverside").exists()


def test_what_is_not_here_becomes_the_clinics_own_and_nobody_elses(media_folder: Path, file: Path):
    def change() -> None:
        Template.objects.filter(slug="tpl-running").delete()
        Exercise.objects.filter(slug="old-squat").delete()

    said = with_another_library(media_folder, file, change)
    assert "template tpl-running" in said
    assert "exercise old-squat" in said
    own = Template.objects.get(slug="tpl-running")
    assert own.clinic.name == "Riverside"
    assert Programme.objects.for_patients().get(clinic=own.clinic).template_id == own.pk
    assert Exercise.objects.get(slug="old-squat").clinic == own.clinic


def test_a_language_that_is_not_here_is_told(media_folder: Path, file: Path):
    said = with_another_library(media_folder, file, lambda: Language.objects.filter(code="pl").delete())
    assert "These languages are not here: pl" in said


def test_the_library_alone_comes_in_where_nothing_is(media_folder: Path, file: Path):
    library()
    call_command("export_library", output=file)
    with pytest.raises(CommandError, match="There is a library or a clinic here already"):
        call_command("import_library", str(file))
    taken_along(file.with_name("clinic.zip"))
    with pytest.raises(CommandError, match="Bring it in with import_clinic"):
        call_command("import_library", str(file.with_name("clinic.zip")))


def test_whoever_was_erased_meanwhile_is_not_brought_back(
    media_folder: Path, file: Path, settings: Any, tmp_path: Path
):
    taken_along(file, programmes=2)
    gone, stays = Patient.objects.filter(clinic__name="Riverside").order_by("pk")
    wipe(media_folder)
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    line = {"patient": str(gone.pk), "mode": "erase", "at": "2026-03-01T10:00:00+00:00"}
    settings.ERASURES_FILE.write_text(json.dumps(line) + "\n")
    said = told("import_clinic", str(file))
    assert "1 patients who were erased are not brought back" in said
    assert list(Patient.objects.values_list("pk", flat=True)) == [stays.pk]
    assert not Patient.history.filter(id=gone.pk).exists()


def test_a_file_goes_in_once(file: Path):
    taken_along(file)
    with pytest.raises(CommandError, match="This clinic is here already"):
        call_command("import_clinic", str(file))
