"""Rows for tests: each function makes one row with sensible defaults, and whatever it needs around it."""

from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from programmes import links
from programmes.dosage import Dosage, Kind
from programmes.models import (
    Advice,
    ApiToken,
    Clinic,
    Condition,
    EmergencyServices,
    Exercise,
    ExercisePicture,
    ExerciseText,
    Favourite,
    Handout,
    Invitation,
    Kit,
    Language,
    PainRule,
    Patient,
    PatientFlag,
    Phase,
    Phrasebook,
    Practitioner,
    Prescription,
    Programme,
    ProgrammeKind,
    Purpose,
    RedFlag,
    Rendition,
    Rule,
    RunningPlan,
    Screening,
    ScreeningAnswer,
    ShareLink,
    Source,
    Stage,
    Template,
)
from programmes.models.invitation import hash_of
from programmes.own_copy import own_copy
from programmes.sign_off import sign_off
from tests import shipped
from tests.figures import plain_figure
from tests.running import LADDER, TEMPLATE

_numbers = count(1)


def make_clinic(**kwargs: Any) -> Clinic:
    return Clinic.objects.create(**{"name": f"Clinic {next(_numbers)}", "phone": "01234 567 890", **kwargs})


def make_user(**kwargs: Any) -> User:
    password = kwargs.pop("password", "correct horse battery")
    values = {"username": f"user{next(_numbers)}", "is_staff": True, **kwargs}
    return User.objects.create_user(password=password, **values)


def make_practitioner(**kwargs: Any) -> Practitioner:
    values = {"name": "Ana Brook", "profession": "Physiotherapist", "is_unregistered": True, **kwargs}
    values.setdefault("clinic", None)
    values["clinic"] = values["clinic"] or make_clinic()
    if "user" not in values:
        values["user"] = make_user()
    return Practitioner.objects.create(**values)


def make_invitation(clinic: Clinic, token: str = "a-token", **kwargs: Any) -> Invitation:
    """Make an invitation that waits; its link ends with *token*."""
    values = {"name": "Nia Ford", "email": f"nia{next(_numbers)}@clinic.example", "invited_by_name": "Olga", **kwargs}
    invitation = Invitation(clinic=clinic, **values)
    invitation.renew()
    invitation.token_hash = hash_of(token)
    invitation.save()
    return invitation


def make_patient(**kwargs: Any) -> Patient:
    values = {"name": "Eva Holm", "date_of_birth": date(1990, 4, 2), **kwargs}
    if "clinic" not in values:
        values["clinic"] = make_clinic()
    return Patient.objects.create(**values)


def make_exercise(**kwargs: Any) -> Exercise:
    """Make an exercise with English words: `name`, `steps` and the like go to the text, the rest to the row."""
    words = {
        name: kwargs.pop(name)
        for name in ("name", "aliases", "setup", "steps", "why", "feel_it", "stop_if", "common_mistakes")
        if name in kwargs
    }
    slug = kwargs.setdefault("slug", f"exercise-{next(_numbers)}")
    dosage = kwargs.pop(
        "dosage", Dosage(kind=Kind.REPS, sets=3, reps=10, rest_seconds=60, times_per_day=1, days_per_week=3)
    )
    values = {
        "category": "strength",
        "start_position": "standing",
        "weight_bearing": "full",
        "impact": "none",
        "is_unilateral": True,
        "default_side": "each",
        **kwargs,
    }
    exercise = Exercise(**values)
    exercise.dosage = dosage
    exercise.save()
    defaults = {
        "name": slug.replace("-", " ").capitalize(),
        "setup": "Stand on {one leg}.",
        "steps": ["Bend {your knee}.", "Stand up tall."],
        "why": "Makes your legs strong.",
        "feel_it": "In the front of {your thigh}.",
        "stop_if": "Stop if {your knee} gives way.",
        "common_mistakes": ["Going too fast."],
    }
    ExerciseText.objects.create(exercise=exercise, language="en", **{**defaults, **words})
    return exercise


