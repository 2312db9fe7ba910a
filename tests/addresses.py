"""Every address of the site by name, and the rows that tests put into them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.urls import get_resolver, reverse
from django.utils.text import slugify
from django.utils.timezone import localdate, now

from programmes import links
from programmes.models import (
    AccessRecord,
    Batch,
    EmergencyServices,
    Erasure,
    KeptHandout,
    Measure,
    Practitioner,
    Removal,
    Template,
)
from programmes.sign_off import sign_off
from tests.cast import Cast
from tests.documents import make_document
from tests.factories import (
    make_advice,
    make_api_token,
    make_condition,
    make_exercise,
    make_handout,
    make_invitation,
    make_kit,
    make_language,
    make_link,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_programme,
    make_programme_kind,
    make_purpose,
    make_red_flag,
    make_rule,
    make_running_plan,
    make_screening,
    make_source,
    make_template,
)
from tests.figures import plain_figure

LIBRARY = {
    "advice": make_advice,
    "condition": make_condition,
    "emergencyservices": lambda **values: EmergencyServices.objects.create(name="Emergency", **values),
    "exercise": lambda **values: make_exercise(figure=plain_figure(), **values),
    "kit": make_kit,
    "measure": lambda **values: Measure.objects.create(name="Pain today", **values),
    "painrule": make_pain_rule,
    "patientflag": make_patient_flag,
    "programmekind": make_programme_kind,
    "purpose": make_purpose,
    "redflag": make_red_flag,
    "rule": make_rule,
    "source": make_source,
    "template": lambda **values: Template.objects.get(pk=make_template(**values).pk),
}
# What stands in the link of an invitation.
TOKEN = "a-token"
# The kinds that are asked about as rows of the shared library too: one plain one, and those with ways of their own.
SHARED = ("advice", "exercise", "patientflag", "rule", "template")


def every_address() -> dict[str, Any]:
    """Return the pattern of every address of the site by its name, such as "admin:index"; by itself without one."""
    found = list(_walked(get_resolver(), "", ""))
    assert len({name for name, _pattern in found}) == len(found)
    return dict(found)


def _walked(resolver: Any, start: str, space: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        whole = f"{start}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from _walked(pattern, whole, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else f"/{whole}"), pattern


def make_rows(cast: Cast) -> dict[str, Any]:
    """Make one row of each kind for Ana's clinic, and of some a shared one: "shared rule"."""
    make_language()
    shared = {f"shared {kind}": LIBRARY[kind](slug=f"shared-{kind}") for kind in SHARED}
    return {**make_rows_of(cast.ana.practitioner, cast.ben), **shared}


def make_rows_of(by: Practitioner, colleague: User) -> dict[str, Any]:
    """Make one row of each kind for the clinic of *by*."""
    clinic = by.clinic
    programme = make_programme(patient=make_patient(clinic=clinic))
    phase, document = programme.phases.get(), make_document().as_plain()
    # A sheet that says the days has a calendar.
    document["schedule"]["weekdays"] = [1, 3, 5]
    rows = {
        "apitoken": make_api_token(by.user)[0],
        "accessrecord": AccessRecord.objects.create(
            kind="patient", door="admin", clinic=clinic, patient_id=programme.patient_id, who_name=by.name
        ),
        "clinic": clinic,
        "diary": programme.session_logs.create(on=localdate(), done="all"),
        "invitation": make_invitation(clinic, token=TOKEN if clinic.name == "Riverside" else "another"),
        "passkey": colleague.authenticator_set.create(type="webauthn", data={"name": "Key", "credential": {}}),
        "erasure": Erasure.objects.create(patient_id=uuid4(), clinic=clinic, mode="erase", by_name=by.name),
        "kepthandout": KeptHandout.objects.create(
            id=uuid4(), clinic=clinic, version=1, issued_at=now(), schema_version=1, paper="A4", hashes=[]
        ),
        "handout": make_handout(programme, issued_by=by, document=document),
        "patient": programme.patient,
        "phase": phase,
        "practitioner": colleague.practitioner,
        "prescription": phase.prescriptions.get(),
        "programme": programme,
        "runningplan": make_running_plan(programme),
        "screening": make_screening(programme, done_by=by),
        "sharelink": make_link(programme, by=by),
        "unladdered": make_programme(patient=programme.patient),
        "user": colleague,
    }
    rows["batch"] = Batch.objects.create(clinic=clinic, kind="exercise", slug="squat", name="Squat", reason="Wrong")
    rows["removal"] = Removal.objects.record(programme, by.user)
    for kind, make in LIBRARY.items():
        rows[kind] = make(clinic=clinic, slug=f"{slugify(clinic.name)}-{kind}")
    return {**rows, "review": sign_off(rows["advice"], by, localdate())}


