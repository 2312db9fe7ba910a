"""The command that says what the checks find: its words, its JSON and its exit codes."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Programme
from tests.factories import make_kit, make_patient_flag, make_programme, make_rule, make_screening
from tests.test_completeness import full_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> Programme:
    template = full_template()
    Programme.objects.filter(pk=template.pk).update(slug="tpl-knee", name="Knee programme")
    return template


def check(name: object, **options: Any) -> tuple[str, int]:
    """Return what is written, and the exit code."""
    out = io.StringIO()
    try:
        call_command("check_programme", str(name), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def as_json(name: object, **options: Any) -> dict[str, Any]:
    return json.loads(check(name, json=True, **options)[0])


def test_a_template_without_findings_is_clean(template: Programme):
    written, code = check("tpl-knee")
    assert code == 0
    assert "Complete: 100 %" in written
    assert "Findings: none" in written
    assert "1 exercise a session" in written


def test_a_rule_that_blocks_ends_with_two(template: Programme):
    make_patient_flag(slug="flag", label="Sore")
    make_rule(slug="SR-X", tests=[{"attr": "category", "op": "eq", "value": "strength"}])
    written, code = check("tpl-knee", flag=["flag"])
    assert code == 2
    assert written.count("needs a reason SR-X: Squats are too much now.") == 1
    assert check("tpl-knee")[1] == 0


def test_a_stop_ends_with_two(template: Programme):
    template.not_for_flags.add(make_patient_flag(slug="locked-knee", label="Knee locked"))
    written, code = check("tpl-knee", flag=["locked-knee"])
    assert (code, "stop not-for-flag: Knee locked" in written) == (2, True)


def test_a_gap_ends_with_two_and_is_named(template: Programme):
    template.phases.update(pain_rule=None)
    written, code = check("tpl-knee")
    assert code == 2
    assert "missing: Settle: choose how much pain is all right." in written


def test_a_patients_programme_is_judged_for_its_own_patient():
    programme = make_programme()
    assert check(programme.pk)[1] == 2
    make_screening(programme)
    assert check(programme.pk)[1] == 0


def test_kit_at_home_can_be_supposed(template: Programme):
    band = make_kit(slug="band", substitute="", name="resistance band")
    make_kit(slug="chair")
    template.phases.get().prescriptions.first().exercise.kit_needs.create().any_of.add(band)
    codes = {
        tuple(kit): [found["code"] for found in as_json("tpl-knee", kit=kit)["findings"]]
        for kit in (["chair"], ["band"])
    }
    assert codes == {("chair",): ["kit-not-at-home"], ("band",): []}


def test_the_json_says_all_there_is_to_say(template: Programme):
    make_patient_flag(slug="flag")
    make_rule(slug="SR-X", tests=[{"attr": "category", "op": "eq", "value": "strength"}])
    plain = as_json("tpl-knee", flag=["flag"])
    assert set(plain) == {
        *("programme", "is_template", "may_be_issued", "complete_percent", "gaps", "findings", "budget"),
    }
    assert (plain["programme"], plain["is_template"], plain["may_be_issued"]) == ("tpl-knee", True, False)
    line = template.phases.get().prescriptions.first()
    assert plain["findings"][0] == {
        "code": "SR-X",
        "level": "block",
        "where": f"prescription:{line.pk}",
        "reason": "Squats are too much now.",
        "needs_reason": True,
        "sources": [],
        "safer": [],
        "answer": None,
    }
    assert plain["budget"][0]["title"] == "Settle"
    assert set(plain["budget"][0]) == {
        *("where", "title", "exercises", "minutes", "minutes_by_day", "days_a_week", "minutes_a_week", "reason"),
    }


@pytest.mark.parametrize("name", ["tpl-none", "12e586a3-909c-410c-9bc9-b03b3087f343"])
def test_an_unknown_programme_ends_with_one_and_says_what_there_is(template: Programme, name: str):
    with pytest.raises(CommandError, match="tpl-knee") as caught:
        call_command("check_programme", name)
    assert caught.value.returncode == 1


@pytest.mark.parametrize("options", [{"flag": ["typo"]}, {"kit": ["typo"]}])
def test_an_unknown_flag_or_kit_ends_with_one(template: Programme, options: dict[str, list[str]]):
    with pytest.raises(CommandError, match="typo") as caught:
        call_command("check_programme", "tpl-knee", **options)
    assert caught.value.returncode == 1
