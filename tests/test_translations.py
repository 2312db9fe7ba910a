"""Content in a second language on its way into the database: checked against the English, counted, all or nothing."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from programmes.content.load import SHIPPED, BrokenContent, check_library, load_library
from programmes.models import EmergencyServices, Exercise, ExerciseText, Language, Phrasebook
from tests.broken import Slip, drop, put
from tests.test_load_library import complaints, run, stored
from tests.translation import write_translation


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The shipped English with a small French translation beside it."""
    shutil.copytree(SHIPPED, tmp_path / "en")
    write_translation(tmp_path)
    return tmp_path


def text(slug: str, language: str = "fr") -> ExerciseText:
    return ExerciseText.objects.get(exercise__slug=slug, exercise__clinic=None, language=language)


def test_a_translation_is_loaded_beside_the_english(db: None, content: Path):
    load_library(content)
    assert text("clamshell").name == "La coquille"
    assert text("clamshell").steps[1] == "Levez {votre genou}."
    assert text("clamshell", "en").name == "Clamshell"
    french = Language.objects.get(code="fr")
    assert french.side_words["votre genou"]["left"] == "votre genou gauche"
    assert french.content_version == Language.objects.get(code="en").content_version


def test_translations_are_counted_and_a_second_run_changes_nothing(db: None, content: Path):
    first = run(str(content)).splitlines()
    before = stored()
    second = run(str(content)).splitlines()
    assert "Languages                 2      2        0        0          0" in first
    assert "Translations              2      2        0        0          0" in first
    assert "Translations              2      0        0        0          2" in second
    assert stored() == before


def test_a_changed_translation_is_one_change_and_no_other(db: None, content: Path):
    load_library(content)
    path = content / "fr" / "exercises" / "bridge.yaml"
    path.write_text(path.read_text().replace("Le pont", "Petit pont"))
    changed = [count for count in load_library(content) if count.changed or count.new]
    assert [(count.kind, count.changed) for count in changed] == [("translations", 1)]
    assert text("bridge").name == "Petit pont"


def test_a_translation_that_is_gone_is_taken_out(db: None, content: Path):
    load_library(content)
    (content / "fr" / "exercises" / "bridge.yaml").unlink()
    load_library(content)
    assert not ExerciseText.objects.filter(language="fr", exercise__slug="bridge").exists()
    assert Exercise.objects.get(slug="bridge").text_in("fr") == text("bridge", "en")


def test_the_folder_of_one_language_is_loaded_alone_and_leaves_the_others(db: None, content: Path):
    load_library(content)
    load_library(content / "en")
    assert text("bridge").name == "Le pont"


def book(file: str) -> dict[str, str]:
    texts: dict[str, str] = Phrasebook.objects.get(language="fr", file=file).texts
    return texts


def test_what_a_file_says_is_loaded_by_its_english_text(db: None, content: Path):
    load_library(content)
    meniscus = book("conditions/meniscus-injury.yaml")
    assert meniscus["Swelling and stiffness"] == "Le genou gonfle."
    assert meniscus["Meniscus tear"] == "Ménisque déchiré"
    assert (
        book("red_flags.yaml")["Calf or leg newly swollen, or sore and warm"] == "Mollet gonflé, ou sensible et chaud"
    )


@pytest.mark.parametrize(
    ("country", "number"), [("gb", "999"), ("fr", "112"), ("us", "911"), ("ie", "le 999 ou le 112"), ("au", "000")]
)
def test_the_number_to_ring_is_that_of_the_country(db: None, content: Path, country: str, number: str):
    load_library(content)
    action = EmergencyServices.objects.get(slug=country).actions["emergency"]
    texts = book("red_flags.yaml with emergency.yaml")
    if country in ("gb", "us"):  # whose words for an emergency department have no translation
        assert action not in texts
    else:
        assert texts[action].startswith(f"Appelez {number} ou allez aux urgences.")


