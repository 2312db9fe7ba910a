"""The people of the access tests, by name."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from programmes.models import Clinic, Practitioner
from tests.factories import make_clinic, make_practitioner, make_user


@dataclass(frozen=True)
class Cast:
    """Ana, Ben, Olga and Rita work at one clinic, Carla at another, Stan at none; Sue runs the machine."""

    clinic: Clinic
    other_clinic: Clinic
    ana: User
    ben: User
    olga: User
    rita: User
    carla: User
    stan: User
    sue: User


def make_cast() -> Cast:
    clinic, other_clinic = make_clinic(name="Riverside"), make_clinic(name="Hillside")
    return Cast(
        clinic=clinic,
        other_clinic=other_clinic,
        ana=_at(clinic, "ana", Practitioner.Role.PRACTITIONER),
        ben=_at(clinic, "ben", Practitioner.Role.PRACTITIONER),
        olga=_at(clinic, "olga", Practitioner.Role.OWNER),
        rita=_at(clinic, "rita", Practitioner.Role.READER),
        carla=_at(other_clinic, "carla", Practitioner.Role.OWNER),
        stan=make_user(username="stan"),
        sue=make_user(username="sue", is_superuser=True),
    )


def _at(clinic: Clinic, username: str, role: str) -> User:
    user = make_user(username=username)
    make_practitioner(clinic=clinic, user=user, name=username.capitalize(), role=role)
    return user
