"""Ways round the rules that were found by attacking the site, each closed and kept closed."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from programmes.handout import gate
from programmes.handout import issue as issuing
from programmes.handout.job import Printed
from programmes.models import Handout, PatientFlag, Programme, Rendition, ScreeningAnswer
from tests.cast import Cast
from tests.coming_in import add_app
from tests.factories import (
    make_handout,
    make_language,
    make_patient,
    make_patient_flag,
    make_practitioner,
    make_programme,
    make_screening,
    sign_off_everything,
)
from tests.workbench import address, at, save

pytestmark = pytest.mark.django_db


def test_an_owner_removes_no_second_factor_of_whoever_runs_the_machine(cast: Cast):
    sue = make_practitioner(clinic=cast.clinic, user=cast.sue, name="Sue")
    add_app(cast.sue)
    assert at(cast.olga).post(address("practitioner_remove-second-factor", sue)).status_code == 403
    assert cast.sue.authenticator_set.exists()


def screened(answer: str, flag: PatientFlag) -> Programme:
    """Return a finished programme of a patient who gave *answer* about *flag*, which is not on the record."""
    programme = make_programme()
    screening = make_screening(programme)
    ScreeningAnswer.objects.create(screening=screening, patient_flag=flag, position=99, answer=answer)
    return Programme.objects.with_lines().get(pk=programme.pk)


def test_a_yes_to_what_stops_exercise_stops_it_before_anybody_puts_it_on_the_record():
    (stop,) = gate.judge(screened("yes", make_patient_flag(group="stop"))).stops
    assert (stop.code, stop.where) == ("stop-flag", "screening")


def test_a_yes_that_stops_exercise_is_not_written_away():
    programme = screened("yes", make_patient_flag(group="stop"))
    programme.patient.screenings.update(seen_and_dealt_with="Looks fine.")
    assert [stop.code for stop in gate.judge(programme).stops] == ["stop-flag"]


def test_a_yes_that_is_on_the_record_too_is_told_once():
    flag = make_patient_flag(group="stop")
    programme = screened("yes", flag)
    programme.patient.flags.add(flag)
    assert [stop.where for stop in gate.judge(programme).stops] == ["patient"]


def test_a_yes_that_the_template_is_not_for_stops_its_programme():
    flag = make_patient_flag(group="knee")
    programme = screened("yes", flag)
    assert not gate.judge(programme).keeps_it
    programme.not_for_flags.add(flag)
    assert [stop.code for stop in gate.judge(programme).stops] == ["not-for-flag"]


def test_a_no_to_what_stops_exercise_stops_nothing():
    assert not gate.judge(screened("no", make_patient_flag(group="stop"))).keeps_it


def test_a_stop_flag_set_while_the_pages_are_set_stops_the_handout(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    make_language()
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    make_screening(programme, done_by=cast.ana.practitioner)
    sign_off_everything(cast.ana.practitioner)
    stop = make_patient_flag(group="stop")

    def somebody_flags_the_patient_meanwhile(*args: object) -> Printed:
        programme.patient.flags.add(stop)
        return Printed(b"%PDF-1.7", "test")

    monkeypatch.setattr(issuing.pdf, "printed", somebody_flags_the_patient_meanwhile)
    with pytest.raises(issuing.NotReady):
        issuing.issue(programme, cast.ana.practitioner, cast.ana)
    assert not Handout.objects.exists()


@pytest.mark.parametrize("asked", ["layout=large-print", "paper=Letter"])
def test_no_more_sheets_are_made_of_a_withdrawn_handout(cast: Cast, asked: str):
    handout = make_handout(make_programme(patient=make_patient(clinic=cast.clinic)))
    handout.withdraw(cast.ana.practitioner, "Wrong side")
    page = address("handout_pdf", handout)
    assert at(cast.ana).get(page).status_code == 200
    assert at(cast.ana).get(f"{page}?{asked}").status_code == 404
    assert Rendition.objects.count() == 1


def send_logo(cast: Cast, name: str, kind: str, size: tuple[int, int] = (40, 40)) -> int:
    body = BytesIO()
    Image.new("RGB", size).save(body, kind)
    answer = save(cast.olga, address("clinic_change", cast.clinic), logo=SimpleUploadedFile(name, body.getvalue()))
    return answer.status_code


# PostScript in a picture's clothes would be run by whatever on the machine draws PostScript.
@pytest.mark.parametrize("kind", ["EPS", "GIF", "TIFF", "BMP"])
def test_a_logo_is_what_its_name_says(cast: Cast, kind: str):
    assert send_logo(cast, "logo.png", kind) == 200
    cast.clinic.refresh_from_db()
    assert not cast.clinic.logo


def test_a_huge_logo_is_refused(cast: Cast):
    assert send_logo(cast, "logo.png", "PNG", (2001, 10)) == 200
    assert send_logo(cast, "logo.bmp.jpg", "JPEG", (2000, 10)) == 302
