"""A clinic that has something of everything, to be taken along and brought in elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from programmes.editing import change_programme, programme_as_json
from programmes.models import (
    AccessRecord,
    Batch,
    BatchItem,
    Clinic,
    ClinicianCopy,
    Erasure,
    Exercise,
    Favourite,
    Goal,
    KeptHandout,
    Kit,
    Language,
    Measure,
    Override,
    Patient,
    PatientFlag,
    Practitioner,
    Programme,
    Removal,
    Responsibility,
    RunLog,
    Score,
    Screening,
    Template,
)
from programmes.own_copy import own_copy, own_template
from programmes.picture_files import clean_photo, clean_picture
from programmes.sign_off import sign_off
from programmes.starting import start_from
from tests.cast import Cast, make_cast
from tests.documents import make_document
from tests.factories import (
    make_advice,
    make_exercise,
    make_handout,
    make_kit,
    make_language,
    make_link,
    make_patient,
    make_patient_flag,
    make_phrasebook,
    make_picture,
    make_purpose,
    make_red_flag,
    make_rendition,
    make_rule,
    make_running_plan,
    make_screening,
    make_source,
    make_template,
)

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="2" cy="4" r="1"/></svg>'


def photo(colour: str = "teal", suffix: str = ".jpg") -> bytes:
    """Return a picture as one that was sent is stored."""
    made = BytesIO()
    colours = b"".join(sha256(bytes([row, column])).digest() for row in range(150) for column in range(38))
    many = Image.frombytes("RGB", (300, 200), (colours * 2)[: 300 * 200 * 3])
    picture = many if suffix == ".jpg" else Image.new("RGB", (300, 200), colour)
    picture.save(made, "PNG")
    stored, body = clean_photo(made.getvalue())
    assert stored == suffix
    return body


def fill(programmes: int = 3) -> Cast:
    """Make a small library, and a clinic with a row of every kind; half of its programmes have a handout."""
    cast = make_cast()
    library()
    everything_of(cast, programmes)
    return cast


def taken_along(file: Path, programmes: int = 1) -> Any:
    """Fill a site, take its clinic along, and return the people."""
    cast = fill(programmes)
    call_command("export_clinic", "Riverside", output=file)
    return cast


def library() -> None:
    """Make what the clinic works with, beside a library that may be there; a second time changes nothing."""
    if Exercise.objects.filter(slug="old-squat").exists():
        return
    for code, more in (("en", {}), ("pl", {"search_words": {"a": ["b"]}})):
        if not Language.objects.filter(code=code).exists():
            make_language(code=code, **more)
    make_phrasebook(language="pl", file="more.yaml", texts={"One": "Jeden"})
    source, purpose = make_source(slug="holm-2019"), make_purpose(slug="stairs-hurt")
    squat = Exercise.objects.filter(slug="squat").first() or _squat()
    squat.sources.add(source)
    squat.purposes.add(make_purpose(slug="hills"), purpose)
    make_exercise(slug="old-squat", is_retired=True, replaced_by=squat)
    make_advice(slug="rest").sources.add(source)
    make_rule(slug="SR-1", flags=["hot-knee"])
    make_red_flag(slug="rf-hot", is_always_shown=True)
    make_patient_flag(slug="hot-knee")
    Measure.objects.create(slug="pain", name="Pain today", score_range=[0, 10], better="lower", ships_items="yes")
    warm_up = make_template(slug="tpl-warm-up", kind="warm-up")
    running = make_template(slug="tpl-running", kind="return-to-running")
    make_running_plan(running, warm_up=Template.objects.get(pk=warm_up.pk), unit="km")


def _squat() -> Exercise:
    squat = make_exercise(slug="squat")
    squat.kit_needs.create(position=1, detail="10 cm").any_of.add(make_kit(slug="step"), make_kit(slug="box"))
    squat.texts.create(language="pl", name="Przysiad", steps=["Zegnij {kolano}."])
    return squat


def everything_of(cast: Cast, programmes: int) -> None:
    clinic, ana, olga = cast.clinic, cast.ana.practitioner, cast.olga.practitioner
    clinic.logo.save("logo.png", ContentFile(photo(suffix=".png")))
    cast.ana.email = "ana@riverside.example"
    cast.ana.save()
    own = own_copy(Exercise.objects.get(slug="squat", clinic=None), clinic)
    own.save()
    make_picture(own, name="own.jpg", body=photo())
    make_picture(own, name="own.svg", frame="end", body=clean_picture(DRAWING).body)
    make_exercise(slug="our-own", clinic=clinic)
    make_source(slug="our-source", clinic=clinic)
    sign_off(own, olga, date(2026, 3, 1))
    Favourite.objects.create(practitioner=ana, exercise=own)
    own_template(Template.objects.get(slug="tpl-warm-up"), clinic, ana)
    for number in range(programmes):
        _a_patient(clinic, ana, own, number)
    _records(cast)
    other = make_patient(clinic=cast.other_clinic, name="Somebody Else")
    AccessRecord.objects.note(AccessRecord.Kind.PATIENT, cast.carla, cast.other_clinic.pk, other.pk)
    ended = cast.ben.practitioner
    patient = Patient.objects.filter(clinic=clinic).first()
    patient._history_user = cast.ben
    patient.save()
    ended.end_access()


def _a_patient(clinic: Clinic, ana: Practitioner, own: Exercise, number: int) -> None:
    patient = make_patient(clinic=clinic, name=f"Eva “{number}” Żółć \U0001f9b5", reference=f"R-{number}")
    patient.flags.add(PatientFlag.objects.get(slug="hot-knee"))
    patient.kit_at_home.add(Kit.objects.filter(clinic=None).first())
    template = Template.objects.get(slug="tpl-running", clinic=None)
    programme = start_from(template, patient=patient, practitioner=ana, side="left")
    document = programme_as_json(programme)
    line = document["phases"][0]["prescriptions"][0]
    document["phases"][0]["advice"] = ["rest"]
    document["phases"][0]["prescriptions"] += [{"exercise": "squat", "side": own.default_side, "dose": line["dose"]}]
    document["goal"], document["current_phase"] = f"Run {number} km\nagain", 1
    document["running_plan"]["shoes"] = [{"name": "Blue", "worn_from": "2026-01-02", "metres_before": "12000.5"}]
    document["running_plan"]["weekly_metres"] = "16093.44000"
    programme = change_programme(programme, document, user=ana.user)
    # A line that still has the shared exercise beside the clinic's own, and one with half a tempo.
    phase = programme.phases.get()
    phase.prescriptions.create(exercise=Exercise.objects.get(slug="squat", clinic=None), dose_kind="reps", position=9)
    phase.prescriptions.create(exercise=own, dose_kind="hold", lower_seconds=0, position=9, note="n" * 300)
    make_screening(programme, done_by=ana, seen_and_dealt_with="asked")
    goal = Goal.objects.create(programme=programme, words="Stairs")
    Score.objects.create(programme=programme, goal=goal, on=date(2026, 3, 1), value=Decimal("4.50"), entered_by=ana)
    measure = Measure.objects.get(slug="pain")
    Score.objects.create(programme=programme, measure=measure, on=date(2026, 3, 2), value=Decimal("0"), entered_by=ana)
    programme.session_logs.create(on=date(2026, 3, 3), done="partly", pain=0, words="Was fine", signs=["rf-hot"])
    RunLog.objects.create(plan=programme.running_plan, on=date(2026, 3, 3), metres=Decimal("16.09344"), pain=0)
    Override.objects.create(programme=programme, code="SR-1", where="squat", reason="Weighed", who=ana, who_name="Ana")
    Responsibility.objects.create(programme=programme, who=ana, who_name="Ana", covers=[["exercise", "squat", ""]])
    if number % 2 == 0:
        _handed_out(clinic, ana, programme, number)


def _handed_out(clinic: Clinic, ana: Practitioner, programme: Programme, number: int) -> None:
    document = make_document().as_plain()
    first = make_handout(programme, issued_by=ana, document=document, pdf=b"%PDF-1.7 first" + bytes(range(256)))
    make_rendition(first, layout="large-print", pdf=b"%PDF-1.7 large " + sha256(bytes([number % 256])).digest() * 99)
    ClinicianCopy.objects.create(handout=first, contents={"b": 1, "a": [1, None, {"ü": "\u2028"}]})
    second = make_handout(programme, issued_by=ana, document=document, pdf=b"%PDF-1.7 second")
    first.withdraw(ana, "A slip.")
    make_link(programme, by=ana)
    batch, _made = Batch.objects.get_or_create(
        clinic=clinic, kind="exercise", slug="squat", version="2", name="Squat", reason="Wrong", made_by=ana
    )
    who = {"patient": programme.patient, "programme": programme}
    BatchItem.objects.create(batch=batch, **who, from_handout=first, to_handout=second, state="done", at=timezone.now())


def _records(cast: Cast) -> None:
    clinic, patient = cast.clinic, Patient.objects.filter(clinic=cast.clinic).first()
    gone = Programme.objects.create(clinic=clinic, patient=patient, name="Slip", kind="condition")
    Removal.objects.record(gone, cast.ana)
    gone.delete()
    Erasure.objects.create(patient_id=uuid4(), clinic=clinic, mode="erase", by=cast.olga, by_name="Olga")
    KeptHandout.objects.create(
        id=uuid4(), clinic=clinic, version=1, issued_at=timezone.now(), schema_version=1, paper="A4", hashes=[]
    )
    AccessRecord.objects.note(AccessRecord.Kind.PATIENT, cast.ana, clinic.pk, patient.pk)
    AccessRecord.objects.note(AccessRecord.Kind.PATIENT, cast.sue, clinic.pk, patient.pk)
    AccessRecord.objects.note(AccessRecord.Kind.PATIENT, cast.carla, clinic.pk, patient.pk)
    screening = Screening.objects.filter(patient__clinic=clinic).first()
    screening._history_user = cast.ana
    screening.save()
    deleted = screening.answers.create(patient_flag=PatientFlag.objects.get(slug="hot-knee"), answer="no")
    deleted.delete()
    for row in (patient, gone):
        content_type = ContentType.objects.get_for_model(row)
        key = patient.pk if row is patient else Removal.objects.get(clinic=clinic).programme_id
        LogEntry.objects.create(
            user=cast.sue, content_type=content_type, object_id=str(key), object_repr="Eva", action_flag=ADDITION
        )
    patient.discharged_at = timezone.now() - timedelta(days=1)
    patient.save()


def plain(file: Path, name: str) -> Any:
    with ZipFile(file) as archive:
        return json.loads(archive.read(name))


def first_difference(one: Path, other: Path) -> str:
    """Say where two files differ; "" where they do not."""
    with ZipFile(one) as first, ZipFile(other) as second:
        if first.namelist() != second.namelist():
            return str(sorted(set(first.namelist()) ^ set(second.namelist()))[:5] or "another order of parts")
        for name in first.namelist():
            left, right = first.read(name).splitlines(), second.read(name).splitlines()
            if left != right:
                pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
                return f"{name}: {pairs[0] if pairs else (len(left), len(right))}"
    return "" if one.read_bytes() == other.read_bytes() else "the bytes around the parts"


def resealed(file: Path, changes: dict[str, Any]) -> Path:
    """Return a copy of *file* with other parts, and a manifest that says so.

    A change is the bytes of a part, None to leave it out, or a function from its JSON to other JSON.
    """
    other = file.with_name("resealed.zip")
    with ZipFile(file) as old, ZipFile(other, "w", ZIP_DEFLATED) as new:
        manifest = json.loads(old.read("manifest.json"))
        parts = {part["name"]: part for part in manifest["parts"]}
        bodies = {name: old.read(name) for name in old.namelist() if name != "manifest.json"}
        for name, change in changes.items():
            if callable(change):
                bodies[name] = _as_part(name, change(json.loads(bodies[name])))
            elif change is None:
                del bodies[name]
            else:
                bodies[name] = change
        for name, body in bodies.items():
            new.writestr(name, body)
            digest, rows = sha256(body).hexdigest(), parts.get(name, {}).get("rows")
            stated = {"name": name, "bytes": len(body), "sha256": digest}
            parts[name] = stated if rows is None else {**stated, "rows": max(body.count(b"\n") - 2, 0)}
        manifest["parts"] = [parts[name] for name in bodies]
        new.writestr("manifest.json", json.dumps(manifest))
    return other


def _as_part(name: str, plain: Any) -> bytes:
    if isinstance(plain, list):
        return b"[" + b",".join(b"\n" + json.dumps(row).encode() for row in plain) + b"\n]\n"
    return json.dumps(plain).encode()


def rename_here() -> None:
    Clinic.objects.filter(name="Riverside").update(name="Riverside of old")


def other_clinic(file: Path) -> Path:
    """Return the file as it would be of a clinic with the same content and other keys."""
    with ZipFile(file) as archive:
        bodies = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
        text = b"\n".join(bodies.values()).decode("utf-8", "replace")
    ids = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
    others = {key: str(uuid4()) for key in ids}
    for link in plain(file, "share_links.json"):
        others[link["token_hash"]] = uuid4().hex * 2
    renamed: dict[str, Any] = dict.fromkeys(bodies)
    for name, body in bodies.items():
        is_text = name.endswith(".json")
        for key, other in others.items():
            body = body.replace(key.encode(), other.encode()) if is_text else body
            name = name.replace(key, other)
        renamed[name] = body
    made = resealed(file, renamed)
    manifest = plain(made, "manifest.json")
    manifest["clinic"]["id"] = others[manifest["clinic"]["id"]]
    again = file.with_name("other-clinic.zip")
    with ZipFile(made) as old, ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, json.dumps(manifest) if name == "manifest.json" else old.read(name))
    return again


def first(**values: Any) -> Callable[[list[Any]], list[Any]]:
    """Return the change of a list that gives its first row other values; None takes a value away."""

    def change(rows: list[Any]) -> list[Any]:
        row = {name: value for name, value in {**rows[0], **values}.items() if value is not None}
        return [row, *rows[1:]]

    return change


def more_patients(clinic: Clinic, number: int) -> None:
    """Make patients with programmes and handouts beside those that are there."""
    ana = clinic.practitioners.get(name="Ana")
    own = Exercise.objects.get(slug="squat", clinic=clinic)
    for at in range(number):
        _a_patient(clinic, ana, own, 100 + 2 * at)
