"""A handout in another language: what it says in it, what it leaves in English, and what it says of its review."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from programmes.dosage import Dosage, Kind
from programmes.handout import isolates, page
from programmes.handout.document import Document, Title
from programmes.handout.issue import NotReady, issue
from programmes.handout.prepare import prepare, review, week
from programmes.handout.read_back import left_out, programme_of
from programmes.models import (
    Exercise,
    ExerciseText,
    Handout,
    Language,
    Phrasebook,
    Practitioner,
    Prescription,
    Programme,
)
from programmes.starting import start_from
from tests import printed
from tests.cast import make_cast
from tests.documents import make_card, make_document, make_drawn, make_image, make_part
from tests.factories import (
    make_clinic,
    make_exercise,
    make_kit,
    make_language,
    make_patient,
    make_phrasebook,
    make_prescription,
    make_programme,
    make_screening,
    make_template,
    sign_off_everything,
)
from tests.preparing import fetched
from tests.translation import CLAMSHELL, WORDS, english_in, write_catalogue
from tests.workbench import address, at, messages_of, save, shown

REVIEWED = {"reviewed_by": "Anne Roy", "reviewed_on": date(2026, 3, 2)}
FRENCH = {
    review.SHEET: "La traduction n'a pas encore été relue. Demandez à %(clinic)s si quelque chose n'est pas clair.",
    review.CARD: "Traduction pas encore relue",
    "Ring %(phone)s.": "Appelez %(phone)s.",
    "Phase %(number)d: %(name)s": "Phase %(number)d : %(name)s",
}
SHEET = "The translation has not yet been reviewed. Ask Riverside if something is unclear."


def translate(exercise: Exercise, **kwargs: Any) -> ExerciseText:
    """Write *exercise* in French: the words of the clamshell."""
    words = {name: CLAMSHELL[name] for name in ("name", "why", "setup", "steps", "feel_it", "common_mistakes")}
    values = {**words, "stop_if": "Arrêtez si cela pince.", "language": "fr", **kwargs}
    return ExerciseText.objects.create(exercise=exercise, **values)


@pytest.fixture
def french(tmp_path: Path, settings: Any) -> Language:
    """French, with a few of the handout's own words and the side words; not reviewed."""
    write_catalogue(tmp_path, "fr", FRENCH)
    settings.LOCALE_PATHS = [tmp_path]
    make_language()
    return make_language(code="fr", side_words=WORDS["words"])


@pytest.fixture
def programme(db: None, french: Language) -> Programme:
    """For a patient who reads French, of two exercises, the first in French."""
    patient = make_patient(clinic=make_clinic(name="Riverside"), language="fr")
    programme = make_programme(patient=patient)
    translate(line_of(programme).exercise)
    make_prescription(programme.phases.get(), exercise=make_exercise(name="Bridge", steps=["Lift.", "Lower."]))
    return fetched(programme)


def line_of(programme: Programme) -> Prescription:
    first: Prescription = programme.phases.get().prescriptions.first()
    return first


def in_french(programme: Programme) -> Document:
    return prepare(fetched(programme), language="fr")


def english(text: str) -> str:
    return isolates.english(text)


def test_an_exercise_is_told_in_the_language_with_its_own_side_words(programme: Programme):
    Prescription.objects.filter(pk=line_of(programme).pk).update(side="left")
    card = in_french(programme).cards[0]
    assert (card.name, card.steps[1]) == ("La coquille", "Levez votre genou gauche.")
    assert card.start == "Couchez-vous sur le côté droit, genoux pliés."


def test_an_exercise_without_a_translation_is_told_in_english_and_marked(programme: Programme):
    card = in_french(programme).cards[1]
    assert (card.name, card.steps) == (english("Bridge"), (english("Lift."), english("Lower.")))
    assert card.start == english("Stand on one leg.")


def test_what_the_library_says_in_english_only_is_marked(programme: Programme):
    document = in_french(programme)
    assert document.condition is not None
    assert document.title.words == english("Runner's knee") + ", left"
    assert document.condition.summary == english("Your knee is sore.")
    assert document.goal == "Run 5 km with my daughter"


def test_what_the_library_says_is_told_in_the_language_where_it_was_translated(programme: Programme):
    make_phrasebook(texts={"Runner's knee": "Genou du coureur", "Your knee is sore.": "Votre genou fait mal."})
    document = in_french(programme)
    assert document.condition is not None
    assert (document.title.words, document.condition.summary) == ("Genou du coureur, left", "Votre genou fait mal.")


