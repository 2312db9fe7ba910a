"""Every way to a handout, tried with a programme that must stay in the room. A new door joins the table."""

import ast
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from programmes import batches
from programmes.editing import programme_as_json
from programmes.handout.issue import NotReady, issue
from programmes.management.demo import Person, handout_for
from programmes.models import Batch, Handout, Override, Programme, Responsibility, Review
from programmes.starting import start_from
from tests.cast import Cast
from tests.factories import (
    make_language,
    make_patient,
    make_patient_flag,
    make_rule,
    make_screening,
    make_template,
    sign_off_everything,
)
from tests.workbench import address, at, save

pytestmark = pytest.mark.django_db
PROGRAMMES = Path(__file__).resolve().parent.parent / "programmes"
PERSON = Person("tpl-knee", "Eva Holm", date(1990, 4, 2), "Run")
EVERYTHING = {"when": {"patient_flags_any": ["flag"], "exercise": {"match": "any_exercise"}}}
Door = Callable[[Cast, Programme, Path], Any]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Return a programme that lacks nothing."""
    make_language()
    patient = make_patient(clinic=cast.clinic, name=PERSON.name)
    template = make_template(slug=PERSON.template)
    programme = start_from(template, patient=patient, practitioner=cast.ana.practitioner, side="left")
    programme.goal, programme.review_date, programme.practised_on = "Run", date(2026, 3, 30), date(2026, 3, 2)
    programme.save()
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    return programme


def by_function(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    with suppress(NotReady):
        issue(programme, cast.ana.practitioner, cast.ana, warnings_weighed=True)


def by_demo(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    with suppress(NotReady):
        handout_for(PERSON, cast.ana.practitioner, date(2026, 3, 2))


def by_page(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    save(cast.ana, address("programme_change", programme), _issue="1")


def by_weighing(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    at(cast.ana).post(address("programme_weigh", programme), {"warnings_weighed": "on", "reason-SR-B": " "})


def by_language(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    url = address("programme_issue-in-another-language", programme)
    at(cast.ana).post(url, {"language": "en", "language_reason": "Asked for.", "warnings_weighed": "on"})


def by_builder(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    programme.refresh_from_db()
    sent = {"seen": programme.changed_at.isoformat(), "answers": {"warnings_weighed": True, "reason-SR-B": " "}}
    at(cast.ana).post(address("programme_build-issue", programme), json.dumps(sent), content_type="application/json")


def by_api(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    body = {"warnings_weighed": True, "reasons": [{"code": "SR-B", "where": "programme", "reason": " "}]}
    url = reverse("api:programme-issue", args=[programme.pk])
    at(cast.ana).post(url, json.dumps({"warnings_weighed": True}), content_type="application/json")
    at(cast.ana).post(url, json.dumps(body), content_type="application/json")


def by_class(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    batch = Batch.objects.create(
        clinic=cast.clinic,
        kind="template",
        template=programme.template,
        version=programme.template.version,
        name=programme.name,
        made_by=cast.ana.practitioner,
    )
    batches.give(batch.items.create(patient=programme.patient, programme=programme).pk, cast.ana)


ASKING: dict[str, Door] = {
    "issue": by_function,
    "the demo": by_demo,
    "the programme's page": by_page,
    "the page that weighs": by_weighing,
    "another language": by_language,
    "the builder": by_builder,
    "the API": by_api,
    "a class": by_class,
}


def by_the_apis_lists(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    body = json.dumps({"programme": str(programme.pk), "version": 1})
    for name, status in (("api:handout-list", 405), ("api:programme-list", 422)):
        assert at(cast.ana).post(reverse(name), body, content_type="application/json").status_code == status


def by_import(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(programme_as_json(programme)))
    call_command("import_programme", path, patient=str(programme.patient.pk), verbosity=0)


def by_rendering(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    call_command("render_handout", str(programme.pk), output=tmp_path / "x.pdf", verbosity=0)


def by_preview(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    assert at(cast.ana).get(address("programme_preview", programme)).status_code == 200


def by_hand(cast: Cast, programme: Programme, tmp_path: Path) -> None:
    for user in (cast.olga, cast.sue):
        assert at(user).post(address("handout_add"), {"programme": programme.pk}).status_code == 403


# These make no handout of any programme, however well it is.
MAKING_NONE: dict[str, Door] = {
    "the API's lists": by_the_apis_lists,
    "the import": by_import,
    "the command that draws": by_rendering,
    "the preview": by_preview,
    "by hand": by_hand,
}


def lacks_a_goal(programme: Programme) -> None:
    Programme.objects.update(goal="")


def lacks_a_screening(programme: Programme) -> None:
    programme.patient.screenings.all().delete()


def has_a_stop(programme: Programme) -> None:
    programme.patient.flags.add(make_patient_flag(group="stop"))


def has_a_flag_the_template_is_not_for(programme: Programme) -> None:
    flag = make_patient_flag()
    programme.template.not_for_flags.add(flag)
    programme.patient.flags.add(flag)


def has_a_block_without_a_reason(programme: Programme) -> None:
    make_rule(slug="SR-B", condition=EVERYTHING)
    programme.patient.flags.add(make_patient_flag(slug="flag"))


def hands_out_what_nobody_signed_off(programme: Programme) -> None:
    Review.objects.all().delete()


STATES = [
    lacks_a_goal,
    lacks_a_screening,
    has_a_stop,
    has_a_flag_the_template_is_not_for,
    has_a_block_without_a_reason,
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("door", ASKING.values(), ids=ASKING)
def test_every_door_asks_the_gate(
    cast: Cast, programme: Programme, tmp_path: Path, door: Door, state: Callable[[Programme], None]
):
    state(programme)
    door(cast, programme, tmp_path)
    assert not Handout.objects.exists()
    assert not Override.objects.exists()


# The practitioner of the demo takes responsibility for what the demo clinic never signed off.
@pytest.mark.parametrize("door", [door for door in ASKING.values() if door is not by_demo])
def test_no_door_opens_for_what_nobody_signed_off_or_answers_for(
    cast: Cast, programme: Programme, tmp_path: Path, door: Door
):
    hands_out_what_nobody_signed_off(programme)
    door(cast, programme, tmp_path)
    assert not Handout.objects.exists()
    assert not Responsibility.objects.exists()


def test_in_the_demo_its_practitioner_takes_responsibility(cast: Cast, programme: Programme, tmp_path: Path):
    hands_out_what_nobody_signed_off(programme)
    by_demo(cast, programme, tmp_path)
    assert Responsibility.objects.get().who == cast.ana.practitioner


@pytest.mark.parametrize("door", ASKING.values(), ids=ASKING)
def test_every_door_opens_for_a_programme_that_lacks_nothing(
    cast: Cast, programme: Programme, tmp_path: Path, door: Door
):
    door(cast, programme, tmp_path)
    assert Handout.objects.count() == 1


@pytest.mark.parametrize("door", MAKING_NONE.values(), ids=MAKING_NONE)
def test_no_other_way_makes_a_handout(cast: Cast, programme: Programme, tmp_path: Path, door: Door):
    door(cast, programme, tmp_path)
    assert not Handout.objects.exists()


def test_every_module_that_issues_is_behind_a_door_of_the_table():
    # What is issued anew starts from a sheet that was issued: tests/test_recall.py asks it.
    ways = {"admin/issuing.py", "api/issuing.py", "management/demo.py", "batches/classes.py"}
    assert issuing() == {*ways, "batches/again.py"}


def issuing() -> set[str]:
    """Return the modules that take `issue`, or its way to issue anew, from where they are made."""
    found = set()
    for path in PROGRAMMES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("programmes.handout"):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                ways = {"", ".issue", ".reissue"}
                if names & {f"programmes.handout.issue{way}" for way in ways}:
                    found.add(str(path.relative_to(PROGRAMMES)))
    return found
