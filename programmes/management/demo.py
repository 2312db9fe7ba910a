"""The demo clinic: who works there, and one patient for each shipped template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from programmes import screening
from programmes.handout.issue import issue
from programmes.models import Clinic, Handout, Patient, Practitioner, Programme, Screening, ScreeningAnswer
from programmes.starting import start_from

LOG_IN = "demo"


@dataclass(frozen=True)
class Person:
    """A made-up patient and what was agreed with them."""

    template: str
    name: str
    born: date
    goal: str
    side: str = ""
    days: tuple[int, ...] = (1, 3, 5)
    time_of_day: str = ""
    after_what: str = ""
    where: str = ""


PEOPLE = (
    Person(
        "tpl-patellofemoral-pain",
        "Maya Okafor",
        date(1991, 5, 17),
        "Run the park loop with my sister again",
        side="left",
        days=(1, 3, 5, 7),
        time_of_day="in the evening",
        after_what="I get home from work",
        where="the living room",
    ),
    Person(
        "tpl-itb-syndrome",
        "Tom Reid",
        date(1984, 11, 2),
        "Finish a half marathon in the autumn",
        side="right",
        days=(1, 2, 4, 6),
        time_of_day="in the morning",
        after_what="I have brushed my teeth",
        where="the bedroom",
    ),
    Person(
        "tpl-patellar-tendinopathy",
        "Luca Brandt",
        date(1998, 1, 23),
        "Play a full volleyball match",
        side="right",
        days=(1, 2, 3, 4, 5, 6, 7),
        time_of_day="in the evening",
        after_what="I finish work",
        where="the gym",
    ),
    Person(
        "tpl-meniscus-injury",
        "Priya Shah",
        date(1979, 8, 9),
        "Play football in the garden with my boys",
        side="left",
        days=(1, 2, 3, 4, 5, 6, 7),
        time_of_day="in the morning, with 2 and 3 again in the evening",
        after_what="breakfast",
        where="the living room",
    ),
    Person(
        "tpl-knee-osteoarthritis",
        "Jean Walker",
        date(1955, 3, 30),
        "Walk to the shops and back without stopping",
        side="right",
        days=(1, 2, 4, 6),
        time_of_day="in the morning",
        after_what="the morning news",
        where="the kitchen",
    ),
    Person(
        "tpl-dynamic-warm-up",
        "Sam Lee",
        date(2001, 6, 12),
        "Start each run feeling loose",
        days=(1, 2, 4, 6, 7),
        time_of_day="before each run",
        after_what="I have laced my shoes",
        where="the park",
    ),
    Person(
        "tpl-return-to-running",
        "Ana Lima",
        date(1988, 12, 5),
        "Run for 30 minutes without stopping",
        side="left",
        days=(2, 4, 6),
        time_of_day="in the morning",
        after_what="I have walked the dog",
        where="the park",
    ),
)


@transaction.atomic
def demo_practitioner(password: str) -> Practitioner:
    """Return the demo practitioner, who owns the demo clinic; makes both, or gives them this password again."""
    clinic, _made = Clinic.objects.get_or_create(
        name="Riverside Knee Clinic (demo)",
        defaults={
            "phone": "01632 960 100",
            "email": "hello@clinic.example",
            "address": "1 River Street, Demotown",
            "opening_hours": "Monday to Friday, 8 am to 6 pm",
        },
    )
    user, _made = get_user_model().objects.get_or_create(username=LOG_IN, defaults={"is_staff": True})
    if not user.check_password(password):
        user.set_password(password)
        user.save()
    practitioner, _made = Practitioner.objects.get_or_create(
        user=user,
        defaults={
            "clinic": clinic,
            "name": "Alex Morgan",
            "role": Practitioner.Role.OWNER,
            "profession": "Physiotherapist",
            "qualifications": "BSc Physiotherapy",
            "is_unregistered": True,
        },
    )
    return practitioner


def handout_for(person: Person, practitioner: Practitioner, today: date) -> Handout:
    """Return the demo handout of *person*, issuing it when there is none yet."""
    programme = Programme.objects.filter(
        clinic=practitioner.clinic, patient__name=person.name, template__slug=person.template
    ).first()
    if programme is None:
        programme = _programme_for(person, practitioner, today)
    handout = programme.handouts.live().first()
    # The library is a draft to the demo clinic too, so somebody answers for the sheet.
    return handout or issue(programme, practitioner, practitioner.user, takes_responsibility=True)


@transaction.atomic
def _programme_for(person: Person, practitioner: Practitioner, today: date) -> Programme:
    patient, _made = Patient.objects.get_or_create(
        clinic=practitioner.clinic, name=person.name, defaults={"date_of_birth": person.born}
    )
    template = Programme.objects.shared_templates().get(slug=person.template)
    programme = start_from(template, patient=patient, practitioner=practitioner, side=person.side)
    for field, value in _agreed(person, today).items():
        setattr(programme, field, value)
    programme.full_clean()
    programme.save()
    if not Screening.objects.filter(patient=patient, condition=programme.condition).exists():
        screening.begin(patient, programme.condition, practitioner, answer=ScreeningAnswer.Answer.NO)
    return programme


def _agreed(person: Person, today: date) -> dict[str, Any]:
    return {
        "goal": person.goal,
        "session_days": list(person.days),
        "time_of_day": person.time_of_day,
        "after_what": person.after_what,
        "where": person.where,
        "start_date": today,
        "practised_on": today,
        "review_date": today + timedelta(weeks=4),
        "starting_level": "First phase, doses of the template.",
    }
