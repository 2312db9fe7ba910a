"""The page: what is on it, in which order, and that nobody's words become markup."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from programmes.handout import page
from programmes.handout.document import Kind, Part
from programmes.models import Layout
from tests.documents import make_card, make_document, make_drawn, make_image, make_ladder, make_part

IN_ORDER = [
    "Riverside Physio",
    "01234 567 890",
    "Runner's knee, left",
    "Doctors call this patellofemoral pain.",
    "Eva Holm",
    "Ana Brook, physiotherapist",
    "2 March 2026",
    "30 March 2026",
    "1 March 2026",
    "Your plan",
    "Run 5 km with my daughter",
    "Calm your knee down.",
    "Monday and Thursday",
    "About 20 minutes each time",
    "Mat (or a folded blanket)",
    "How much pain is all right",
    "0 to 3 while you exercise",
    "Above 3 while you exercise",
    "Keep pain to 2 out of 10 or less while you run.",
    "Stop and get help",
    "Call 999.",
    "Sudden chest pain",
    "Call NHS 111.",
    "Your knee buckles",
    "Your knee swells up",
    "Your exercises at a glance",
    "3 sets of 12 on your left leg",
    "What changed since 2 February 2026 (version 1)",
    "New: Bridge.",
    "Harder: Clamshell: 3 sets of 12, was 2 sets of 12.",
    "Why: Stairs no longer hurt.",
    "About your knee",
    "Clicking in your knee",
    "Long running steps put more load on your kneecap.",
    "Many people feel better in 6 to 12 weeks.",
    "What helps",
    "Break up long sitting",
    "Phase 1: Settle the knee",
    "Left leg",
    "Wakes up the muscles that steady your left hip.",
    "Lie on your right side with your knees bent.",
    "Keep your feet touching.",
    "Lift your left knee.",
    "How many: 3 sets of 12 on your left leg",
    "Level: Body weight",
    "Feel it: In the side of your left hip.",
    "Watch out for: Rolling backwards.",
    "Easier: Static squeeze. Harder: Clamshell with band. Ask us first.",
    "Stop if it pinches in your groin.",
    "Note for you: Put a cushion under your head.",
    "2 Bridge",
    "Go back a step if",
    "Your knee has new or more swelling.",
    "Next: Phase 2: Build strength",
    "Stairs hurt 3 out of 10 or less.",
    "Run more often, but go shorter.",
    "If it flares up",
    "Halve what you do for two days.",
    "Your diary",
    "Questions for next time",
    "Can I cycle to work?",
    "Ask us for this in larger print.",
    "This content is a draft.",
    "Willy et al. 2019",
]


class Reader(HTMLParser):
    """Collects text and tags; ticks and blanks have neither."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html[html.index("<body") :])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th", "li", "br"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def read(**kwargs: Any) -> Reader:
    layout = kwargs.pop("layout", Layout.STANDARD)
    return Reader(page.render(make_document(**kwargs), layout))


def test_everything_is_said_in_the_order_of_the_handout():
    text, start = read().text, 0
    for words in IN_ORDER:
        found = text.find(words, start)
        assert found >= 0, f"{words!r} is missing or stands too early"
        start = found + len(words)


@pytest.mark.parametrize("layout", Layout.values)
def test_the_plan_is_on_every_layout(layout: str):
    text = read(layout=layout).text
    for words in IN_ORDER[: IN_ORDER.index("About your knee")]:
        assert words in text


def test_one_sheet_is_the_plan_alone():
    text = read(layout=Layout.ONE_SHEET).text
    assert "Your exercises at a glance" in text
    assert "Ask us for this in larger print." in text
    for words in ("About your knee", "Keep your feet touching.", "Your diary", "Willy"):
        assert words not in text


