"""Every page of the workbench opens, in a constant number of queries, under a strict policy, with nothing unworded."""

import re
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from programmes.admin import workbench
from programmes.admin.programme import ProgrammeAdmin
from programmes.admin.scoped import Scoped
from programmes.admin.template import TemplateAdmin
from programmes.models import (
    AccessRecord,
    Batch,
    EmergencyServices,
    Erasure,
    KeptHandout,
    KitNeed,
    Measure,
    Programme,
    Removal,
    Review,
    Rule,
    RunningPlan,
    Template,
)
from programmes.models.programme.kept import RUNNER_FIELDS
from tests.cast import Cast
from tests.factories import (
    make_advice,
    make_api_token,
    make_condition,
    make_exercise,
    make_handout,
    make_invitation,
    make_kit,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_programme_kind,
    make_purpose,
    make_red_flag,
    make_running_plan,
    make_screening,
    make_source,
    make_template,
)
from tests.workbench import at, shown

pytestmark = pytest.mark.django_db
OURS = [model for model in workbench._registry if model._meta.app_label == "programmes"]
WITHOUT_LIST = {"phase", "prescription", "runningplan"}
MADE_ELSEWHERE = {
    "accessrecord",
    "erasure",
    "kepthandout",
    "batch",
    "removal",
    "handout",
    "review",
    "clinic",
    "practitioner",
}
WITHOUT_ADDING = {*MADE_ELSEWHERE, *WITHOUT_LIST}
CEILING = 20


def fill(cast: Cast, suffix: str = "") -> dict[str, object]:
    """Make a row of every kind, each with what hangs on it."""
    red_flag, flag = make_red_flag(), make_patient_flag()
    condition = make_condition(
        symptoms=["Sore stairs"],
        causes=[{"text": "Load", "sources": [], "tell_patient": True}],
        codes=[{"system": "ICD-10", "code": "M22.2", "term": "Disorder", "certainty": "sure"}],
        time_course={"typical_improvement_weeks": [4, 8], "note": "About six weeks.", "patient_text": "Six weeks."},
        red_flag_slugs=[red_flag.slug],
        flag_slugs=[flag.slug],
    )
    exercise = make_exercise(tags=["standing"], body_regions=["knee"], primary_muscles=["quads"])
    exercise.purposes.add(make_purpose(aliases=["climbing stairs"]))
    exercise.sources.add(make_source())
    need = KitNeed.objects.create(exercise=exercise)
    need.any_of.add(make_kit())
    template = make_template(condition=condition, phases=2)
    programme = make_programme(
        patient=make_patient(clinic=cast.clinic), condition=condition, template=template, session_days=[1, 3]
    )
    programme.patient.flags.add(flag)
    phase = programme.phases.get()
    test = {"attr": "tags", "op": "contains", "value": "deep-knee-flexion"}
    when = {"when": {"patient_flags_any": [flag.slug], "exercise": {"any": [test]}}}
    today = {"reviewed_on": "2026-01-02", "next_due_on": "2027-01-02"}
    review = {"clinic": cast.clinic, "reviewed_by": cast.ana.practitioner, "kind": "exercise", "version": "1", **today}
    clinic = cast.clinic
    return {
        "accessrecord": AccessRecord.objects.create(
            kind="patient", door="admin", clinic=clinic, patient_id=programme.patient_id, who_name="Ana"
        ),
        "erasure": Erasure.objects.create(patient_id=uuid4(), clinic=clinic, mode="erase", by_name="Olga"),
        "kepthandout": KeptHandout.objects.create(
            id=uuid4(), clinic=clinic, version=1, issued_at=now(), schema_version=1, paper="A4", hashes=[]
        ),
        "batch": Batch.objects.create(
            clinic=clinic, kind="exercise", slug=f"squat{suffix}", name="Squat", reason="Wrong"
        ),
        "removal": Removal.objects.record(programme, cast.ana),
        "apitoken": make_api_token(cast.olga)[0],
        "advice": make_advice(steps=["Rest."], applies_to=[condition.slug]),
        "clinic": cast.clinic,
        "condition": condition,
        "emergencyservices": EmergencyServices.objects.create(
            slug=f"gb{suffix}", name="UK", words={"emergency": "999"}
        ),
        "exercise": exercise,
        "handout": make_handout(programme),
        "invitation": make_invitation(cast.clinic, token=f"a-token{suffix}"),
        "kit": need.any_of.get(),
        "measure": Measure.objects.create(
            slug=f"nprs{suffix}", name="Pain scale", score_range=[0, 10], ships_items="yes"
        ),
        "painrule": make_pain_rule(
            rows=[{"zone": "ok", "word": "Fine", "low": 0, "high": 3, "when": "", "do": "Go on."}]
        ),
        "patient": programme.patient,
        "patientflag": flag,
        "phase": phase,
        "practitioner": cast.ana.practitioner,
        "prescription": phase.prescriptions.get(),
        "programme": programme,
        "programmekind": make_programme_kind(),
        "purpose": exercise.purposes.get(),
        "redflag": red_flag,
        "review": Review.objects.create(slug=exercise.slug, **review),
        "rule": Rule.objects.create(
            slug=f"SR-1{suffix}", title="Deep bends", scope="exercise", condition=when, level="warn"
        ),
        "runningplan": make_running_plan(programme, stage_rules=[{"when": "pain", "then": "rest"}]),
        "screening": make_screening(programme),
        "source": exercise.sources.get(),
        "template": Template.objects.get(pk=template.pk),
    }


