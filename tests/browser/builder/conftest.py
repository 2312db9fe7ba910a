"""A library of eight exercises, and a programme that lacks nothing."""

from __future__ import annotations

import pytest

from programmes.models import Exercise, Programme
from programmes.screening import begin
from tests.browser.builder.screen import NAMES, SignIn
from tests.cast import Cast, make_cast
from tests.factories import make_exercise, make_language, make_patient, make_phase, make_prescription, make_programme
from tests.figures import plain_figure


@pytest.fixture
def cast(sign_in: SignIn) -> Cast:
    make_language()
    cast = make_cast()
    sign_in(cast.ana)
    return cast


@pytest.fixture
def library(cast: Cast) -> None:
    for name in NAMES:
        make_exercise(slug=name.lower().replace(" ", "-"), name=name)
    Exercise.objects.update(figure=plain_figure())


@pytest.fixture
def programme(cast: Cast, library: None) -> Programme:
    """Return a programme with two phases that lacks nothing."""
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    rows = {row.slug: row for row in Exercise.objects.all()}
    programme.phases.get().prescriptions.all().delete()
    for slug in ("clamshell", "glute-bridge", "mini-squat"):
        make_prescription(programme.phases.get(), exercise=rows[slug])
    make_prescription(make_phase(programme, name="Later"), exercise=rows["wall-sit"])
    begin(programme.patient, programme.condition, cast.ana.practitioner, answer="no")
    return programme