def test_kit_begins_with_a_capital_in_either_language(programme: Programme):
    needs = line_of(programme).exercise.kit_needs
    needs.create(position=0, detail="10 to 30 cm").any_of.add(make_kit(name="step", substitute="a stair"))
    needs.create(position=1).any_of.add(make_kit(name="mat", substitute=""))
    make_phrasebook(texts={"step": "marche", "a stair": "un escalier", "10 to 30 cm": "de 10 à 30 cm"})
    items = [(item.name, item.substitute) for item in in_french(programme).kit]
    assert items == [("Marche (de 10 à 30 cm)", "un escalier"), (english("Mat"), "")]


def test_a_load_begins_with_a_capital_in_the_language_it_is_translated_into(programme: Programme):
    line = line_of(programme)
    line.dosage = Dosage(kind=Kind.REPS, sets=3, reps=10, load="body weight")
    line.save()
    make_phrasebook(texts={"body weight": "poids du corps"})
    assert [row.text for row in in_french(programme).cards[0].dose if row.name == "load"] == ["Poids du corps"]


def test_a_text_of_the_library_that_was_changed_since_is_told_in_english(programme: Programme):
    make_phrasebook(texts={"Your knee is sore.": "Votre genou fait mal."})
    programme.condition.summary_plain = "Your knee is very sore."
    programme.condition.save()
    document = in_french(programme)
    assert document.condition is not None
    assert document.condition.summary == english("Your knee is very sore.")


def test_a_text_of_the_template_is_told_in_the_language_in_a_patients_programme_too(db: None, french: Language):
    programme = start_from(make_template(), patient=make_patient(), practitioner=None, side="left")
    make_phrasebook(texts={"Calm it down": "Calmer"})
    assert in_french(programme).parts[0].heading == "Phase 1 : Calmer"


def test_a_text_that_was_reviewed_in_one_file_is_reviewed(programme: Programme):
    review_all(programme)
    texts = Phrasebook.objects.get().texts
    make_phrasebook(file="other.yaml", texts=texts)
    assert prepare(fetched(programme)).language == "fr"


def test_what_a_clinic_wrote_itself_is_in_the_language_it_hands_out(programme: Programme):
    condition = programme.condition
    condition.clinic, condition.summary_plain = programme.clinic, "Votre genou fait mal."
    condition.save()
    document = in_french(programme)
    assert document.condition is not None
    assert document.condition.summary == "Votre genou fait mal."


def test_a_text_of_the_template_is_marked_until_the_practitioner_writes_another(db: None, french: Language):
    template = make_template()
    patient = make_patient()
    programme = start_from(template, patient=patient, practitioner=None, side="left")
    assert in_french(programme).parts[0].heading == f"Phase 1 : {english('Calm it down')}"
    programme.phases.update(plain_name="Calmer", goal_plain="Calmer le genou.")
    document = in_french(programme)
    assert (document.parts[0].heading, document.why) == ("Phase 1 : Calmer", ("Calmer le genou.",))


def test_a_template_itself_is_marked_throughout(db: None, french: Language):
    document = in_french(make_template())
    assert document.parts[0].heading == f"Phase 1 : {english('Calm it down')}"


def test_a_reason_written_with_english_side_words_is_worded_in_english(programme: Programme):
    Prescription.objects.filter(pk=line_of(programme).pk).update(why="Helps {your knee}.", side="left")
    assert in_french(programme).cards[0].why == english("Helps your left knee.")


def test_a_load_of_the_library_is_marked_and_one_written_by_hand_is_not(programme: Programme):
    line = line_of(programme)
    dose = Dosage(kind=Kind.REPS, sets=3, reps=10, load="body weight")
    line.exercise.dosage = line.dosage = dose
    line.exercise.save()
    line.save()
    assert [row.text for row in in_french(programme).cards[0].dose if row.name == "load"] == [english("Body weight")]
    line.dosage = Dosage(kind=Kind.REPS, sets=3, reps=10, load="élastique léger")
    line.save()
    assert [row.text for row in in_french(programme).cards[0].dose if row.name == "load"] == ["Élastique léger"]


def test_a_handout_in_english_has_no_marks(programme: Programme):
    text = prepare(programme, language="en").as_json()
    assert isolates.without(text) == text


def test_an_unreviewed_translation_says_so_in_both_languages(programme: Programme):
    document = in_french(programme)
    assert document.review_note == (
        "La traduction n'a pas encore été relue. Demandez à Riverside si quelque chose n'est pas clair.",
        english(SHEET),
    )
    assert document.cards[0].review_note == ("Traduction pas encore relue",)
    assert document.cards[1].review_note == ()


def test_a_reviewed_translation_says_nothing(programme: Programme):
    ExerciseText.objects.filter(language="fr").update(**REVIEWED)
    Language.objects.filter(code="fr").update(**REVIEWED)
    document = in_french(programme)
    assert (document.review_note, document.cards[0].review_note) == ((), ())


