"""The builder's server side: what the screen is shown, what it may send, and who may."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.admin.builder.typed import typed
from programmes.admin.builder.words import WORDS
from programmes.dosage import Dosage, Kind
from programmes.models import Handout, Prescription, Programme, Snapshot, Template
from tests.building import about, asked, place, plan, ready, save, send, state
from tests.cast import Cast
from tests.factories import (
    make_exercise,
    make_kit,
    make_pain_rule,
    make_patient,
    make_patient_flag,
    make_phase,
    make_prescription,
    make_programme,
    make_rule,
    make_template,
)
from tests.workbench import at, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WRITES = ("save", "favourite", "override", "issue", "keep")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return ready(cast)


def first_line(changed: dict[str, Any]) -> dict[str, Any]:
    return changed["phases"][0]["prescriptions"][0]


def test_what_was_not_changed_is_saved_as_it_was(cast: Cast, programme: Programme):
    before = plan(cast.ana, programme)
    assert save(cast.ana, programme, before).status_code == 200
    assert plan(cast.ana, programme) == before


def test_a_change_of_dose_order_and_goal_is_saved_in_one_go(cast: Cast, programme: Programme):
    changed = plan(cast.ana, programme)
    changed["goal"] = "Climb the stairs"
    first_line(changed)["dose"]["sets"] = 5
    changed["phases"].reverse()
    assert save(cast.ana, programme, changed).status_code == 200
    programme.refresh_from_db()
    assert programme.goal == "Climb the stairs"
    assert programme.phases.last().prescriptions.get().sets == 5


def test_new_rows_get_ids_in_the_order_that_was_sent(cast: Cast, programme: Programme):
    changed = plan(cast.ana, programme)
    new = {**first_line(changed), "id": "new-1", "instead_of": None}
    changed["phases"][0]["prescriptions"].append(new)
    answer = save(cast.ana, programme, changed).json()
    lines = programme.phases.first().prescriptions.all()
    assert answer["phases"][0]["lines"] == [str(line.pk) for line in lines]
    assert len(lines) == 2


def test_an_answer_names_the_moment_the_next_save_is_made_from(cast: Cast, programme: Programme):
    changed = plan(cast.ana, programme)
    changed["phases"][1]["prescriptions"].clear()
    answer = save(cast.ana, programme, changed).json()
    assert save(cast.ana, programme, {"goal": "Dance"}, seen=answer["seen"]).status_code == 200


def test_what_is_wrong_comes_with_its_path_and_nothing_is_written(cast: Cast, programme: Programme):
    changed = plan(cast.ana, programme)
    changed["goal"] = "Dance"
    first_line(changed)["dose"]["sets"] = 999
    answer = save(cast.ana, programme, changed)
    assert answer.status_code == 422
    assert [each["path"] for each in answer.json()["problems"]] == ["phases[0].prescriptions[0].dose.sets"]
    programme.refresh_from_db()
    assert programme.goal != "Dance"


def test_a_save_over_somebody_elses_is_refused(cast: Cast, programme: Programme):
    seen = state(cast.ana, programme)["seen"]
    save(cast.ben, programme, {"goal": "Ben's"})
    answer = save(cast.ana, programme, {"goal": "Ana's"}, seen=seen)
    assert answer.status_code == 409
    programme.refresh_from_db()
    assert programme.goal == "Ben's"


def test_a_save_that_arrived_without_its_answer_is_no_conflict_when_it_is_sent_again(cast: Cast, programme: Programme):
    seen = state(cast.ana, programme)["seen"]
    changed = plan(cast.ana, programme)
    changed["goal"] = "Climb the stairs"
    first = first_line(changed)
    new = {**first, "id": "new-1", "instead_of": first["id"], "replaces": "squat", "is_optional": True}
    changed["phases"][0]["prescriptions"].append(new)
    changed["phases"].append({**changed["phases"][1], "id": "new-2", "prescriptions": [{**first, "id": "new-3"}]})
    answer = save(cast.ana, programme, changed, seen=seen)
    again = save(cast.ana, programme, changed, seen=seen)
    assert (again.status_code, again.json()["phases"]) == (200, answer.json()["phases"])
    assert again.json()["seen"] == answer.json()["seen"]
    assert Prescription.objects.filter(phase__programme=programme).count() == 4


@pytest.mark.parametrize("key", ["goal", "phases", "lines", "sets", "instead_of", "replaces"])
def test_a_save_that_differs_from_what_is_stored_is_a_conflict(cast: Cast, programme: Programme, key: str):
    seen = state(cast.ana, programme)["seen"]
    changed = plan(cast.ana, programme)
    lines = changed["phases"][0]["prescriptions"]
    lines.append({**lines[0], "id": "new-1", "is_optional": True})
    save(cast.ana, programme, changed, seen=seen)
    match key:
        case "goal":
            changed["goal"] = "Climb the stairs"
        case "phases":
            del changed["phases"][1]
        case "lines":
            del lines[1]
        case "sets":
            lines[1]["dose"]["sets"] = 9
        case "instead_of":
            lines[1]["instead_of"] = lines[0]["id"]
        case "replaces":
            lines[1]["replaces"] = "squat"
    assert save(cast.ana, programme, changed, seen=seen).status_code == 409


def test_mine_is_kept_as_a_copy_with_what_only_the_stored_one_holds(cast: Cast, programme: Programme):
    mine = plan(cast.ana, programme)
    mine["goal"] = "Ana's"
    first_line(mine)["dose"]["sets"] = 5
    save(cast.ben, programme, {"goal": "Ben's"})
    answer = send(cast.ana, programme, "keep", {"programme": mine})
    copy = Programme.objects.for_patients().exclude(pk=programme.pk).get()
    assert answer.json()["url"] == place(copy)
    assert (copy.goal, copy.patient, copy.name) == ("Ana's", programme.patient, f"{programme.name} (copy)")
    assert [phase.prescriptions.get().sets for phase in copy.phases.all()] == [5, 3]
    assert copy.phases.first().pain_rule == programme.phases.first().pain_rule
    programme.refresh_from_db()
    assert programme.goal == "Ben's"


def test_what_only_the_others_version_holds_is_not_in_my_copy(cast: Cast, programme: Programme):
    mine = plan(cast.ana, programme)
    make_phase(programme, name="Ben's phase", position=3)
    send(cast.ana, programme, "keep", {"programme": mine})
    copy = Programme.objects.for_patients().exclude(pk=programme.pk).get()
    assert copy.phases.count() == 2


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"seen": "x", "programme": {}}', '{"seen": 1, "programme": {}}'])
def test_what_no_screen_sends_is_refused_in_words(cast: Cast, programme: Programme, body: str):
    answer = at(cast.ana).post(place(programme, "save"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["words"]


def test_one_sitting_of_autosaves_is_one_entry_of_the_history(cast: Cast, programme: Programme):
    for goal in ("D", "Da", "Dance"):
        save(cast.ana, programme, {"goal": goal})
    assert [shot.data["goal"] for shot in Snapshot.objects.filter(programme=programme)] == ["Dance"]


def test_findings_and_gaps_stand_where_they_are_mended(cast: Cast, programme: Programme):
    line = programme.phases.first().prescriptions.get()
    make_rule(slug="SR-W", level="warn", reason_plain="Mind the depth.", tests=about(line))
    programme.patient.flags.add(make_patient_flag(slug="flag", label="Thin bones"))
    Programme.objects.filter(pk=programme.pk).update(goal="")
    said = asked(cast.ana, programme, "weighed")
    assert [gap["where"] for gap in said["gaps"]] == ["goal"]
    (found,) = [each for each in said["beside"][f"prescription:{line.pk}"] if each["code"] == "SR-W"]
    assert (found["level"], found["reason"], found["flags"]) == ("warn", "Mind the depth.", ["Thin bones"])


def test_a_reason_is_kept_with_who_gave_it_and_answers_the_finding(cast: Cast, programme: Programme):
    line = programme.phases.first().prescriptions.get()
    make_rule(slug="SR-B", tests=about(line))
    programme.patient.flags.add(make_patient_flag(slug="flag"))
    sent = {"code": "SR-B", "where": f"prescription:{line.pk}", "reason": "Her surgeon agrees."}
    assert send(cast.ana, programme, "override", {**sent, "reason": " "}).status_code == 422
    assert send(cast.ana, programme, "override", sent).status_code == 200
    row = programme.overrides.get()
    assert (row.reason, row.who) == ("Her surgeon agrees.", cast.ana.practitioner)
    found = asked(cast.ana, programme, "weighed")["beside"][f"prescription:{line.pk}"]
    assert [each["asks"] for each in found if each["code"] == "SR-B"] == [""]


def test_what_is_found_no_longer_takes_no_reason(cast: Cast, programme: Programme):
    sent = {"code": "SR-B", "where": "programme", "reason": "Because."}
    assert send(cast.ana, programme, "override", sent).status_code == 409
    assert not programme.overrides.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("squat", "3 sets of 12"),
        ("squat 4x8", "4 sets of 8"),
        ("4x8 squat r60", "4 sets of 8"),
        ("SQUATS  4 x 8", "4 sets of 8"),
    ],
)
def test_the_search_box_holds_a_name_and_a_dose(cast: Cast, programme: Programme, text: str, words: str):
    make_exercise(slug="squat", name="Squat", dosage=Dosage(kind=Kind.REPS, sets=3, reps=12))
    found = asked(cast.ana, programme, "search", q=text)
    assert found["q"] == text
    assert [hit["exercise"] for hit in found["hits"]][:1] == ["squat"]
    assert found["hits"][0]["shown"]["words"].startswith(words)


@pytest.mark.parametrize(
    ("text", "term", "side"),
    [
        ("glute b", "glute b", None),
        ("calf r 3x12", "calf r", None),
        ("clamshell L", "clamshell", "left"),
        ("clamshell 3x12 l", "clamshell", "left"),
        ("R clamshell", "clamshell", "right"),
        ('squat "light band" e', "squat", "each"),
        ("xylophone walk", "xylophone walk", None),
        ("90-90 stretch", "90-90 stretch", None),
        ("", "", None),
    ],
)
def test_a_letter_is_a_side_after_a_dose_or_as_a_capital(text: str, term: str, side: str | None):
    read = typed(text)
    assert (read.term, read.side and read.side.value) == (term, side)


def test_a_side_for_what_has_none_is_a_fault_and_no_guess(cast: Cast, programme: Programme):
    make_exercise(slug="squat", name="Squat", is_unilateral=False)
    (hit, *_others) = asked(cast.ana, programme, "search", q="squat L")["hits"]
    assert hit["faults"] == ["This exercise uses both sides together."]


def test_a_dose_out_of_bounds_is_a_fault(cast: Cast, programme: Programme):
    make_exercise(slug="squat", name="Squat")
    (hit, *_others) = asked(cast.ana, programme, "search", q="squat 900x8")["hits"]
    assert hit["faults"]


def test_an_empty_box_offers_favourites_first_then_what_was_used(cast: Cast, programme: Programme):
    kept = make_exercise(slug="zebra", name="Zebra walk")
    sent = {"exercise": "zebra", "is_favourite": True}
    assert send(cast.ana, programme, "favourite", sent).status_code == 200
    slugs = [hit["exercise"] for hit in asked(cast.ana, programme, "search")["hits"]]
    used = programme.phases.first().prescriptions.get().exercise.slug
    assert slugs[0] == kept.slug
    assert used in slugs
    send(cast.ana, programme, "favourite", {**sent, "is_favourite": False})
    assert not cast.ana.practitioner.favourites.exists()


def test_filters_narrow_what_is_found(cast: Cast, programme: Programme):
    make_exercise(slug="plank", name="Plank", category="strength", start_position="floor", body_regions=["trunk"])
    names = [each["name"] for each in asked(cast.ana, programme, "filters")["filters"]]
    assert {"region", "purpose", "category", "position", "at-home"} <= set(names)
    slugs = [hit["exercise"] for hit in asked(cast.ana, programme, "search", region="trunk")["hits"]]
    assert slugs == ["plank"]


def test_only_with_what_is_at_home_leaves_out_what_needs_more(cast: Cast, programme: Programme):
    needing = make_exercise(slug="press", name="Press")
    needing.kit_needs.create().any_of.add(make_kit(slug="machine", name="Machine", substitute=""))
    found = asked(cast.ana, programme, "search", **{"q": "press", "at-home": "1"})
    assert found["hits"] == []


def test_the_dose_box_says_the_whole_dose(cast: Cast, programme: Programme):
    exercise = make_exercise(slug="squat", name="Squat")
    said = asked(cast.ana, programme, "dose", exercise=exercise.slug, kind="reps", side="together", text="4x8 d3")
    assert said["dose"] == {"kind": "reps", "sets": 4, "reps": 8, "days_per_week": 3}
    assert said["faults"] == []


def test_a_piece_that_is_not_understood_is_named(cast: Cast, programme: Programme):
    exercise = make_exercise(slug="squat", name="Squat")
    said = asked(cast.ana, programme, "dose", exercise=exercise.slug, kind="reps", side="together", text="4x8 soon")
    assert said["faults"] == ["“soon” is not understood."]


def test_a_swap_is_easier_harder_or_for_the_same_purpose(cast: Cast, programme: Programme):
    easy, hard = make_exercise(slug="easy", name="Easy"), make_exercise(slug="hard", name="Hard")
    make_exercise(slug="squat", name="Squat", regressions=[easy.slug], progressions=[hard.slug])
    swaps = asked(cast.ana, programme, "swaps", exercise="squat")["swaps"]
    assert [(swap["exercise"], swap["how"]) for swap in swaps] == [("easy", "Easier"), ("hard", "Harder")]


def test_what_takes_the_place_of_another_is_kept(cast: Cast, programme: Programme):
    other = make_exercise(slug="other", name="Other")
    changed = plan(cast.ana, programme)
    line = first_line(changed)
    was = line["exercise"]
    line.update(exercise=other.slug, dose=other.dosage.as_plain(), side=other.default_side, replaces=was)
    assert save(cast.ana, programme, changed).status_code == 200
    row = programme.phases.first().prescriptions.get()
    assert (row.exercise, row.replaces) == (other, was)


def test_the_sheet_beside_the_plan_is_marked_and_framed_by_ourselves_alone(cast: Cast, programme: Programme):
    answer = at(cast.ana).get(place(programme, "page"))
    assert "PREVIEW, not for the patient" in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    whole = at(cast.ana).get(place(programme))
    assert whole["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]


def test_pain_rules_are_offered_by_name(cast: Cast, programme: Programme):
    rule = make_pain_rule(name="Tendon rule")
    assert {"slug": rule.slug, "name": "Tendon rule"} in asked(cast.ana, programme, "pain-rules")["rules"]


@pytest.mark.parametrize("end", WRITES)
@pytest.mark.parametrize("who", ["carla", "stan", "rita"])
def test_nobody_else_writes(cast: Cast, programme: Programme, end: str, who: str):
    before = plan(cast.ana, programme)
    everything = {
        **{"seen": programme.changed_at.isoformat(), "programme": {"goal": "Theirs"}, "answers": {}},
        **{"exercise": first_line(before)["exercise"], "is_favourite": True},
        **{"code": "x", "where": "programme", "reason": "x"},
    }
    assert send(getattr(cast, who), programme, end, everything).status_code in (403, 404)
    assert plan(cast.ana, programme) == before
    assert Programme.objects.for_patients().count() == 1
    assert not Handout.objects.exists()


def test_a_reader_reads_the_plan(cast: Cast, programme: Programme):
    assert state(cast.rita, programme)["may_change"] is False
    assert 'id="search"' not in shown(cast.rita, place(programme))


def test_another_clinics_exercise_cannot_be_sent(cast: Cast, programme: Programme):
    theirs = make_exercise(slug="theirs", clinic=cast.other_clinic)
    changed = plan(cast.ana, programme)
    first_line(changed)["exercise"] = theirs.slug
    assert save(cast.ana, programme, changed).status_code == 422
    assert asked(cast.ana, programme, "search", exercise="theirs")["hits"] == []


def test_a_clinics_own_template_is_built_and_a_shared_one_read(cast: Cast):
    own, shared = make_template(clinic=cast.clinic, slug="own"), make_template(slug="shared")
    assert state(cast.ana, own)["may_change"] is True
    assert save(cast.ana, own, {"name": "Ours"}).status_code == 200
    assert Template.objects.get(pk=own.pk).name == "Ours"
    assert state(cast.ana, shared)["may_change"] is False
    assert save(cast.ana, shared, {"name": "Ours"}).status_code == 403
    assert asked(cast.ana, own, "weighed")["asks"] == []


def test_a_template_is_no_programme_of_the_programmes_page(cast: Cast):
    own = make_template(clinic=cast.clinic, slug="own")
    url = place(own).replace("/template/", "/programme/")
    assert at(cast.ana).get(url).status_code == 404


def big(cast: Cast, phases: int, lines: int) -> Programme:
    programme = make_programme(patient=make_patient(clinic=cast.clinic))
    for position in range(2, phases + 1):
        make_prescription(make_phase(programme, position=position))
    for phase in programme.phases.all():
        for _ in range(lines - 1):
            make_prescription(phase)
    return programme


def queries(deed: Any) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        deed()
    return [query["sql"] for query in caught.captured_queries]


def test_a_programme_opens_in_eight_queries_whatever_its_size(cast: Cast):
    for phases, lines in ((1, 1), (3, 8), (6, 9)):
        url, client = place(big(cast, phases, lines)), at(cast.ana)
        assert len(queries(lambda client=client, url=url: client.get(url))) <= 8


def test_a_programme_saves_in_twenty_queries_whatever_its_size(cast: Cast):
    counts = []
    for phases, lines in ((1, 2), (3, 8), (6, 9)):
        programme = big(cast, phases, lines)
        changed = plan(cast.ana, programme)
        first_line(changed)["dose"]["sets"] = 4
        changed["phases"][0]["prescriptions"].append({**first_line(changed), "id": "new-1", "instead_of": None})
        del changed["phases"][0]["prescriptions"][1]
        body = json.dumps({"seen": state(cast.ana, programme)["seen"], "programme": changed})
        client, url = at(cast.ana), place(programme, "save")
        made = queries(
            lambda client=client, url=url, body=body: client.post(url, body, content_type="application/json")
        )
        counts.append(len(made))
    assert max(counts) <= 20, counts
    assert len(set(counts)) == 1, counts


def test_the_screens_own_script_is_small():
    folder = Path(finders.find("programmes/builder/main.js")).parent
    whole = b"".join(path.read_bytes() for path in sorted(folder.glob("*.js")))
    assert len(gzip.compress(whole, 9)) <= 25_000


def test_every_word_the_script_says_is_there_and_no_other():
    folder = Path(finders.find("programmes/builder/main.js")).parent
    script = "".join(path.read_text() for path in folder.glob("*.js"))
    assert set(re.findall(r'\bsay\(\s*"([a-z-]+)"', script)) - set(WORDS) == set()
    quoted = set(re.findall(r'"([a-z-]+)"', script))
    # A button's sign and its whole name: "up", "up-named".
    assert {key for key in WORDS if key not in quoted and key.removesuffix("-named") not in quoted} == set()
