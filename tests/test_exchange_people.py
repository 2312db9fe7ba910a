"""The people of a clinic that is brought in: who gets a way in, and that no log-in of anybody here is handed over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from programmes.batches import Agreed, begin_class
from programmes.models import Batch, Clinic, Patient, Practitioner
from programmes.signing_in import adapter
from tests.cast import make_cast
from tests.commands import told
from tests.factories import make_language, make_patient, make_template, make_user
from tests.kept import wipe
from tests.taking_along import taken_along

# An export reads one moment of the database: a transaction that a test cannot be within.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media_folder")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riverside.zip"


class AtOnce:
    """Sends a mail before the answer and not beside it."""

    def __init__(self, target: Callable[..., Any], args: Any) -> None:
        self.start = lambda: target(*args)


def test_whoever_had_a_log_in_gets_in_with_a_new_password_and_nobody_with_the_old(
    media_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adapter, "Thread", AtOnce)
    taken_along(file)
    wipe(media_folder)
    make_language()
    Clinic.objects.all().delete()
    told("import_clinic", str(file))
    ana = User.objects.get(username="ana")
    assert ana.practitioner.clinic.name == "Riverside"
    assert (ana.is_active, ana.has_usable_password(), ana.is_superuser) == (True, False, False)
    assert not ana.check_password("correct horse battery")
    Client().post(reverse("account_reset_password"), {"email": ana.email})
    assert [message.to for message in mail.outbox] == [[ana.email]]


def test_whoever_is_only_named_in_the_history_gets_no_way_in(media_folder: Path, file: Path):
    taken_along(file)
    wipe(media_folder)
    told("import_clinic", str(file))
    for name in ("ben", "sue", "carla"):
        user = User.objects.get(username=name)
        assert (user.is_active, user.is_superuser, user.email, hasattr(user, "practitioner")) == (
            False,
            False,
            "",
            False,
        )
    version = Patient.history.filter(history_user__username="ben").first()
    assert version is not None


@pytest.mark.parametrize("taken", [{"username": "Ana"}, {"username": "x", "email": "ANA@riverside.example"}])
def test_a_log_in_that_is_in_use_here_is_never_handed_over(media_folder: Path, file: Path, taken: dict[str, str]):
    taken_along(file)
    wipe(media_folder)
    somebody = make_user(**taken)
    before = User.objects.filter(pk=somebody.pk).values().get()
    said = told("import_clinic", str(file))
    assert "Have no log-in, as theirs is in use here: Ana. Invite them." in said
    assert User.objects.filter(pk=somebody.pk).values().get() == before
    ana = Practitioner.objects.get(name="Ana")
    assert ana.user is None
    # Who did what is on record all the same, under a name of its own.
    other = User.objects.get(username__startswith="ana+")
    assert (other.is_active, other.email) == (False, "")
    assert Patient.objects.exists()


def test_who_began_a_class_and_went_to_another_clinic_comes_along(media_folder: Path, file: Path):
    cast = make_cast()
    template = make_template(clinic=cast.clinic)
    begin_class(template, [make_patient(clinic=cast.clinic)], Agreed(), by=cast.ben.practitioner, key=uuid4())
    Practitioner.objects.filter(pk=cast.ben.practitioner.pk).update(clinic=cast.other_clinic)
    call_command("export_clinic", "Riverside", output=file)
    wipe(media_folder)
    told("import_clinic", str(file))
    assert Batch.objects.get().made_by.name == "Ben"
