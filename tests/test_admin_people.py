"""The clinic and its people in the workbench: an owner manages the own clinic's, and nobody becomes a superuser."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.coming_in import add_app, add_codes, is_in, logged_in
from tests.factories import make_handout, make_patient, make_practitioner, make_programme
from tests.workbench import address, at, messages_of, save, shown

pytestmark = pytest.mark.django_db
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.mark.parametrize("name", ["ana", "rita"])
def test_only_an_owner_manages_people(cast: Cast, name: str):
    user, ben = getattr(cast, name), cast.ben.practitioner
    assert at(user).post(address("practitioner_change", ben), {"name": "B"}).status_code == 403
    for deed in ("remove-second-factor", "remove-log-in"):
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
    assert "Remove second factor" not in page
    for deed in ("remove-second-factor", "remove-log-in"):
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


def test_an_owner_who_cannot_log_in_is_none(cast: Cast):
    make_practitioner(clinic=cast.clinic, name="Gone", role="owner", user=None)
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    type(cast.ben.practitioner).objects.filter(pk=cast.ben.practitioner.pk).update(role="owner")
    answer = save(cast.olga, address("practitioner_change", cast.olga.practitioner), role="reader")
    assert "The clinic needs an owner" in answer.content.decode()


def test_whoever_runs_the_machine_leaves_a_clinic_its_owner_too(cast: Cast):
    url = reverse("admin:auth_user_change", args=[cast.olga.pk])
    form = {"username": "olga", "email": "", "first_name": "", "last_name": "", "is_staff": "on"}
    assert "Riverside needs an owner" in at(cast.sue).post(url, form).content.decode()
    cast.olga.refresh_from_db()
    assert cast.olga.is_active


def test_nobody_is_added_but_by_invitation(cast: Cast):
    for user in (cast.olga, cast.sue):
        assert at(user).get(address("practitioner_add")).status_code == 403
        assert at(user).get(reverse("admin:auth_user_add")).status_code == 403


def test_an_owner_removes_the_second_factor_of_somebody_who_lost_it(cast: Cast):
    add_app(cast.ben)
    add_codes(cast.ben)
    at_work, url = logged_in(cast.ben), address("practitioner_remove-second-factor", cast.ben.practitioner)
    assert is_in(at_work)
    assert "Be sure that it is they who ask" in shown(cast.olga, url)
    at(cast.olga).post(url)
    assert not cast.ben.authenticator_set.exists()
    assert not is_in(at_work)
    assert is_in(logged_in(cast.ben))


def test_the_second_factor_is_offered_to_be_removed_only_where_there_is_one(cast: Cast):
    assert "Remove second factor" not in shown(cast.olga, address("practitioner_change", cast.ben.practitioner))


def test_whoever_leaves_leaves_no_second_factor_behind(cast: Cast):
    add_app(cast.ben)
    at(cast.olga).post(address("practitioner_remove-log-in", cast.ben.practitioner))
    assert not cast.ben.authenticator_set.exists()


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