def url_of(name: str, pattern: Any, rows: dict[str, Any], owner: str = "") -> str:
    """Return the address with that name of the row it is about: "shared " for the *owner* asks of the shared one."""
    if name.startswith("/"):
        return _nameless(name, rows, owner)
    if name.startswith("portal:"):
        token = "nothing/at/all" if name == "portal:anything-else" else links.token_of(rows["sharelink"])
        return reverse(name, args=[token, rows["sharelink"].pk] if name.endswith("-delete") else [token])
    takes = list(pattern.pattern.regex.groupindex) or [""] * pattern.pattern.regex.groups
    values = [_value(name, key, rows, owner) for key in takes if key]
    if name.endswith("_simple_history"):
        row = rows[owner + kind_of(name)]
        values = [row.pk, row.history.first().pk]
    return reverse(name, args=values) + _query(name, rows)


def _query(name: str, rows: dict[str, Any]) -> str:
    """Return what an address must be asked with to answer at all."""
    programme = rows["programme"].pk
    if name.endswith("_build-dose"):
        return f"?exercise={rows['exercise'].slug}"
    return {
        "admin:autocomplete": "?app_label=programmes&model_name=programme&field_name=patient",
        "admin:programmes_phase_add": f"?programme={programme}",
        "admin:programmes_prescription_add": f"?phase={rows['phase'].pk}",
        "admin:programmes_runningplan_add": f"?programme={rows['unladdered'].pk}",
    }.get(name, "")


def _nameless(name: str, rows: dict[str, Any], owner: str) -> str:
    if "<path:object_id>" in name:
        return name.replace("<path:object_id>", str(rows[owner + kind_of(name)].pk))
    nothing = {
        "/admin/(?P<url>.*)$": "/admin/nothing",
        "/api/v1/^[\\s\\S]*$": "/api/v1/nothing/",
        "/^api/": "/api/v2/nothing/",
    }
    return nothing.get(name, name)


def kind_of(name: str) -> str:
    """Return the kind of row that an address is about, "" for one that is about none."""
    if name.startswith("/"):
        parts = name.split("/")
        return parts[3] if parts[1] == "admin" and len(parts) > 4 else ""
    space, _colon, rest = name.partition(":")
    if space == "api":
        kind = rest.rpartition("-")[0]
        return {"programme-kind": "programmekind"}.get(kind, kind if kind != "api" else "")
    return rest.split("_")[1] if rest.startswith(("programmes_", "auth_")) else ""


def _value(name: str, key: str, rows: dict[str, Any], owner: str) -> Any:
    known = {
        "app_label": "programmes",
        "frame": "start",
        "uidb36": "1",
        "key": "a-key",
        "token": TOKEN,
        "content_type_id": 1,
    }
    if key in known:
        return known[key]
    if name == "admin:view_on_site":
        return rows["patient"].pk
    if name.startswith("mfa_"):
        return rows["passkey"].pk
    row = rows[owner + kind_of(name)]
    return row.slug if key == "slug" else row.pk


def is_about_a_row(name: str, pattern: Any) -> bool:
    return bool(pattern.pattern.regex.groups) or "<path:object_id>" in name