def test_a_changed_file_is_one_change_and_one_that_is_gone_is_taken_out(db: None, content: Path):
    load_library(content)
    path = content / MENISCUS
    path.write_text(path.read_text().replace("Ménisque déchiré", "Ménisque abîmé"))
    assert [(count.kind, count.changed) for count in load_library(content) if count.changed] == [
        ("translated files", 1)
    ]
    assert book("conditions/meniscus-injury.yaml")["Meniscus tear"] == "Ménisque abîmé"
    path.unlink()
    load_library(content)
    assert not Phrasebook.objects.filter(file="conditions/meniscus-injury.yaml").exists()


def test_whom_to_ring_is_reviewed_when_the_signs_and_the_services_are(db: None, content: Path):
    shutil.rmtree(content / "fr")
    write_translation(content, reviewed_by="Anne Roy", reviewed_on="2026-03-02")
    load_library(content)
    assert {row.reviewed_on for row in Phrasebook.objects.all()} == {date(2026, 3, 2)}
    drop("reviewed_by")(data := yaml.safe_load((content / SIGNS).read_text()))
    drop("reviewed_on")(data)
    (content / SIGNS).write_text(yaml.safe_dump(data, allow_unicode=True))
    load_library(content)
    reviewed = Phrasebook.objects.exclude(reviewed_on=None).values_list("file", flat=True)
    assert list(reviewed) == ["conditions/meniscus-injury.yaml", "emergency.yaml"]


def test_a_translation_is_found_by_its_own_name(db: None, content: Path):
    load_library(content)
    assert [row.slug for row in Exercise.objects.search("coquillage", language="fr")] == ["clamshell"]


def test_a_translation_is_not_reviewed_until_somebody_says_so(db: None, content: Path):
    load_library(content)
    exercise = Exercise.objects.get(slug="bridge")
    assert exercise.awaits_review(text("bridge"))
    assert not exercise.awaits_review(text("bridge", "en"))
    assert Language.objects.get(code="fr").awaits_review
    assert not Language.objects.get(code="en").awaits_review


def test_a_review_is_kept_with_name_and_day(db: None, content: Path):
    shutil.rmtree(content / "fr")
    write_translation(content, reviewed_by="Anne Roy", reviewed_on="2026-03-02")
    load_library(content)
    assert (text("bridge").reviewed_by, text("bridge").reviewed_on) == ("Anne Roy", date(2026, 3, 2))
    assert not Exercise.objects.get(slug="bridge").awaits_review(text("bridge"))


CLAM = "fr/exercises/clamshell.yaml"
BRIDGE = "fr/exercises/bridge.yaml"
MENISCUS = "fr/conditions/meniscus-injury.yaml"
SIGNS = "fr/red_flags.yaml"
LONG = "Levez et baissez " + "et levez et baissez " * 5 + "puis arrêtez."

TOO_LONG = 'Split the sentence of 25 words that starts "Levez et baissez et levez": use at most 20.'