def url_of(model: type, kind: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def pages(rows: dict[str, object]) -> list[str]:
    """Return the address of every page there is to look at."""
    found = [reverse("admin:index"), reverse("mfa_index"), reverse("account_change_password")]
    for model in OURS:
        row = rows[model._meta.model_name]
        found += [url_of(model, kind, row.pk) for kind in ("change", "history")]
        found += [] if model._meta.model_name in WITHOUT_LIST else [url_of(model, "changelist")]
        found += [] if model._meta.model_name in WITHOUT_ADDING else [url_of(model, "add")]
    programme, patient, condition = rows["programme"], rows["patient"], rows["condition"]
    return [
        *found,
        f"{reverse('admin:programmes_programme_add')}?patient={patient.pk}",
        f"{reverse('admin:programmes_screening_add')}?patient={patient.pk}&condition={condition.pk}",
        f"{reverse('admin:programmes_phase_add')}?programme={programme.pk}",
        f"{reverse('admin:programmes_prescription_add')}?phase={rows['phase'].pk}",
        f"{reverse('admin:programmes_runningplan_add')}?programme={programme.pk}",
        reverse("admin:programmes_handout_withdraw", args=[rows["handout"].pk]),
        reverse("admin:programmes_programme_weigh", args=[programme.pk]),
    ]


def read(user: object, url: str) -> str:
    answer = at(user).get(url, follow=True)
    assert answer.status_code == 200, (url, user, answer.status_code)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, url
    assert "unsafe" not in policy, url
    return answer.content.decode()


def faults(page: str) -> list[str]:
    """Return what a strict policy forbids, and what is no word for a person."""
    text = re.sub(r'data-inline-formset="[^"]*"|data-prepopulated-fields="[^"]*"', "", page)
    patterns = {
        "inline script": r"<script(?![^>]*\ssrc=)",
        "inline style": r"<style|\sstyle=",
        "handler": r"\son(click|change|load|submit)=",
        "None": r">\s*None\s*<",
        "JSON": r"\[&quot;|\{&quot;|\[&#x27;|\{&#x27;|\[\[|\[\]",
        "placeholder": r"%\(\w+\)[sd]",
    }
    return [name for name, pattern in patterns.items() if re.search(pattern, text)]


def test_every_page_opens_with_nothing_the_policy_forbids(cast: Cast):
    rows = fill(cast)
    for url in pages(rows):
        assert faults(read(cast.olga, url)) == [], url


def test_whoever_runs_the_machine_opens_every_page_too(cast: Cast):
    rows = fill(cast)
    people = [reverse("admin:auth_user_changelist")]
    of_a_clinic = ("/withdraw/", "/weigh/", "/apitoken/add/")
    for url in [*people, *(url for url in pages(rows) if not url.endswith(of_a_clinic))]:
        assert faults(read(cast.sue, url)) == [], url


def test_own_rows_open_as_forms_with_nothing_the_policy_forbids(cast: Cast):
    rows = fill(cast)
    for name, row in rows.items():
        if hasattr(row, "clinic_id") and row.clinic_id is None:
            type(row).objects.filter(pk=row.pk).update(clinic=cast.clinic)
            page = read(cast.ana, url_of(type(row), "change", row.pk))
            assert 'name="_save"' in page, name
            assert faults(page) == [], name


def queries(user: object, url: str) -> int:
    client = at(user)
    client.get(url)  # what is read once a process, such as content types, is read now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)


def test_a_list_takes_the_same_few_queries_however_long_it_is(cast: Cast):
    fill(cast)
    urls = [url_of(model, "changelist") for model in OURS if model._meta.model_name not in {"clinic", *WITHOUT_LIST}]
    before = {url: queries(cast.olga, url) for url in urls}
    for suffix in ("b", "c", "d"):
        fill(cast, suffix)
    after = {url: queries(cast.olga, url) for url in urls}
    assert {url: count for url, count in after.items() if count > CEILING} == {}
    assert after == before


def test_a_programmes_page_takes_the_same_queries_however_many_lines_it_has(cast: Cast):
    programme = fill(cast)["programme"]
    url = url_of(type(programme), "change", programme.pk)
    before = queries(cast.ana, url)
    for phase in (programme.phases.get(), make_phase(programme)):
        for _line in range(3):
            make_prescription(phase)
    assert queries(cast.ana, url) == before
    assert before <= 63


def test_the_front_page_names_what_is_used_every_day_first(cast: Cast):
    page = shown(cast.ana, reverse("admin:index"))
    names = re.findall(r'<li><a href="/admin/programmes/(\w+)/">', page)
    assert names[:5] == ["patient", "programme", "template", "screening", "handout"]
    assert "phase" not in names
    assert "user" not in page.replace("user-tools", "")


def test_every_page_asks_the_access_rules():
    for model, page in workbench._registry.items():
        if model in OURS:
            assert isinstance(page, Scoped), model
            assert all(issubclass(inline, Scoped) for inline in page.inlines), model


def test_nothing_of_ours_is_registered_where_nobody_looks():
    assert not [model for model in admin.site._registry if model._meta.app_label == "programmes"]


def test_nothing_is_deleted_by_the_dozen(cast: Cast):
    for model, page in workbench._registry.items():
        assert "delete_selected" not in page._get_base_actions(), model


def test_every_list_can_be_searched():
    without = [model for model in OURS if model._meta.model_name not in WITHOUT_LIST]
    assert [model for model in without if not workbench._registry[model].search_fields] == []


# Columns that no person fills in on a page: set by the server, or by a button, or not a person's to write.
NOT_FILLED_IN = {
    "clinic",
    "is_retired",
    "figure",
    "condition",
    "scope",
    "level_by_urgency",
    "ours",
    "discharged_at",
    "archived_at",
    "user",
    # Of templates only; and the order of lines is set on their phase's page.
    *("is_optional", "instead_of", "position"),
    # Fixed once the row is there.
    *("programme", "phase", "patient", "kind", "slug", "exercise", "done_by", "done_at", "template", "plan"),
}


def names_on(fieldsets: object) -> set[str]:
    return {getattr(name, "__name__", name) for name in flatten_fieldsets(fieldsets)}


def test_every_column_a_person_may_fill_in_stands_on_its_page(cast: Cast):
    """A column added to a model and forgotten here would be out of reach."""
    rows, request = fill(cast), RequestFactory().get("/")
    request.user = cast.olga
    for model, page in workbench._registry.items():
        if model in OURS and page.has_change_permission(request):
            row = rows[model._meta.model_name]
            if hasattr(row, "clinic_id") and row.clinic_id is None:
                row.clinic = cast.clinic
            inlines = [inline for inline in page.get_inline_instances(request, row) if inline.model not in OURS]
            for part in (page, *inlines):
                fields = (field for field in part.opts.concrete_fields if not field.primary_key)
                columns = {field.name for field in fields if field.editable}
                on_page = names_on(part.get_fieldsets(request, row))
                if model is RunningPlan:  # what it says of one runner has a page of its own
                    on_page |= set(RUNNER_FIELDS)
                if model in (Programme, Template):  # two pages of one table
                    on_page |= names_on(ProgrammeAdmin.fieldsets) | names_on(TemplateAdmin.fieldsets)
                assert columns - on_page - NOT_FILLED_IN == set(), part.model