def test_the_marks_of_review_are_printed(programme: Programme, tmp_path: Path):
    path = tmp_path / "fr.pdf"
    call_command("render_handout", str(programme.pk), language="fr", output=path, stdout=StringIO())
    text = " ".join(printed.pages(path.read_bytes()))
    assert f"si quelque chose n'est pas clair. {SHEET}" in text
    assert "Traduction pas encore relue" in text
    assert "Translation not yet reviewed" not in text


def review_all(programme: Programme) -> None:
    ExerciseText.objects.filter(language="fr").update(**REVIEWED)
    Language.objects.filter(code="fr").update(**REVIEWED)
    second = programme.phases.get().prescriptions.last().exercise
    translate(second, name="Le pont", steps=["Montez.", "Descendez."], setup="", **REVIEWED)
    english = english_in(in_french(programme))
    make_phrasebook(texts={text: f"« {text} »" for text in english}, **REVIEWED)


def test_a_reviewed_language_is_the_patients_default(programme: Programme):
    review_all(programme)
    assert prepare(fetched(programme)).language == "fr"


NOT_REVIEWED = {"reviewed_by": "", "reviewed_on": None}


@pytest.mark.parametrize(
    "what",
    ["a text", "the words of the language", "a text is missing", "other texts", "one of the other texts is missing"],
)
def test_an_unreviewed_language_is_never_a_default(programme: Programme, what: str):
    review_all(programme)
    if what == "a text":
        ExerciseText.objects.filter(name="Le pont").update(**NOT_REVIEWED)
    elif what == "other texts":
        Phrasebook.objects.update(**NOT_REVIEWED)
    elif what == "one of the other texts is missing":
        programme.condition.summary_plain = "Your knee is sore and swollen."
        programme.condition.save()
    elif what == "a text is missing":
        ExerciseText.objects.filter(name="Le pont").delete()
    else:
        Language.objects.filter(code="fr").update(**NOT_REVIEWED)
    assert prepare(fetched(programme)).language == "en"


def test_a_language_nothing_is_written_in_is_no_default(programme: Programme):
    programme.patient.language = "xx"
    assert prepare(programme).language == "en"


def test_an_exercise_first_written_in_the_language_is_no_translation(programme: Programme):
    own = make_exercise(clinic=programme.clinic)
    own.texts.update(language="fr")
    text = own.texts.get()
    assert not Exercise.objects.get(pk=own.pk).awaits_review(text)


def test_english_costs_no_query_more(programme: Programme, django_assert_max_num_queries: Any):
    programme.patient.language = ""
    row = fetched(programme)
    row.patient.language = ""
    with django_assert_max_num_queries(9):
        prepare(row)


@pytest.fixture
def practitioner(programme: Programme) -> Practitioner:
    practitioner = make_cast().ana.practitioner
    practitioner.clinic = programme.clinic
    practitioner.save()
    make_screening(programme, done_by=practitioner)
    sign_off_everything(practitioner)
    return practitioner


def test_an_unreviewed_language_is_issued_only_with_a_reason(programme: Programme, practitioner: Practitioner):
    for reason in ("", "  "):
        with pytest.raises(NotReady, match="This translation was not reviewed. Say why it is handed out."):
            issue(programme, practitioner, practitioner.user, language="fr", language_reason=reason)
    assert not Handout.objects.exists()
    handout = issue(programme, practitioner, practitioner.user, language="fr", language_reason=" Reads no English. ")
    assert (handout.language, handout.language_reason) == ("fr", "Reads no English.")
    assert Document.from_plain(handout.document).review_note


def test_whoever_issues_is_told_that_the_patients_language_was_not_used(
    programme: Programme, practitioner: Practitioner
):
    told = save(practitioner.user, address("programme_change", programme), _issue="1")
    assert "It is in English: the translation into français was not reviewed" in messages_of(told)
    review_all(programme)
    told = save(practitioner.user, address("programme_change", programme), _issue="1")
    assert [handout.language for handout in programme.handouts.order_by("version")] == ["en", "fr"]
    assert "It is in English" not in messages_of(told)


def test_a_reviewed_language_needs_no_reason(programme: Programme, practitioner: Practitioner):
    review_all(programme)
    handout = issue(programme, practitioner, practitioner.user)
    assert (handout.language, handout.language_reason) == ("fr", "")