def make_own_squat(clinic: Clinic) -> Exercise:
    """Make a clinic's own copy of a squat, drawn, with its pictures in words."""
    exercise = own_copy(make_exercise(slug="squat", figure=plain_figure()), clinic)
    exercise.texts.update(start_alt="Standing on {one leg}.", end_alt="{Your knee} bent.")
    return exercise


def make_favourite(practitioner: Practitioner, **kwargs: Any) -> Favourite:
    if "exercise" not in kwargs:
        kwargs["exercise"] = make_exercise()
    return Favourite.objects.create(practitioner=practitioner, **kwargs)


def make_picture(exercise: Exercise, **kwargs: Any) -> ExercisePicture:
    """Make a clinic's own picture of one frame: a circle unless told."""
    circle = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="2" cy="4" r="1"/></svg>'
    name, body = kwargs.pop("name", "picture.svg"), kwargs.pop("body", circle)
    values = {"frame": "start", "licence": "our own drawing", **kwargs}
    return ExercisePicture.objects.create(exercise=exercise, file=ContentFile(body, name), **values)


def make_language(**kwargs: Any) -> Language:
    """Make English with the shipped words for the working side."""
    words = {"code": "en", "side_words": shipped.read("words.yaml")["words"], "content_version": "test", **kwargs}
    return Language.objects.create(**words)


def make_phrasebook(**kwargs: Any) -> Phrasebook:
    """Make texts in French; not reviewed."""
    return Phrasebook.objects.create(**{"language": "fr", "file": "texts.yaml", **kwargs})


def make_condition(**kwargs: Any) -> Condition:
    values = {
        "slug": f"condition-{next(_numbers)}",
        "name": "Patellofemoral pain",
        "plain_name": "Runner's knee",
        "patient_title": "Runner's knee",
        "summary_plain": "Your knee is sore.",
        "symptoms": ["Pain around the kneecap"],
        **kwargs,
    }
    return Condition.objects.create(**values)


def make_programme_kind(**kwargs: Any) -> ProgrammeKind:
    values = {
        "slug": f"kind-{next(_numbers)}",
        "name": "Dynamic warm-up",
        "plain_name": "Warm-up before running",
        "summary_plain": "Ten minutes of easy movement.",
        **kwargs,
    }
    return ProgrammeKind.objects.create(**values)


def make_pain_rule(**kwargs: Any) -> PainRule:
    values = {
        "slug": f"pain-{next(_numbers)}",
        "name": "General rule",
        "max_during": 3,
        "settle_within_hours": 24,
        "plain": "Up to 3 out of 10 is fine.",
        **kwargs,
    }
    return PainRule.objects.create(**values)


def make_patient_flag(**kwargs: Any) -> PatientFlag:
    values = {
        "slug": f"flag-{next(_numbers)}",
        "label": "A flag",
        "intake_question": "Do you have it?",
        "group": "knee",
        **kwargs,
    }
    return PatientFlag.objects.create(**values)


def make_red_flag(**kwargs: Any) -> RedFlag:
    values = {
        "slug": f"red-flag-{next(_numbers)}",
        "title": "Hot knee",
        "line": "Your knee is hot and red",
        "plain": "Your knee is hot and red.",
        "screening_question": "Is your knee hot and red?",
        "urgency": "same_day",
        "action_plain": "Get help today.",
        **kwargs,
    }
    return RedFlag.objects.create(**values)


def make_rule(**kwargs: Any) -> Rule:
    """Make a shared rule about squats for patients with the flag "flag", which blocks unless told."""
    tests = kwargs.pop("tests", [{"attr": "slug", "op": "eq", "value": "squat"}])
    flags = kwargs.pop("flags", ["flag"])
    values = {
        "slug": f"rule-{next(_numbers)}",
        "title": "No squats",
        "scope": "exercise",
        "condition": {"when": {"patient_flags_any": flags, "exercise": {"any": tests}}},
        "level": "block",
        "reason_plain": "Squats are too much now.",
        **kwargs,
    }
    return Rule.objects.create(**values)


