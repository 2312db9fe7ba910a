"""The clinic and its people in the workbench: an owner manages the own clinic's, and nobody becomes a superuser."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes.models import Practitioner
from tests.cast import Cast, make_cast
from tests.factories import make_handout, make_patient, make_practitioner, make_programme
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db
PASSWORD = "a long walk by the river"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def add_person(cast: Cast, **values: object) -> object:
    new = {"name": "Nia Ford", "role": "practitioner", "username": "nia", "email": "nia@clinic.example"}
    return save(cast.olga, address("practitioner_add"), **{**new, **values})


def link_in(answer: object) -> str:
    return re.search(r"http://testserver(/admin/set-password/[^<]+)<", messages_of(answer))[1]


def set_password(client: object, link: str) -> object:
    page = client.get(link, follow=True)
    return client.post(page.wsgi_request.path, {"new_password1": PASSWORD, "new_password2": PASSWORD})


def test_an_owner_adds_a_colleague_with_a_log_in(cast: Cast):
    add_person(cast)
    practitioner = Practitioner.objects.get(name="Nia Ford")
    user = practitioner.user
    assert (practitioner.clinic, user.username, user.email) == (cast.clinic, "nia", "nia@clinic.example")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)


def test_the_colleague_sets_a_password_with_the_link_and_comes_in(cast: Cast, client):
    link = link_in(add_person(cast))
    set_password(client, link)
    assert client.login(username="nia", password=PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200
    assert "unsuccessful" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize("field", ["is_superuser", "user", "is_staff", "groups", "user_permissions"])
def test_an_owner_makes_no_superuser_and_takes_nobodys_log_in(cast: Cast, field: str):
    add_person(cast, **{field: cast.sue.pk})
    assert User.objects.filter(is_superuser=True).count() == 1
    assert Practitioner.objects.get(name="Nia Ford").user.username == "nia"
    assert not hasattr(User.objects.get(pk=cast.sue.pk), "practitioner")


@pytest.mark.parametrize("username", ["carla", "Carla", "sue"])
def test_a_log_in_name_that_is_taken_is_refused(cast: Cast, username: str):
    answer = add_person(cast, username=username)
    assert "Somebody has this log-in name already" in answer.content.decode()
    assert not Practitioner.objects.filter(name="Nia Ford").exists()


def test_somebody_may_stand_in_the_list_without_a_log_in(cast: Cast):
    add_person(cast, username="", email="")
    practitioner = Practitioner.objects.get(name="Nia Ford")
    assert practitioner.user is None
    save(cast.olga, address("practitioner_change", practitioner), username="nia")
    practitioner.refresh_from_db()
    assert practitioner.user.username == "nia"


@pytest.mark.parametrize("name", ["ana", "rita"])
def test_only_an_owner_manages_people(cast: Cast, name: str):
    user, ben = getattr(cast, name), cast.ben.practitioner
    assert at(user).get(address("practitioner_add")).status_code == 403
    assert at(user).post(address("practitioner_change", ben), {"name": "B"}).status_code == 403
    for deed in ("password-link", "remove-log-in"):
        assert at(user).post(address(f"practitioner_{deed}", ben)).status_code == 403


def test_nobody_promotes_themselves(cast: Cast):
    answer = at(cast.ana).post(address("practitioner_change", cast.ana.practitioner), {"role": "owner", "name": "Ana"})
    assert answer.status_code == 403


def test_removing_a_log_in_asks_first_and_keeps_the_name(cast: Cast):
    handout = make_handout(make_programme(patient=make_patient(clinic=cast.clinic)), issued_by=cast.ana.practitioner)
    at_work, ana = at(cast.ana), cast.ana.practitioner
    assert "Remove the log-in of Ana?" in shown(cast.olga, address("practitioner_remove-log-in", ana))
    at(cast.olga).post(address("practitioner_remove-log-in", ana))
    ana.refresh_from_db()
    assert ana.user is None
    assert not User.objects.get(pk=cast.ana.pk).is_active
    assert at_work.get(reverse("admin:index"))["Location"].startswith("/admin/login/")
    assert "Ana" in shown(cast.olga, address("handout_change", handout))


def test_an_owner_touches_no_superuser(cast: Cast):
    make_practitioner(clinic=cast.clinic, user=cast.sue, name="Sue")
    sue = cast.sue.practitioner
    page = shown(cast.olga, address("practitioner_change", sue))
    assert "Remove log-in" not in page
    assert "New password link" not in page
    for deed in ("password-link", "remove-log-in"):
        assert at(cast.olga).post(address(f"practitioner_{deed}", sue)).status_code == 403
    cast.sue.refresh_from_db()
    assert cast.sue.is_active


def test_a_clinic_keeps_an_owner(cast: Cast):
    olga = cast.olga.practitioner
    answer = save(cast.olga, address("practitioner_change", olga), role="reader")
    assert "The clinic needs an owner" in answer.content.decode()
    assert "The clinic needs an owner" in messages_of(at(cast.olga).post(address("practitioner_remove-log-in", olga)))
    olga.refresh_from_db()
    assert (olga.role, olga.user) == ("owner", cast.olga)


def test_one_of_two_owners_may_step_back(cast: Cast):
    save(cast.olga, address("practitioner_change", cast.ana.practitioner), role="owner")
    assert save(cast.olga, address("practitioner_change", cast.olga.practitioner), role="reader").status_code == 302


def test_a_new_link_is_made_and_noted(cast: Cast, client):
    answer = at(cast.olga).post(address("practitioner_password-link", cast.ben.practitioner))
    set_password(client, link_in(answer))
    assert client.login(username="ben", password=PASSWORD)


def test_log_ins_themselves_are_for_whoever_runs_the_machine(cast: Cast):
    for user in (cast.ana, cast.olga):
        for url in (reverse("admin:auth_user_changelist"), reverse("admin:auth_user_change", args=[cast.ben.pk])):
            assert at(user).get(url).status_code == 403
        assert at(user).post(reverse("admin:auth_user_add"), {"username": "x"}).status_code == 403
    assert at(cast.sue).get(reverse("admin:auth_user_change", args=[cast.ben.pk])).status_code == 200


def test_a_log_in_is_never_deleted(cast: Cast):
    """Its name stands in every history."""
    url = reverse("admin:auth_user_delete", args=[cast.ben.pk])
    assert at(cast.sue).post(url, {"post": "yes"}).status_code == 403


def test_the_clinics_page_is_shown_at_once(cast: Cast):
    assert at(cast.ana).get(address("clinic_changelist"))["Location"] == address("clinic_change", cast.clinic)
    assert at(cast.sue).get(address("clinic_changelist")).status_code == 200


def test_an_owner_changes_the_clinic_and_others_look(cast: Cast):
    url = address("clinic_change", cast.clinic)
    assert save(cast.olga, url, phone="020 7946 0000", accent_colour="#112233", country="ie").status_code == 302
    cast.clinic.refresh_from_db()
    assert (cast.clinic.phone, cast.clinic.accent_colour, cast.clinic.country) == ("020 7946 0000", "#112233", "IE")
    assert cast.clinic.history.first().history_user == cast.olga
    assert at(cast.ana).post(url, {"name": "Mine"}).status_code == 403


def test_another_clinic_is_not_there(cast: Cast):
    assert at(cast.olga).get(address("clinic_change", cast.other_clinic)).status_code == 404
    assert at(cast.olga).get(address("clinic_history", cast.other_clinic)).status_code == 404


def test_a_time_zone_that_is_none_is_refused(cast: Cast):
    assert save(cast.olga, address("clinic_change", cast.clinic), time_zone="Mars/Base").status_code == 200


def test_a_logo_is_taken_shown_and_removed(cast: Cast):
    url = address("clinic_change", cast.clinic)
    save(cast.olga, url, logo=SimpleUploadedFile("logo.png", PIXEL, "image/png"))
    cast.clinic.refresh_from_db()
    assert cast.clinic.logo
    assert '<img class="logo" src="data:image/png;base64,' in shown(cast.olga, url)
    save(cast.olga, url, remove_logo="on")
    cast.clinic.refresh_from_db()
    assert not cast.clinic.logo


def test_a_file_that_is_no_picture_is_no_logo(cast: Cast):
    picture = SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'>", "image/png")
    assert save(cast.olga, address("clinic_change", cast.clinic), logo=picture).status_code == 200