def test_a_practitioner_is_asked_for_the_reason_and_it_is_kept(programme: Programme, practitioner: Practitioner):
    url = address("programme_issue-in-another-language", programme)
    assert "Issue in another language" in shown(practitioner.user, address("programme_change", programme))
    asked = shown(practitioner.user, url)
    assert "français, not reviewed" in asked
    assert f"{address('programme_preview', programme)}?language=fr" in asked
    answer = at(practitioner.user).post(url, {"language": "fr", "language_reason": ""})
    assert "This translation was not reviewed. Say why it is handed out." in answer.content.decode()
    at(practitioner.user).post(url, {"language": "fr", "language_reason": "Her son read it to her."})
    assert Handout.objects.get().language_reason == "Her son read it to her."
    assert "Her son read it to her." in shown(practitioner.user, address("handout_change", Handout.objects.get()))


def test_with_one_language_there_is_no_other_to_issue_in(programme: Programme, practitioner: Practitioner):
    Language.objects.filter(code="fr").delete()
    assert "Issue in another language" not in shown(practitioner.user, address("programme_change", programme))


def test_the_preview_is_in_the_language_asked_for(programme: Programme, practitioner: Practitioner):
    url = f"{address('programme_preview', programme)}?language=fr"
    assert "La coquille" in " ".join(printed.pages(at(practitioner.user).get(url).content))
    refused = at(practitioner.user).get(f"{address('programme_preview', programme)}?language=xx")
    assert "There are no words in the language “xx”" in messages_of(refused)


@pytest.mark.parametrize(
    ("language", "first", "day"),
    [
        ("en", "Monday", "2 March 2026"),
        ("pl", "poniedziałek", "2 marca 2026"),
        ("he", "ראשון", "2 במרץ 2026"),
        ("ar", "الأحد", "2 مارس، 2026"),
    ],
)
def test_days_and_dates_are_those_of_the_language(language: str, first: str, day: str):
    with translation.override(language):
        assert sorted(week.days()) == list(range(7))
        assert str(WEEKDAYS[week.days()[0]]).casefold() == first.casefold()
        assert date_format(date(2026, 3, 2)) == day


def test_the_diary_and_the_days_to_exercise_follow_the_week_of_the_language(programme: Programme):
    make_language(code="he", side_words={})
    Programme.objects.filter(pk=programme.pk).update(session_days=[1, 7])
    hebrew, told = prepare(fetched(programme), language="he"), prepare(fetched(programme), language="en")
    assert hebrew.diary is not None
    assert told.diary is not None
    assert told.diary.weekdays[0] == "Mon"
    assert hebrew.diary.weekdays[0] != hebrew.diary.weekdays[1]
    assert hebrew.schedule is not None
    assert hebrew.schedule.days.startswith("ראשון")
    assert told.schedule is not None
    assert told.schedule.days == "Monday and Sunday"


def test_a_telephone_number_is_kept_together_where_words_read_leftwards(programme: Programme):
    make_language(code="he", side_words={})
    assert isolates.left_to_right("01234 567 890") in prepare(fetched(programme), language="he").other_formats
    assert "Ring 01234 567 890." in prepare(fetched(programme), language="en").other_formats


def test_a_picture_says_in_which_language_it_is_described():
    card = make_card(picture=make_drawn(start=make_image(alt=english("Lying")), end=make_image(18, alt="Couché")))
    html = page.render(make_document(parts=(make_part(cards=(card,)),)))
    assert ' lang="en" alt="Lying"' in html
    assert ' alt="Couché"' in html


def test_the_title_of_the_page_holds_no_marks():
    html = page.render(make_document(title=Title(english("Runner's knee"))))
    assert "<title>Runner&#x27;s knee – Riverside Physio</title>" in html
    assert '<h1><span lang="en" dir="ltr">Runner&#x27;s knee</span></h1>' in html


@given(st.text(alphabet="ab<&\u2066\u2068\u2069"))
def test_marks_that_somebody_typed_never_break_the_page(text: str):
    html = page.render(make_document(goal=text))
    assert html.count("<span") == html.count("</span>")
    assert html.count("<bdi") == html.count("</bdi>")
    assert "<b<" not in html


@given(st.text(alphabet=st.characters(exclude_characters="\u2066\u2068\u2069", exclude_categories=["Cs"]), min_size=1))
def test_a_marked_text_without_its_marks_is_the_text(text: str):
    assert isolates.without(english(text)) == isolates.without(isolates.left_to_right(text)) == text


def test_a_plan_that_is_read_back_holds_no_marks(programme: Programme):
    document = in_french(programme)
    plan = programme_of(document, for_patient=True)
    assert plan["phases"][0]["criteria_to_progress"] == [{"text": "Stairs pain 3 out of 10 or less"}]
    assert isolates.none_in(plan) == plan
    assert all(isolates.without(text) == text for text in left_out(document, for_patient=False))