def make_shipped_rule(code: str) -> Rule:
    """Make the rule that the shipped content has under *code*."""
    kinds = ("exercise_rules", "programme_rules")
    (item,) = (item for kind in kinds for item in shipped.items(kind) if item["id"] == code)
    part = "when" if "when" in item else "check"
    return make_rule(
        slug=code,
        title=item["title"],
        scope=item["scope"],
        condition={part: item[part]},
        level=item["level"],
        level_by_urgency=item.get("level_by_urgency", {}),
        reason_plain=item["reason_plain"],
        suggest=item.get("suggest", []),
    )


def make_phase(programme: Programme, **kwargs: Any) -> Phase:
    values = {
        "position": programme.phases.count() + 1,
        "slug": f"phase-{next(_numbers)}",
        "name": "Settle",
        "plain_name": "Calm it down",
        "goal_plain": "Calm your knee down.",
        "sessions_per_week_min": 3,
        "sessions_per_week_max": 3,
        "criteria_to_progress": [{"text": "Stairs pain 3 out of 10 or less"}],
        "step_back_if": ["New swelling"],
        **kwargs,
    }
    if "pain_rule" not in values:
        values["pain_rule"] = make_pain_rule()
    return Phase.objects.create(programme=programme, **values)


def make_prescription(phase: Phase, **kwargs: Any) -> Prescription:
    exercise = kwargs.pop("exercise", None) or make_exercise()
    dosage = kwargs.pop("dosage", exercise.dosage)
    values = {"position": phase.prescriptions.count() + 1, "side": exercise.default_side, **kwargs}
    line = Prescription(phase=phase, exercise=exercise, **values)
    line.dosage = dosage
    line.save()
    return line


def make_template(**kwargs: Any) -> Programme:
    """Make a shared template with one phase, one required line and one optional line in its place."""
    phases = kwargs.pop("phases", 1)
    values = {
        "slug": f"tpl-{next(_numbers)}",
        "name": "Knee programme",
        "kind": "condition",
        "version": "v1",
        **kwargs,
    }
    if "condition" not in values and values["kind"] == "condition":
        values["condition"] = make_condition()
    template = Programme.objects.create(**values)
    for _ in range(phases):
        phase = make_phase(template)
        required = make_prescription(phase)
        make_prescription(phase, is_optional=True, instead_of=required)
    return template


def make_programme(**kwargs: Any) -> Programme:
    """Make a patient's programme with one phase of one line, ready to be issued but for its screening."""
    patient = kwargs.pop("patient", None) or make_patient()
    values = {
        "name": "Runner's knee",
        "kind": "condition",
        "side": "left",
        "goal": "Run 5 km with my daughter",
        "practised_on": date(2026, 3, 2),
        "review_date": date(2026, 3, 30),
        **kwargs,
    }
    if "condition" not in values:
        values["condition"] = make_condition()
    programme = Programme.objects.create(patient=patient, clinic=patient.clinic, **values)
    make_prescription(make_phase(programme))
    return programme


def make_screening(programme: Programme, **kwargs: Any) -> Screening:
    """Make a screening in which each warning sign was asked about and answered no."""
    by = kwargs.pop("done_by", None) or make_practitioner(clinic=programme.clinic)
    values = {"condition": programme.condition, "done_by": by, "done_at": timezone.now(), **kwargs}
    screening = Screening.objects.create(patient=programme.patient, **values)
    for position, red_flag in enumerate(RedFlag.objects.all()):
        ScreeningAnswer.objects.create(screening=screening, red_flag=red_flag, position=position, answer="no")
    return screening


def sign_off_everything(by: Practitioner) -> None:
    """Let the clinic of *by* have signed off every row there is that a sheet hands out."""
    handed_out = (Advice, Condition, EmergencyServices, Exercise, PainRule, ProgrammeKind, RedFlag, Template)
    for row in [row for model in handed_out for row in model.objects.all()]:
        sign_off(row, by, timezone.localdate())