@pytest.mark.parametrize("layout", Layout.values)
def test_headings_go_down_one_level_at_a_time(layout: str):
    levels = [
        int(tag[1]) for tag, _attributes in read(layout=layout, ladder=make_ladder()).tags if tag in ("h1", "h2", "h3")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_header_cell_has_a_scope():
    cells = [attributes for tag, attributes in read(ladder=make_ladder()).tags if tag == "th"]
    assert cells
    assert all(attributes.get("scope") for attributes in cells)


def test_no_heading_stands_over_nothing():
    bare = read(
        goal="", why=(), schedule=None, pain_rule=None, warnings=(), parts=(), changes=(), condition=None, advice=(),
        next_part=None, running=(), flare_up=(), diary=None, credits=None, other_formats="", patient=None,
        practitioner=None, review=None, practised_on=None, change_reason="",
    )  # fmt: skip
    assert [word for word in bare.words if word.strip() and word in ("When:", "What helps", "If it flares up")] == []
    assert "None" not in bare.text


@pytest.mark.parametrize("layout", Layout.values)
def test_nothing_is_left_unworded(layout: str):
    text = read(layout=layout, ladder=make_ladder()).text
    assert not re.search(r"None|null|\{|\}|%\(|per_side|Urgency|Tone\.", text)


def test_no_kit_is_an_answer():
    assert "What you need: Nothing special." in read(kit=()).text


def test_a_sheet_without_a_name_has_no_line_for_one():
    text = read(patient=None).text
    assert "For:" not in text
    assert "EH" not in text


def test_without_a_plan_the_patient_writes_after_what_and_where():
    assert "After I will do these in" in read().text
    assert sum(attributes.get("class") == "blank" for _tag, attributes in read().tags) == 2


def test_there_is_a_box_to_tick_for_each_day():
    parts = (make_part(cards=(make_card(ticks=5),), move_on_when=(), go_back_if=()),)
    ticks = [
        attributes for _tag, attributes in read(parts=parts, next_part=None).tags if attributes.get("class") == "tick"
    ]
    assert len(ticks) == 5


def test_the_diary_has_a_row_of_days_for_each_thing_and_week():
    empty = re.findall(r"<td></td>", page.render(make_document()))
    assert len(empty) == 4 * 3 * 7


def test_each_part_of_a_warm_up_stands_in_the_overview():
    parts = (make_part(heading="Part 1: Get warm"), make_part(heading="Part 2: Loosen up"))
    text = read(kind=Kind.WARM_UP, parts=parts, next_part=None).text
    overview = text[text.index("Your exercises at a glance") : text.index("What changed")]
    assert overview.index("Part 1: Get warm") < overview.index("Part 2: Loosen up")


def test_a_single_phase_is_not_named_in_the_overview():
    text = read().text
    assert "Phase 1" not in text[text.index("at a glance") : text.index("What changed")]


def test_a_phase_with_none_after_it_says_when_to_move_on():
    text = read(next_part=None).text
    assert "Move on when" in text
    assert "Next:" not in text


def test_the_next_phase_is_told_after_the_last_part_only():
    parts = (make_part(), make_part(heading="Phase 2"))
    assert read(parts=parts).text.count("Next: Phase 2: Build strength") == 1


def test_the_walk_run_ladder_is_a_table_of_stages():
    text = read(ladder=make_ladder()).text
    assert "1 Walk 4 minutes, run 1 minute, 5 times. 25 minutes in all. How hard: 3 out of 10." in text
    assert "You miss running for 1 to 2 weeks. Drop back one or two stages." in text


def test_an_exercise_told_before_is_not_told_again():
    again = make_card(number=3, same_as=1, start="", steps=(), feel="", mistakes=(), easier="", harder="", why="")
    text = read(parts=(make_part(cards=(make_card(), again)),)).text
    assert text.count("Keep your feet touching.") == 1
    assert "Do it as exercise 1 tells you." in text
    assert text.count("How many: 3 sets of 12 on your left leg") == 2


@pytest.mark.parametrize("layout", Layout.values)
def test_an_optional_exercise_says_so_and_in_whose_place_wherever_it_is_named(layout: str):
    """On one sheet the overview is all there is: a choice read as one more exercise is a double dose."""
    cards = (make_card(is_optional=True), make_card(number=2, name="Bridge", instead_of="Band steps"))
    text = read(parts=(make_part(cards=cards),), layout=layout).text
    clamshell, bridge = text.partition("Your exercises at a glance")[2][:250].partition("Bridge")[::2]
    assert "(optional)" in clamshell
    assert "(in place of Band steps)" in bridge
    has_cards = layout != Layout.ONE_SHEET
    assert text.count("(optional)") == text.count("(in place of Band steps)") == 1 + has_cards


def test_without_drawings_no_picture_is_asked_for():
    assert not [tag for tag, _attributes in read().tags if tag == "img"]


def test_a_preview_says_so_and_an_issued_handout_does_not():
    assert "PREVIEW, not for the patient" in read(is_preview=True).text
    assert "PREVIEW" not in read().text


def test_the_version_stands_on_an_issued_handout_only():
    assert "Version 2" in read().text
    assert "Version" not in read(version=None, is_preview=True, credits=None).text


HOSTILE = (
    '<script>alert(1)</script><img src="file:///etc/passwd">'
    '<link rel="attachment" href="file:///etc/passwd">&amp;{{ 7|add:7 }}'
)


@pytest.mark.parametrize(
    "document",
    [
        {"goal": HOSTILE},
        {"parts": (make_part(cards=(make_card(note=HOSTILE, name=HOSTILE),)),)},
        {"parts": (make_part(heading=HOSTILE),)},
        {"questions": (HOSTILE,), "flare_up": (HOSTILE,), "running": (HOSTILE,)},
    ],
)
def test_what_people_write_is_text_and_never_markup(document: dict[str, Any]):
    reader = read(**document)
    assert HOSTILE in reader.text
    assert not {"script", "img", "link"} & {tag for tag, _attributes in reader.tags}


def test_the_title_cannot_close_the_head():
    html = page.render(make_document(title=make_document().title.__class__("</title><script>")))
    assert "<script>" not in html


def test_the_page_is_in_the_language_of_the_document():
    assert '<html lang="en" dir="ltr" class="layout-standard paper-a4">' in page.render(make_document())


def test_a_browser_is_told_where_the_styles_are_and_the_pdf_is_not():
    html = page.render(make_document(), for_web=True)
    assert re.findall(r"programmes/([a-z-]+[.]css)", html) == ["fonts.css", "handout.css", "handout-narrow.css"]
    assert "stylesheet" not in page.render(make_document())


def test_no_style_or_script_stands_in_the_page():
    html = page.render(make_document(ladder=make_ladder()), for_web=True)
    assert not re.search(r"<style|<script|style=|onclick", html)


def test_a_part_without_cards_is_still_a_part():
    assert "Phase 9" in read(parts=(Part("x", "Phase 9", "", ()),)).text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_telephone_number_is_whole_wherever_it_stands(language: str):
    ring = make_document(language=language, other_formats="Ring 01234 567 890.")
    assert '<p class="other-formats">Ring <bdi dir="ltr">01234 567 890</bdi>.</p>' in page.render(ring)


def test_a_telephone_number_in_the_name_of_a_picture_is_left_alone():
    card = make_card(picture=make_drawn(start=make_image(alt="Ring 01234 567 890")))
    html = page.render(make_document(parts=(make_part(cards=(card,)),)))
    assert 'alt="Ring 01234 567 890"' in html


@pytest.mark.parametrize("layout", Layout.values)
@pytest.mark.parametrize("pain", [{}, {"pain_rule": None}])
def test_when_to_stop_every_exercise_is_on_the_first_sheet_of_any_layout(layout: str, pain: dict[str, Any]):
    text = read(layout=layout, stop_rule="Stop if the pain feels sharp.", **pain).text
    before_the_exercises, at_a_glance, _rest = text.partition("Your exercises at a glance")
    assert at_a_glance
    assert "In every exercise: Stop if the pain feels sharp." in before_the_exercises


def test_one_sheet_says_when_to_stop_its_only_exercise():
    alone = {"parts": (make_part(cards=(make_card(stop_if="Stop if it is sharp."),)),)}
    assert "Stop if it is sharp." in read(layout=Layout.ONE_SHEET, **alone).text
    assert read(**alone).text.count("Stop if it is sharp.") == 1
