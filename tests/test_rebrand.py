"""A clinic's new name, number and look on every sheet that patients hold, and nothing else of it."""

import pytest

from programmes import batches
from programmes.models import Batch, Clinic, Handout
from tests.recalling import Bench, counts, document_of, last_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_new_name_and_number_stand_on_every_current_sheet_and_nothing_else_changes(bench: Bench):
    squats, bridges = bench.given(), bench.given(bench.bridge)
    bench.clinic.name, bench.clinic.phone, bench.clinic.accent_colour = "Lakeside", "09876 543", "#224466"
    bench.clinic.save()
    row = batches.begin_rebrand(bench.clinic, reason="We moved.", by=bench.by.practitioner)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 2}
    for before in (squats, bridges):
        was, now = document_of(before), document_of(last_of(before))
        assert (now.clinic.name, now.clinic.phone) == ("Lakeside", "09876 543")
        assert "09876 543" in now.other_formats
        assert (now.parts, now.goal, now.schedule) == (was.parts, was.goal, was.schedule)
        assert was.clinic.phone not in now.as_json()
        assert now.change_reason == "We moved."
    again = batches.begin_rebrand(bench.clinic, reason="We moved.", by=bench.by.practitioner)
    assert again == row
    batches.carry_on(again, bench.by)
    assert Handout.objects.count() == 4


def test_a_number_that_is_changed_and_changed_back_goes_out_each_time(bench: Bench):
    handout = bench.given()
    for phone in ("09876 543", "01234 567", "09876 543"):
        bench.clinic.phone = phone
        bench.clinic.save()
        row = batches.begin_rebrand(bench.clinic, reason="Another number.", by=bench.by.practitioner)
        batches.carry_on(row, bench.by)
        assert document_of(last_of(handout)).clinic.phone == phone
    assert handout.programme.handouts.count() == 4


def test_a_look_that_was_overtaken_is_given_to_nobody(bench: Bench):
    bench.given()
    Clinic.objects.update(phone="01632 960001")
    first = batches.begin_rebrand(Clinic.objects.get(pk=bench.clinic.pk), reason="A new number.")
    batches.carry_on(first, bench.by)
    bench.clinic.refresh_from_db()
    bench.given()
    Clinic.objects.update(phone="01632 960002")
    first = Batch.objects.get(pk=first.pk)
    batches.try_again(first)
    assert counts(first) == {"done": 1}
