"""Putting one exercise right on every sheet that patients hold: each once, and nothing else of it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from programmes import batches, links
from programmes.batches import again, going_on
from programmes.handout import issue as issuing
from programmes.handout.document import Document
from programmes.models import (
    AccessRecord,
    Batch,
    BatchItem,
    ClinicianCopy,
    ExerciseText,
    Handout,
    Phase,
    Prescription,
    Programme,
    Responsibility,
    Snapshot,
)
from programmes.rights.erase import erase
from tests.cast import Cast
from tests.factories import (
    make_language,
    make_link,
    make_patient_flag,
    make_rule,
)
from tests.recalling import REASON, Bench, begun, card_of, counts, document_of, last_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
State = BatchItem.State


# Which handouts hold it


def test_a_sheet_says_which_version_of_each_exercise_it_prints(bench: Bench):
    cards = document_of(bench.given()).cards
    assert [(card.code, card.terms.version) for card in cards if card.terms] == [("squat", "1"), ("bridge", "1")]


def test_current_handouts_that_hold_the_exercise_are_counted_by_version(bench: Bench):
    for _ in range(2):
        bench.given()
    bench.given(bench.bridge)
    bench.correct()
    bench.given()
    found = batches.holding(bench.clinic, bench.squat)
    assert (len(found.holders), len(found.outdated), found.by_version) == (3, 2, [("1", 2), ("2", 1)])


def test_only_the_last_one_given_of_each_programme_counts(bench: Bench):
    programme = bench.programme()
    bench.issue(programme)
    Prescription.objects.filter(phase__programme=programme, exercise=bench.squat).delete()
    bench.issue(programme)
    assert batches.holding(bench.clinic, bench.squat).holders == ()


def test_withdrawn_discharged_and_archived_do_not_count(bench: Bench):
    bench.given().withdraw(bench.by.practitioner, "wrong side")
    bench.given().programme.patient.discharge()
    bench.given().programme.patient.archive()
    assert batches.holding(bench.clinic, bench.squat).holders == ()


def test_another_clinics_are_neither_counted_nor_touched(bench: Bench, cast: Cast):
    other = Bench.__new__(Bench)
    other.__dict__.update(bench.__dict__, by=cast.carla, clinic=cast.other_clinic)
    bench.squat.clinic = bench.bridge.clinic = None
    bench.squat.save()
    bench.bridge.save()
    other.sign_off()
    ours, theirs = bench.given(), other.given()
    bench.correct()
    found = batches.holding(bench.clinic, bench.squat)
    assert [each.handout for each in found.holders] == [ours.pk]
    row = begun(bench)
    batches.carry_on(row, cast.ana)
    assert counts(row) == {"done": 1}
    assert last_of(theirs) == theirs


# Re-issuing


def test_thirty_with_the_exercise_are_given_anew_once_each_and_five_without_are_left_as_they_are(bench: Bench):
    held = [bench.given(reps=8 + place % 5, name=f"Patient {place}") for place in range(30)]
    others = [bench.given(bench.bridge, name=f"Other {place}") for place in range(5)]
    bench.correct()
    row = begun(bench)
    assert batches.carry_on(row, bench.by)["done"] == 30
    for before in held:
        after = last_of(before)
        was, now = document_of(before), document_of(after)
        assert after.version == before.version + 1
        assert [(card.dose, card.dosage, card.summary, card.note, card.side) for card in was.cards] == [
            (card.dose, card.dosage, card.summary, card.note, card.side) for card in now.cards
        ]
        assert card_of(after).steps[0].endswith("slowly.")
        assert card_of(after).terms.version == "2"
        assert card_of(after, "bridge") == card_of(before, "bridge")
        assert (now.change_reason, now.since.version) == (REASON, before.version)
        assert [change.text for change in now.changes] == ["Squat. The steps are told in new words."]
    assert [last_of(handout) for handout in others] == others
    assert Handout.objects.count() == 30 + 5 + 30


def test_all_else_on_the_sheet_stays_as_it_was_given(bench: Bench):
    before = bench.given()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    was, now = document_of(before).as_plain(), document_of(last_of(before)).as_plain()
    different = {name for name in was if was[name] != now[name]}
    assert different == {"version", "since", "changes", "change_reason", "parts"}


def test_killed_in_the_middle_and_run_again_each_is_given_once(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    held = [bench.given() for _ in range(6)]
    bench.correct()
    row = begun(bench)
    store, calls = issuing.renditions.keep, []

    def killed(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return store(*args)

    monkeypatch.setattr(issuing.renditions, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 3, "waiting": 3}
    row = begun(bench)
    assert Batch.objects.count() == 1
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 6}
    assert [handout.programme.handouts.count() for handout in held] == [2] * 6
    assert batches.give(row.items.first().pk, bench.by) == State.DONE
    assert Handout.objects.count() == 12


def test_what_fails_is_reported_and_can_be_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    for _ in range(3):
        bench.given()
    bench.correct()
    row = begun(bench)
    retell, calls = again.corrected, []

    def broken_once(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("Eva Holm's sheet")
        return retell(*args)

    monkeypatch.setattr(again, "corrected", broken_once)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 2, "failed": 1}
    assert "went wrong" in row.items.get(state="failed").reason
    batches.try_again(row)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 3}
    assert Handout.objects.count() == 6


def test_a_patient_who_is_erased_while_it_is_done_keeps_nobody_else_from_theirs(bench: Bench, monkeypatch: Any):
    held = [bench.given() for _ in range(3)]
    bench.correct()
    row = begun(bench)
    waits = batches.waiting(row)
    erase(BatchItem.objects.get(pk=waits[1]).patient, mode="anonymise")
    monkeypatch.setattr(going_on, "waiting", lambda batch: waits)
    assert batches.carry_on(row, bench.by)["done"] == 2
    assert sum(handout.programme.handouts.count() == 2 for handout in held) == 2


def test_a_programme_deleted_while_its_sheet_is_made_is_passed_over(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    for _ in range(3):
        bench.given()
    bench.correct()
    row = begun(bench)
    gone, retell = batches.waiting(row)[1], again.corrected

    def deleted_meanwhile(batch: Batch, document: Any, programme: Programme) -> Any:
        if BatchItem.objects.filter(pk=gone, programme=programme).delete()[0]:
            raise RuntimeError("its rows are gone")
        return retell(batch, document, programme)

    monkeypatch.setattr(again, "corrected", deleted_meanwhile)
    assert batches.carry_on(row, bench.by) == {"waiting": 0, "done": 2, "failed": 0, "left": 0, "cancelled": 0}


def test_a_few_at_a_time_until_all_are_done(bench: Bench):
    for _ in range(5):
        bench.given()
    bench.correct()
    row = begun(bench)
    assert batches.carry_on(row, bench.by, most=2) == {"waiting": 3, "done": 2, "failed": 0, "left": 0, "cancelled": 0}
    assert batches.carry_on(row, bench.by, most=2)["waiting"] == 1
    assert batches.carry_on(row, bench.by, most=2)["waiting"] == 0


def test_drafts_are_not_touched(bench: Bench):
    handout = bench.given()
    programme = handout.programme
    Prescription.objects.filter(phase__programme=programme, exercise=bench.squat).update(reps=30)
    Phase.objects.filter(programme=programme).update(goal_plain="A draft")
    Programme.objects.filter(pk=programme.pk).update(change_note="Not told yet", goal="Dance")
    before = (Programme.objects.filter(pk=programme.pk).values().get(), Snapshot.objects.count())
    lines = list(Prescription.objects.values())
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    assert (Programme.objects.filter(pk=programme.pk).values().get(), Snapshot.objects.count()) == before
    assert list(Prescription.objects.values()) == lines
    new = document_of(last_of(handout))
    assert (new.goal, new.cards[0].dosage.reps) == ("Run 5 km", 10)


def test_a_programme_deleted_from_stays_readable_by_its_sheet_alone(bench: Bench):
    """The line is gone from the plan: the patient holds the sheet all the same, and it is put right."""
    handout = bench.given()
    Prescription.objects.filter(phase__programme=handout.programme, exercise=bench.squat).delete()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    assert card_of(last_of(handout)).terms.version == "2"


# Whom the rules keep from it


def test_a_patient_whose_flag_of_today_blocks_the_exercise_is_left_with_the_reason(bench: Bench):
    make_rule(reason_plain="Squats are too much for a fresh repair.")
    flag = make_patient_flag(slug="flag", label="Meniscus repair")
    free, blocked = bench.given(), bench.given()
    blocked.programme.patient.flags.add(flag)
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 1, "left": 1}
    item = row.items.get(state="left")
    assert (item.programme, item.reason) == (blocked.programme, "Squats are too much for a fresh repair.")
    assert last_of(blocked) == blocked
    assert last_of(free) != free


def test_a_block_on_another_exercise_of_the_sheet_keeps_the_whole_sheet(bench: Bench):
    make_rule(tests=[{"attr": "slug", "op": "eq", "value": "bridge"}], reason_plain="No bridges.")
    handout = bench.given()
    handout.programme.patient.flags.add(make_patient_flag(slug="flag"))
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert row.items.get().reason == "No bridges."


def test_a_reason_on_record_for_the_same_exercise_and_flag_still_answers(bench: Bench):
    make_rule()
    programme = bench.programme()
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    line = Prescription.objects.get(phase__programme=programme, exercise=bench.squat)
    [code] = [finding.code for finding in issuing.gate.judge(_fresh(programme)).unanswered]
    handout = issuing.issue(
        programme, bench.by.practitioner, bench.by, reasons={(code, f"prescription:{line.pk}"): "With a support."}
    )
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"done": 1}
    copy = ClinicianCopy.objects.get(handout=last_of(handout)).contents
    assert [(each["code"], each["reason"]) for each in copy["findings"]] == [(code, "With a support.")]


def test_a_flag_that_stops_all_exercise_keeps_every_sheet(bench: Bench):
    handout = bench.given()
    handout.programme.patient.flags.add(make_patient_flag(slug="clot", label="Blood clot", is_global_stop=True))
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert "Blood clot" in row.items.get(state="left").reason


def test_a_flag_set_while_the_pages_are_made_keeps_the_sheet(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    make_rule()
    flag = make_patient_flag(slug="flag")
    handout = bench.given()
    bench.correct()
    printed = issuing.pdf.printed

    def flagged_meanwhile(*args: Any) -> Any:
        handout.programme.patient.flags.add(flag)
        return printed(*args)

    monkeypatch.setattr(issuing.pdf, "printed", flagged_meanwhile)
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert counts(row) == {"left": 1}
    assert Handout.objects.count() == 1


def test_words_that_the_clinic_has_not_signed_off_need_somebody_who_answers_for_them(bench: Bench):
    handout = bench.given()
    bench.correct(is_signed=False)
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert "signed off" in row.items.get(state="left").reason
    row = begun(bench, takes_responsibility=True)
    batches.try_again(row)
    batches.carry_on(row, bench.by)
    told = Responsibility.objects.get()
    assert (told.who, told.covers) == (bench.by.practitioner, [["exercise", "squat", "2"]])
    new = document_of(last_of(handout))
    assert new.credits.reviewers == ()
    assert "draft" in new.credits.status
    unsigned = ClinicianCopy.objects.get(handout=last_of(handout)).contents["unsigned"]
    assert "Ana took responsibility" in unsigned[-1]["state"]


def test_whoever_reviewed_the_new_words_stands_in_the_small_print(bench: Bench, cast: Cast):
    handout = bench.given()
    assert document_of(handout).credits.status == "Reviewed by Ana for Riverside."
    bench.correct(is_signed=False)
    recall_by = Bench.__new__(Bench)
    recall_by.__dict__.update(bench.__dict__, by=cast.ben)
    recall_by.sign_off()
    batches.carry_on(begun(bench), bench.by)
    assert document_of(last_of(handout)).credits.status == "Reviewed by Ana, Ben for Riverside."


def test_a_sheet_on_which_nothing_would_be_different_is_left(bench: Bench):
    bench.given()
    bench.correct(steps=["Bend {your knee}.", "Stand up tall."])
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert "Nothing" in row.items.get(state="left").reason


def test_a_sheet_in_a_language_whose_new_words_were_not_reviewed_is_left(bench: Bench):
    make_language(code="fr", reviewed_on="2026-01-01")
    for each in (bench.squat, bench.bridge):
        ExerciseText.objects.create(
            exercise=each, language="fr", name="Nom", steps=["Pliez."], reviewed_on="2026-01-01", reviewed_by="Ida"
        )
    programme = bench.programme(language="fr")
    handout = issuing.issue(programme, bench.by.practitioner, bench.by, language="fr", warnings_weighed=True)
    bench.correct()
    ExerciseText.objects.filter(exercise=bench.squat, language="fr").update(steps=["Pliez bien."], reviewed_on=None)
    row = begun(bench)
    batches.carry_on(row, bench.by)
    assert "not reviewed" in row.items.get(state="left").reason
    ExerciseText.objects.filter(exercise=bench.squat, language="fr").update(reviewed_on="2026-02-02")
    batches.try_again(row)
    batches.carry_on(row, bench.by)
    assert last_of(handout).language == "fr"
    assert card_of(last_of(handout)).steps == ("Pliez bien.",)


# In whose name, and who may


def test_each_goes_out_in_the_name_of_whoever_gave_the_one_before(bench: Bench, cast: Cast):
    hers, his = bench.given(), bench.given(by=cast.ben)
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, cast.ana)
    assert [last_of(each).issued_by_name for each in (hers, his)] == ["Ana", "Ben"]
    assert row.items.gone_out_as(cast.ben.practitioner).get().to_handout == last_of(his)
    entry = AccessRecord.objects.filter(kind="issued", patient_id=his.programme.patient_id).order_by("-at").first()
    assert entry is not None
    assert entry.who_name == "Ana"


def test_nothing_goes_out_in_the_name_of_somebody_who_left(bench: Bench, cast: Cast):
    bench.given(by=cast.ben)
    cast.ben.practitioner.end_access()
    bench.correct()
    row = begun(bench)
    batches.carry_on(row, cast.ana)
    assert "Ben, in whose name it was given" in row.items.get(state="left").reason


def test_a_reader_and_another_clinic_may_not(bench: Bench, cast: Cast):
    bench.given()
    bench.correct()
    row = begun(bench)
    for user in (cast.rita, cast.carla, cast.stan):
        with pytest.raises(PermissionDenied):
            batches.carry_on(row, user)
    assert counts(row) == {"waiting": 1}


def test_a_reason_is_asked_for(bench: Bench):
    with pytest.raises(ValidationError, match="Say why"):
        begun(bench, reason=" ")


# What changes meanwhile


def test_a_handout_withdrawn_since_it_was_begun_is_left(bench: Bench):
    handout = bench.given()
    bench.correct()
    row = begun(bench)
    handout.withdraw(bench.by.practitioner, "wrong patient")
    batches.carry_on(row, bench.by)
    assert "withdrawn" in row.items.get(state="left").reason


def test_a_handout_issued_since_it_was_begun_is_not_doubled(bench: Bench):
    handout = bench.given()
    bench.correct()
    row = begun(bench)
    bench.issue(handout.programme)
    batches.carry_on(row, bench.by)
    assert "right already" in row.items.get(state="left").reason
    assert handout.programme.handouts.count() == 2


def test_who_holds_the_old_version_again_is_given_it_right_again(bench: Bench):
    handout = bench.given()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    last_of(handout).withdraw(bench.by.practitioner, "wrong phase")
    row = begun(bench)
    assert counts(row) == {"waiting": 1}
    batches.carry_on(row, bench.by)
    assert card_of(last_of(handout)).terms.version == "2"
    batches.carry_on(begun(bench), bench.by)
    assert handout.programme.handouts.count() == 3


def test_a_correction_of_the_correction_is_a_recall_of_its_own(bench: Bench):
    handout = bench.given()
    bench.correct()
    first = begun(bench)
    bench.correct(steps=["Bend {your knee} a little."])
    batches.carry_on(first, bench.by)
    assert "changed again" in first.items.get(state="left").reason
    second = begun(bench)
    assert second != first
    batches.carry_on(second, bench.by)
    assert card_of(last_of(handout)).steps[0].endswith("a little.")


def test_one_that_was_overtaken_takes_in_nobody_who_holds_what_is_newer(bench: Bench):
    bench.given()
    bench.correct()
    first = begun(bench)
    batches.carry_on(first, bench.by)
    bench.correct(steps=["Bend {your knee} a little."])
    batches.carry_on(begun(bench), bench.by)
    bench.given()
    batches.try_again(first)
    assert counts(first) == {"done": 1}


def test_patients_links_follow(bench: Bench, client: Any, settings: Any):
    settings.SITE_URL = "https://clinic.example"
    handout = bench.given()
    link = make_link(handout.programme, by=bench.by.practitioner)
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    page = client.get(links.address_of(link).removeprefix("https://clinic.example"), secure=True)
    assert page.status_code == 200
    assert REASON in page.content.decode()


def test_an_erased_patient_leaves_no_row_of_it(bench: Bench):
    handout = bench.given()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    erase(handout.programme.patient, mode="anonymise")
    assert not BatchItem.objects.exists()


def _fresh(programme: Programme) -> Programme:
    return Programme.objects.with_lines().get(pk=programme.pk)


def test_every_document_of_a_recall_can_be_read_back(bench: Bench):
    handout = bench.given()
    bench.correct()
    batches.carry_on(begun(bench), bench.by)
    plain = last_of(handout).document
    assert Document.from_plain(plain).as_plain() == plain
    assert last_of(handout).issued_at.date() == timezone.now().date()
