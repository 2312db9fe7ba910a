"""The diary behind a patient's link: kept once, read by whoever may, deleted by whoever wrote it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import links
from programmes.diary import MOST_A_DAY
from programmes.models import Programme, SessionLog, ShareLink
from tests.documents import make_document
from tests.factories import make_handout, make_link, make_practitioner, make_programme

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def link() -> ShareLink:
    programme = make_programme()
    make_handout(programme, document=make_document().as_plain())
    return make_link(programme)


@pytest.fixture
def programme(link: ShareLink) -> Programme:
    return link.programme


def entry(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "on": TODAY().isoformat(), "done": "all", "pain": "2", "effort": "5", **values}


def send(link: ShareLink, sent: Any, **kwargs: Any) -> Any:
    """Send an entry as the page's script does."""
    address = reverse("portal:diary", args=[links.token_of(link)])
    body = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    return Client(enforce_csrf_checks=True).post(address, body, content_type="application/json", **kwargs)


def fill_in(link: ShareLink, **sent: Any) -> Any:
    """Send the page's form without its script."""
    return Client(enforce_csrf_checks=True).post(reverse("portal:diary", args=[links.token_of(link)]), sent)


def shown(link: ShareLink) -> str:
    return Client().get(reverse("portal:page", args=[links.token_of(link)])).content.decode()


def test_an_entry_is_kept_and_shown_to_the_patient(link: ShareLink, programme: Programme):
    assert send(link, entry(words="Felt good")).status_code == 200
    kept = programme.session_logs.get()
    assert (kept.done, kept.pain, kept.effort, kept.words, kept.entered_by) == ("all", 2, 5, "Felt good", None)
    assert "Felt good" in shown(link)


def test_the_same_entry_sent_three_times_is_one(link: ShareLink, programme: Programme):
    sent = entry()
    assert [send(link, sent).status_code for _time in range(3)] == [200] * 3
    assert programme.session_logs.count() == 1


def test_an_entry_cannot_take_the_place_of_one_of_another_programme(link: ShareLink):
    other = make_link(make_programme())
    make_handout(other.programme, document=make_document().as_plain())
    sent = entry(words="Mine")
    send(other, sent)
    send(link, {**sent, "words": "Theirs"})
    assert SessionLog.objects.get().words == "Mine"


def test_the_older_entries_are_there_to_be_read_and_deleted_too(link: ShareLink, programme: Programme):
    for day in range(61):
        SessionLog.objects.create(programme=programme, on=TODAY() - timedelta(days=day), done="all", words=f"<{day}>")
    last, older = shown(link).split("<summary>Older ones: 1</summary>")
    assert [f"&lt;{day}&gt;" in last for day in (0, 59, 60)] == [True, True, False]
    assert "&lt;60&gt;" in older
    oldest = programme.session_logs.last()
    assert reverse("portal:diary-delete", args=["x", oldest.pk]).removeprefix("/h/x/") in older
    oldest.delete()
    assert "Older ones" not in shown(link)


def test_without_a_script_the_form_does_the_same(link: ShareLink, programme: Programme):
    answer = fill_in(link, on=TODAY().isoformat(), done="partly")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/#diary")
    kept = programme.session_logs.get()
    assert (kept.done, kept.pain, kept.effort) == ("partly", None, None)


def test_a_warning_sign_is_answered_at_once_with_what_to_do(link: ShareLink, programme: Programme):
    box = make_document().warnings[0]
    sign = box.signs[0]
    assert send(link, entry(signs=[sign])).json() == {"actions": [box.action]}
    page = fill_in(link, on=TODAY().isoformat(), done="not", signs=sign).content.decode()
    assert "Do this now" in page
    assert "does not call for help" in page
    assert programme.session_logs.last().signs == [sign]


def test_a_sign_ticked_on_a_page_kept_from_before_the_sheet_changed_is_kept_and_answered(
    link: ShareLink, programme: Programme
):
    box = make_document().warnings[0]
    other = replace(box, signs=("Your calf is hot and swollen",), action="Ring 112 now.")
    newer = make_document(version=2, warnings=(other,))
    make_handout(programme, version=2, document=newer.as_plain())
    assert send(link, entry(signs=[box.signs[0]])).json() == {"actions": [box.action]}
    assert send(link, entry(signs=[*other.signs, box.signs[0]])).json() == {"actions": [other.action, box.action]}
    assert [each.signs for each in programme.session_logs.order_by("written_at")][0] == [box.signs[0]]