def make_source(**kwargs: Any) -> Source:
    values = {
        "slug": f"source-{next(_numbers)}",
        "kind": "trial",
        "authors": "Holm E, Brook A, Lind C",
        "year": 2019,
        "title": "A trial of exercise",
        "journal": "Knee",
        "provenance": "source-seen",
        **kwargs,
    }
    return Source.objects.create(**values)


def make_advice(**kwargs: Any) -> Advice:
    values = {
        "slug": f"advice-{next(_numbers)}",
        "topic": "training",
        "title": "Relative rest",
        "plain": "Run less for two weeks.",
        "evidence_rating": "supported",
        **kwargs,
    }
    return Advice.objects.create(**values)


def make_kit(**kwargs: Any) -> Kit:
    return Kit.objects.create(**{"slug": f"kit-{next(_numbers)}", "name": "Step", "substitute": "a stair", **kwargs})


def make_purpose(**kwargs: Any) -> Purpose:
    return Purpose.objects.create(**{"slug": f"purpose-{next(_numbers)}", "name": "Stairs hurt", **kwargs})


def make_running_plan(programme: Programme, **kwargs: Any) -> RunningPlan:
    """Make a ladder of one stage: walk 4 minutes, run 1 minute, 5 times."""
    values = {"entry_criteria": [{"text": "Brisk walk for 30 minutes"}], "pain_rule": make_pain_rule(), **kwargs}
    plan = RunningPlan.objects.create(programme=programme, **values)
    stage = {"number": 1, "name": "Walk 4, run 1", "kind": "interval"}
    Stage.objects.create(plan=plan, walk_seconds=240, run_seconds=60, repeats=5, **stage)
    return plan


def make_ladder(programme: Programme, **kwargs: Any) -> RunningPlan:
    """Make a running plan with the ten stages that are shipped, and their rules."""
    values = {"stage_rules": TEMPLATE["stage_rules"], "pain_rule": make_pain_rule(), **kwargs}
    plan = RunningPlan.objects.create(programme=programme, **values)
    Stage.objects.bulk_create(Stage(plan=plan, **vars(stage)) for stage in LADDER.stages)
    return plan


def make_api_token(user: User, *, lifetime: timedelta = timedelta(days=30), **kwargs: Any) -> tuple[ApiToken, str]:
    """Return a token of *user*, and the key that it answers to."""
    return ApiToken.objects.create(user, lifetime, **{"name": "record system", "scope": "patients", **kwargs})


def make_link(programme: Programme, **kwargs: Any) -> ShareLink:
    """Make a link to the programme as a practitioner of its clinic does; `links.token_of` tells its token."""
    by = kwargs.pop("by", None) or make_practitioner(clinic=programme.clinic)
    link = links.make(programme, by)
    ShareLink.objects.filter(pk=link.pk).update(**kwargs)
    link.refresh_from_db()
    return link


def make_handout(programme: Programme, *, pdf: bytes = b"%PDF-1.7 as issued", **kwargs: Any) -> Handout:
    """Make an issued handout with its PDF, around the door that issues real ones."""
    by = kwargs.pop("issued_by", None) or make_practitioner(clinic=programme.clinic)
    values = {
        "version": programme.handouts.count() + 1,
        "document": {},
        "schema_version": 1,
        "layout": "standard",
        "paper": "A4",
        "language": "en",
        "issued_at": timezone.now(),
        "issued_by": by,
        "issued_by_name": by.name,
        **kwargs,
    }
    handout = Handout.objects.create(programme=programme, **values)
    make_rendition(handout, pdf=pdf)
    return handout


def make_rendition(handout: Handout, *, pdf: bytes, **kwargs: Any) -> Rendition:
    values = {"layout": handout.layout, "paper": handout.paper, "renderer_version": "test", **kwargs}
    return Rendition.objects.create(handout=handout, pdf=pdf, sha256=sha256(pdf).hexdigest(), **values)
