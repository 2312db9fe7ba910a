"""The handout's own words in other languages: all of them there, none stale, and the compiled file says the same."""

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from docs import make_catalogue
from docs.make_catalogue import CATALOGUES, Phrase, refresh, said
from programmes.dosage import Activity, Dosage, Kind, summary
from programmes.dosage.phrases import time_words
from programmes.sides import Side

CATALOGUE_FILES = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))
every_catalogue = pytest.mark.parametrize("path", CATALOGUE_FILES, ids=lambda path: path.parent.parent.name)


def phrase_of(entry: polib.POEntry) -> Phrase:
    return Phrase(entry.msgid, entry.msgctxt, entry.msgid_plural)


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def names(text: str) -> set[str]:
    return set(re.findall(r"(%\(\w+\)[sd]|\{\w+\})", text))


@every_catalogue
def test_a_catalogue_holds_what_the_handout_says_and_no_more(path: Path):
    there = {phrase_of(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
    assert set(said()) - there == set(), "make words LANGUAGE=.. adds them"
    assert there - set(said()) == set(), "make words LANGUAGE=.. drops them"


@every_catalogue
def test_every_phrase_is_translated(path: Path):
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue if entry.fuzzy or not all(forms(entry))] == []


@every_catalogue
def test_a_translated_phrase_fills_in_the_same_values(path: Path):
    """One form of many may leave out the number: "one day"."""
    for entry in polib.pofile(str(path)):
        known = names(entry.msgid) | names(entry.msgid_plural)
        assert all(names(form) <= known for form in forms(entry)), entry.msgid
        assert any(names(form) == known for form in forms(entry)), entry.msgid


@every_catalogue
def test_the_compiled_catalogue_says_the_same(path: Path):
    written, compiled = polib.pofile(str(path)), polib.mofile(str(path.with_suffix(".mo")))
    assert {phrase_of(entry): forms(entry) for entry in compiled} == {
        phrase_of(entry): forms(entry) for entry in written
    }
    assert compiled.metadata["Plural-Forms"] == written.metadata["Plural-Forms"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 sekundę"),
        (2, "2 sekundy"),
        (5, "5 sekund"),
        (12, "12 sekund"),
        (22, "22 sekundy"),
        (60, "1 minutę"),
        (90, "1 minutę 30 sekund"),
        (4500, "1 godzinę 15 minut"),
    ],
)
def test_times_have_polish_plurals(seconds: int, said: str):
    with translation.override("pl"):
        assert time_words(seconds) == said


def test_a_dose_reads_as_polish():
    sets = Dosage(kind=Kind.REPS, sets=3, reps=12)
    walk_run = Dosage(kind=Kind.INTERVALS, sets=5, duration_seconds=60, work_activity=Activity.RUN, easy_seconds=240)
    with translation.override("pl"):
        assert summary(sets, Side.LEFT) == "3 serie po 12 na lewą nogę"
        assert summary(walk_run, Side.TOGETHER) == "Idź 4 minuty, biegnij 1 minutę, 5 razy"


def test_words_are_found_in_code_and_in_templates():
    phrases = said()
    assert phrases[Phrase("Left leg")] == ["programmes/handout/prepare/exercises.py"]
    assert Phrase("%(sets)d set", msgid_plural="%(sets)d sets") in phrases
    assert Phrase("hard", msgctxt="effort") in phrases
    assert phrases[Phrase("Feel it:")] == ["programmes/handout/fhir/request.py", "templates/handout/_card.html"]
    assert Phrase('Page <b class="page-number"></b> of <b class="page-count"></b>') in phrases


def test_what_is_raised_for_the_practitioner_is_not_the_handouts():
    assert not [phrase for phrase in said() if phrase.msgid.startswith("There are no words")]


def test_a_catalogue_is_brought_up_to_date_without_losing_a_word(tmp_path: Path):
    path = tmp_path / "django.po"
    old = polib.POFile()
    old.metadata = {"Plural-Forms": "nplurals=2; plural=n != 1;"}
    old.append(polib.POEntry(msgid="Left leg", msgstr="Jambe gauche"))
    old.append(polib.POEntry(msgid="Said no more", msgstr="Plus dit"))
    old.save(str(path))
    new = refresh(path)
    assert new.find("Left leg").msgstr == "Jambe gauche"
    assert new.find("Said no more") is None
    assert {phrase_of(entry) for entry in new} == set(said())
    assert new.metadata["Plural-Forms"] == "nplurals=2; plural=n != 1;"


def test_a_catalogue_for_a_new_language_is_begun_and_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(make_catalogue, "CATALOGUES", tmp_path)
    make_catalogue.main("fr")
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    assert polib.pofile(str(path)).metadata["Language"] == "fr"
    assert path.with_suffix(".mo").exists()
    assert capsys.readouterr().out.endswith(f"{len(said())} phrases, {len(said())} to translate\n")