def test_a_sign_on_two_sheets_is_answered_as_the_last_one_says(link: ShareLink, programme: Programme):
    box = make_document().warnings[0]
    newer = make_document(version=2, warnings=(replace(box, action="Ring 112 now."),))
    make_handout(programme, version=2, document=newer.as_plain())
    assert send(link, entry(signs=[box.signs[0]])).json() == {"actions": ["Ring 112 now."]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain": "11"},
        {"pain": "-1"},
        {"effort": "lots"},
        {"on": "soon"},
        {"on": (timezone.localdate() + timedelta(days=3)).isoformat()},
        {"on": "1999-01-01"},
        {"done": "maybe"},
        {"key": "mine"},
        {"words": "a" * 281},
        {"signs": ["Made up"]},
    ],
    ids=lambda wrong: next(iter(wrong)) + "-" + str(next(iter(wrong.values())))[:6].replace("[", "").replace("'", ""),
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(link: ShareLink, wrong: dict[str, Any]):
    answer = send(link, entry(**wrong))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(wrong)
    assert not SessionLog.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 10_000, b'{"on": {}}', b"x" * 100_000])
def test_what_is_no_entry_at_all_is_refused(link: ShareLink, body: bytes):
    assert send(link, body).status_code == 422


def test_a_day_takes_no_more_than_a_patient_could_write(link: ShareLink, programme: Programme):
    statuses = [send(link, entry()).status_code for _time in range(MOST_A_DAY + 2)]
    assert statuses == [200] * MOST_A_DAY + [429] * 2
    assert programme.session_logs.count() == MOST_A_DAY


def test_what_is_copied_from_paper_takes_no_room_from_the_patient(link: ShareLink, programme: Programme):
    by = make_practitioner(clinic=programme.clinic)
    for _time in range(MOST_A_DAY):
        SessionLog.objects.create(programme=programme, on=TODAY(), done="all", entered_by=by)
    assert send(link, entry()).status_code == 200


def test_an_entry_that_is_known_already_is_no_further_one(link: ShareLink):
    sent = entry()
    for _time in range(MOST_A_DAY - 1):
        send(link, entry())
    assert [send(link, each).status_code for each in (sent, sent, entry())] == [200, 200, 429]


def test_a_warning_sign_is_answered_at_once_although_the_entry_is_refused(link: ShareLink, programme: Programme):
    box = make_document().warnings[0]
    sent = entry(on="1999-01-01", signs=[box.signs[0]])
    assert send(link, sent).json()["actions"] == [box.action]
    page = fill_in(link, **sent)
    assert page.status_code == 422
    said = page.content.decode()
    assert "Do this now" in said
    assert box.action in said
    assert "not one to come" in said
    assert "is kept" not in said
    assert not SessionLog.objects.exists()


def test_a_warning_sign_is_answered_at_once_although_the_day_is_full(link: ShareLink, programme: Programme):
    box = make_document().warnings[0]
    for _time in range(MOST_A_DAY):
        SessionLog.objects.create(programme=programme, on=TODAY(), done="all")
    answer = send(link, entry(signs=[box.signs[0]]))
    assert (answer.status_code, answer.json()) == (429, {"actions": [box.action]})
    said = fill_in(link, on=TODAY().isoformat(), done="not", signs=box.signs[0]).content.decode()
    assert said.index("Do this now") < said.index(box.action) < said.index("Not kept")
    assert "is kept" not in said


def test_the_patient_deletes_their_own_entry_and_not_the_practitioners(link: ShareLink, programme: Programme):
    by = make_practitioner(clinic=programme.clinic)
    own = SessionLog.objects.create(programme=programme, on=TODAY(), done="all")
    copied = SessionLog.objects.create(programme=programme, on=TODAY(), done="not", entered_by=by)
    foreign = SessionLog.objects.create(programme=make_programme(), on=TODAY(), done="all")
    for row in (own, copied, foreign):
        Client().post(reverse("portal:diary-delete", args=[links.token_of(link), row.pk]))
    assert set(SessionLog.objects.all()) == {copied, foreign}
    assert shown(link).count("Delete ") == 0


def test_nothing_is_written_through_a_link_that_is_closed(link: ShareLink):
    row = SessionLog.objects.create(programme=link.programme, on=TODAY(), done="all")
    token = links.token_of(link)
    link.revoke(link.made_by)
    assert send(link, entry()).status_code == 404
    assert Client().post(reverse("portal:diary-delete", args=[token, row.pk])).status_code == 404
    assert SessionLog.objects.get() == row


def test_a_score_of_nothing_is_no_score_and_nought_is_one(link: ShareLink, programme: Programme):
    send(link, entry(pain="0", effort=""))
    kept = programme.session_logs.get()
    assert (kept.pain, kept.effort) == (0, None)
    assert "pain 0" in shown(link)