SLIPS = [
    Slip(
        "a side word that is not declared",
        CLAM,
        put("Levez {votre coude}.", "steps", 1),
        "steps[1]",
        "{votre coude} is not declared in words.yaml; declare it there, or use one that is: {votre genou}",
    ),
    Slip(
        "an English side word",
        CLAM,
        put("Levez {your knee}.", "steps", 1),
        "steps[1]",
        "{your knee} is not declared in words.yaml; declare it there",
    ),
    Slip("a step too few", CLAM, drop("steps", 3), "steps", "holds 3, the English 4; say the same, step by step"),
    Slip(
        "a sentence that is too long",
        CLAM,
        put(LONG, "setup"),
        "setup",
        TOO_LONG,
    ),
    Slip("a field left out", CLAM, drop("feel_it"), "feel_it", "is missing; add it"),
    Slip("a dose", CLAM, put({"kind": "reps"}, "dose"), "dose", "is an unknown key; take it out"),
    Slip(
        "a caution left out",
        CLAM,
        put([], "precautions"),
        "precautions",
        "lacks the caution for “gluteal-tendon-pain”; translate it",
    ),
    Slip(
        "a caution of its own",
        CLAM,
        put("kneeling-painful", "precautions", 0, "code"),
        "precautions[0].code",
        "the English has no caution for “kneeling-painful”; take it out",
    ),
    Slip(
        "another slug",
        CLAM,
        put("coquille", "slug"),
        "slug",
        "must be the name of the file, “clamshell”, not “coquille”",
    ),
    Slip(
        "another's name",
        CLAM,
        put(["Le pont"], "aliases"),
        "aliases[0]",
        "“Le pont” is already a name of bridge (“Le pont”); choose another",
    ),
    Slip(
        "a side where both sides work",
        BRIDGE,
        put("Pliez {votre genou}.", "steps", 0),
        "steps[0]",
        "names a side, but this exercise uses both sides together; leave braces out",
    ),
    Slip("a text left out", MENISCUS, drop("summary_plain"), "summary_plain", "is missing; add it"),
    Slip(
        "an item too few",
        MENISCUS,
        drop("symptoms", 2),
        "symptoms",
        "holds 2, the English 3; say the same, one by one",
    ),
    Slip("no text", MENISCUS, put("", "symptoms", 1), "symptoms[1]", "is empty; write it"),
    Slip(
        "what is not printed",
        MENISCUS,
        put("Moderate", "evidence"),
        "evidence",
        "is an unknown key; take it out",
    ),
    Slip(
        "other numbers",
        MENISCUS,
        put("Comptez de 8 à 10 semaines.", "time_course", "patient_text"),
        "time_course.patient_text",
        "must hold the numbers of the English: “Your knee usually works better over 8 to 12 weeks. It goes on getting "
        "better for months. In trials, two to nearly three in every ten people later chose an operation.”",
    ),
    Slip("a long sentence", MENISCUS, put(LONG, "summary_plain"), "summary_plain", TOO_LONG),
    Slip(
        "a condition reviewed by half",
        MENISCUS,
        put("2026-03-02", "reviewed_on"),
        "reviewed_on",
        "says half of a review; give both reviewed_by and reviewed_on, or neither",
    ),
    Slip(
        "a warning sign that does not exist",
        SIGNS,
        put("rf-dtv", "red_flags", 0, "id"),
        "red_flags[rf-dtv]",
        "is an unknown key; did you mean “red_flags[rf-dvt]”?",
    ),
    Slip(
        "a warning sign told twice",
        SIGNS,
        lambda data: data["red_flags"].append(data["red_flags"][0]),
        "red_flags[rf-dvt]",
        "stands twice; keep one",
    ),
    Slip(
        "a warning sign of too many words",
        SIGNS,
        put("Mollet ou jambe tout à coup gonflé, sensible et chaud", "red_flags", 0, "line"),
        "red_flags[rf-dvt].line",
        "has 10 words; use at most 9",
    ),
    Slip(
        "whom to ring left out",
        SIGNS,
        put("Appelez {urgent}.", "urgency_actions", "same_day"),
        "urgency_actions.same_day",
        "must put in braces what the English does: {doctor}, {urgent}, {urgent centre}",
    ),
    Slip(
        "a number for an emergency",
        "fr/emergency.yaml",
        put("le 15", "neutral", "emergency"),
        "neutral.emergency",
        "must hold the numbers of the English: “your local emergency number”",
    ),
    Slip(
        "another number for an emergency",
        "fr/emergency.yaml",
        put("le 999 ou le 113", "locales", "IE", "words", "emergency"),
        "locales.IE.words.emergency",
        "must hold the numbers of the English: “999 or 112”",
    ),
    Slip(
        "a number that stands alone",
        "fr/emergency.yaml",
        put({"words": {"emergency": "999"}}, "locales", "GB"),
        "locales.GB.words.emergency",
        "is an unknown key; did you mean “emergency department”?",
    ),
    Slip(
        "half a review",
        BRIDGE,
        put("Anne Roy", "reviewed_by"),
        "reviewed_by",
        "says half of a review; give both reviewed_by and reviewed_on, or neither",
    ),
    Slip(
        "a form left out",
        "fr/words.yaml",
        drop("words", "côté", "each"),
        "words",
        "'côté': give the form for each",
    ),
    Slip(
        "another language",
        "fr/words.yaml",
        put("de", "language"),
        "language",
        "must be the name of the folder, “fr”, not “de”",
    ),
    Slip(
        "a day that is none",
        "fr/words.yaml",
        lambda data: data.update(reviewed_by="Anne Roy", reviewed_on="2 March"),
        "reviewed_on",
        "“2 March” is no day; write it as '2026-03-31'",
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.what)
def test_slip_stops_the_load_and_is_shown_with_file_path_and_reason(content: Path, slip: Slip):
    slip.make(content)
    with pytest.raises(BrokenContent) as broken:
        check_library(content)
    assert slip.line in [str(problem) for problem in broken.value.problems]
    assert {problem.file for problem in broken.value.problems} == {slip.file}


def test_broken_translation_leaves_the_database_as_it_is(db: None, content: Path):
    SLIPS[0].make(content)
    before = stored()
    assert complaints(content) == [SLIPS[0].line]
    assert stored() == before


def _rename(folder: Path) -> None:
    (folder / "fr/exercises/bridge.yaml").rename(folder / "fr/exercises/brigde.yaml")


def _english_file(folder: Path) -> None:
    shutil.copy(folder / "en" / "measures.yaml", folder / "fr" / "measures.yaml")


def _condition_of_no_name(folder: Path) -> None:
    (folder / MENISCUS).rename(folder / "fr/conditions/meniscus-injry.yaml")


MISPLACED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no side words": (
        lambda folder: (folder / "fr/words.yaml").unlink(),
        "fr/words.yaml: is missing; add the file",
    ),
    "an exercise that does not exist": (
        _rename,
        "fr/exercises/brigde.yaml: slug: there is no exercise “brigde”; did you mean “bridge”?",
    ),
    "a file that is not translated": (
        _english_file,
        "fr/measures.yaml: is no file of a translation; rename it or move it elsewhere",
    ),
    "a condition that does not exist": (
        _condition_of_no_name,
        "fr/conditions/meniscus-injry.yaml: there is no condition “meniscus-injry”; did you mean “meniscus-injury”?",
    ),
    "no YAML": (
        lambda folder: (folder / BRIDGE).write_text("slug: [bridge\n"),
        f"{BRIDGE}: line 2: is not YAML: while parsing a flow sequence that began in line 1, "
        "did not find expected ',' or ']'; check quotes, colons and the spaces at the start of the line",
    ),
}


@pytest.mark.parametrize("what", MISPLACED)
def test_file_that_cannot_be_used_is_named(content: Path, what: str):
    spoil, line = MISPLACED[what]
    spoil(content)
    assert line in complaints(content, check=True)


def test_the_same_english_is_said_in_the_same_words_everywhere(content: Path):
    """Two countries may have the same words for a service."""
    places = {code: {"words": {"doctor": f"le docteur {code}"}} for code in ("GB", "AU")}
    Slip("", "fr/emergency.yaml", put(places, "locales"), "", "").make(content)
    assert complaints(content, check=True) == [
        "fr/emergency.yaml: locales.AU.words.doctor: “your GP” is “le docteur GB” elsewhere; "
        "say the same in both places"
    ]


def test_no_reading_grade_is_asked_of_a_language_it_was_not_made_for(content: Path):
    hard = "Positionnez-vous perpendiculairement, extraordinairement confortablement installé."
    Slip("", CLAM, put(hard, "setup"), "", "").make(content)
    assert check_library(content).translations[0].language == "fr"
