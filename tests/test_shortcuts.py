"""The shortcuts through WeasyPrint and pydyf: made for the pinned versions, and not to be seen on any page."""

import ctypes
import gc
import inspect
import os
import re
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from itertools import pairwise
from statistics import median
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint.html import UA

from programmes.handout import page, pdf, shortcuts, source
from programmes.handout.document import Clinic
from programmes.handout.fonts import FOLDER
from programmes.handout.shortcuts import kept_styles
from tests.documents import make_document
from tests.test_pdf import HANDOUTS, everything

# What is replaced, or written anew with a piece left out, as it is in the versions that the shortcuts know.
REPLACED = {
    ("pydyf", "_to_bytes"): "1cefd02c285d3aee",
    ("pydyf", "Dictionary.data"): "1a6ebf2b6bc6adcb",
    ("pydyf", "Array.data"): "136a84494ae7c8cc",
    ("pydyf", "Stream.data"): "bdc2bc513f286de7",
    ("pydyf", "PDF.page_references"): "060bf90aad55931b",
    ("pydyf", "PDF.write"): "242cd38f92ecd33f",
    ("weasyprint.css", "StyleFor"): "dac5a13261681453",
    ("weasyprint.css", "ComputedStyle"): "4ff0512c0af12674",
    ("weasyprint.css", "AnonymousStyle"): "414bbf41061e0a4a",
    ("weasyprint.draw.border", "draw_border"): "8ba918f30893929f",
    ("weasyprint.draw.border", "draw_outline"): "c98afcef4e21d301",
    ("weasyprint.draw.text", "draw_first_line"): "1bb8eae6d88e71b1",
    ("weasyprint.formatting_structure.boxes", "Box.is_in_normal_flow"): "5f49d6ab23da7e51",
    ("weasyprint.formatting_structure.boxes", "ParentBox.page_values"): "9bcfda076d1961e6",
    ("weasyprint.layout", "initialize_page_maker"): "5bb3c878d722af53",
    ("weasyprint.layout.background", "layout_box_backgrounds"): "617a870678c82755",
    ("weasyprint.layout.inline", "get_next_linebox"): "67af458c2545e74f",
    ("weasyprint.layout.percent", "resolve_percentages"): "71673078096fcf87",
    ("weasyprint.layout.percent", "resolve_radii_percentages"): "4980b3798c671710",
    ("weasyprint.layout.preferred", "shrink_to_fit"): "38ecf6d5c6439df6",
    ("weasyprint.pdf.fonts", "Font"): "1888854798bf8726",
    ("weasyprint.pdf.stream", "Stream.add_font"): "e4226e1117477217",
    ("weasyprint.text.line_break", "can_break_text"): "4f3fb5ef1c239df9",
    ("weasyprint.text.line_break", "Layout"): "681b737d1ba5e004",
    ("weasyprint.text.line_break", "split_first_line"): "39ad1016863ca34d",
    ("weasyprint.text.line_break", "first_line_metrics"): "55ec5d0b58b29a8b",
    ("weasyprint.text.line_break", "strut"): "b57885b70dd08efe",
    ("weasyprint", "HTML.__init__"): "5f19f40b81837f87",
}
PLUM = Clinic(name="Riverside Physio", accent_colour="#702963")
UNTOUCHED = """
import sys
from importlib import import_module
from inspect import getsource
from hashlib import sha256
for line in sys.stdin.read().split():
    module, _colon, name = line.partition(":")
    found = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    print(sha256(getsource(getattr(found, "fget", found)).encode()).hexdigest()[:16])
"""
WITHOUT = """
import sys
import django
django.setup()
from programmes.handout import fonts
fonts.confine()
from weasyprint import HTML
from programmes.handout import engine, shortcuts
from programmes.handout.shortcuts import compression
from tests import test_shortcuts
if sys.argv[1] == "without":
    shortcuts.take = lambda: False
    engine.Source = lambda html, fetcher: HTML(string=html, url_fetcher=fetcher)
compression.EFFORT = 9
print(*test_shortcuts.fingerprints())
"""


def fingerprints() -> list[str]:
    """Return what all the pages of some handouts come to, byte for byte; of the first also after all the others."""
    arabic = make_document(language="ar", direction="rtl")
    scripts = make_document(goal="Walk the dog: कुत्ते को टहलाना, לטייל, المشي, Ходить, offizielle Affäre")
    documents = [everything(), *HANDOUTS.values(), arabic, scripts, make_document(clinic=PLUM), everything()]
    made = [pdf.render(document, layout) for document in documents for layout in ("standard", "compact", "extra-large")]
    return [sha256(content).hexdigest() for content in made]


def run(script: str, *arguments: str, text: str = "") -> list[str]:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, input=text, env=surroundings, capture_output=True, check=True, text=True)
    return done.stdout.split()


def test_the_shortcuts_know_the_versions_that_are_pinned():
    assert (version("weasyprint"), version("pydyf")) == shortcuts.KNOWN
    assert shortcuts.take()


def test_what_the_shortcuts_replace_is_what_they_were_made_for():
    found = run(UNTOUCHED, text=" ".join(f"{module}:{name}" for module, name in REPLACED))
    assert dict(zip(REPLACED, found, strict=True)) == REPLACED


def test_every_page_is_the_same_byte_for_byte_without_the_shortcuts():
    assert run(WITHOUT, "with") == run(WITHOUT, "without")


def test_other_versions_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weasyprint, "VERSION", "70.1")
    monkeypatch.setattr(shortcuts, "EVERY", ())
    assert not shortcuts.take.__wrapped__()


def test_the_browsers_own_styles_lose_notes_and_stray_markers_only():
    kept, all_of_them = source.lean(UA).splitlines(), UA.splitlines()
    lost = [line for line in all_of_them if line not in kept]
    assert [line.partition(" ")[0] for line in lost] == [
        "::marker",
        "::footnote-call",
        "::footnote-marker",
        "::note-call",
        "::note-marker",
        "::note-callback",
    ]
    assert [line for line in kept if line not in all_of_them] == [f"li{lost[0]}"]


def test_styles_that_are_kept_hold_nothing_of_the_job(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_styles, "MOST_KEPT", 0)
    pdf.render(make_document(goal="Dance at Edna's wedding"))
    kept = pdf._engine()._fonts.kept_styles
    assert kept
    said = {style[name] for style in kept.values() for name in kept_styles.IN_THE_PAGE}
    assert all(re.fullmatch("None|en|exercise-[0-9]+|end", str(value)) for value in said)
    assert not any("Edna" in str(dict(style)) for style in kept.values())


def test_styles_are_kept_from_one_job_to_the_next_and_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch):
    counts = []
    for handout in (make_document(), make_document(goal="Something else"), make_document(language="ar")):
        pdf.render(handout)
        counts.append(len(pdf._engine()._fonts.kept_styles))
    monkeypatch.setattr(kept_styles, "MOST_KEPT", 1)
    pdf.render(make_document())
    counts.append(len(pdf._engine()._fonts.kept_styles))
    assert counts[0] == counts[1]
    assert counts[2] > counts[3] > 1


def test_no_length_follows_from_the_page_as_the_styles_that_are_kept_outlive_it():
    assert not re.search(r"\d[sld]?(?:vw|vh|vmin|vmax|vi|vb|pw|ph)\b", (FOLDER.parent / "handout.css").read_text())


def test_the_handouts_own_styles_use_no_notes_and_mark_list_items_only():
    styles = (FOLDER.parent / "handout.css").read_text()
    assert "footnote" not in styles
    assert "ellipsis" not in styles  # drawing one changes a line that is kept
    assert styles.count("::marker") == styles.count("li::marker")


@pytest.mark.parametrize("name", HANDOUTS)
def test_every_handout_is_read_as_xml(name: str):
    assert source._read(page.render(HANDOUTS[name], "standard", "A4")) is not None


@pytest.mark.parametrize("goal", ["a & b < c > d", 'Ben\'s "knee"', "tab\tand\nline", "50 % – ½"])
def test_whatever_is_written_is_printed_alike_from_xml_and_html(goal: str, monkeypatch: pytest.MonkeyPatch):
    handout = make_document(goal=goal)
    quick = pdf.render(handout)
    monkeypatch.setattr(source, "_read", lambda html: None)
    assert pdf.render(handout) == quick


@pytest.mark.parametrize("html", ["<p>odd \x0b\x01 ones</p>", "<p><img src=x></p>", "<ul><li>one<li>two</ul>"])
def test_what_is_no_xml_is_left_to_the_html_parser(html: str):
    assert source._read(html) is None


def test_references_follow_a_page_that_is_added():
    shortcuts.take()
    file = pydyf.PDF()
    counts: list[Any] = []
    for _page in range(3):
        file.add_page(pydyf.Dictionary({"Type": "/Page"}))
        counts.append(len(file.page_references))
    assert counts == [1, 2, 3]
    assert inspect.getmodule(pydyf.PDF.page_references.fget).__name__ == "programmes.handout.shortcuts.references"


class _Memory(ctypes.Structure):
    """What glibc's mallinfo2 tells."""

    _fields_ = (
        *((name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks")),
        *((name, ctypes.c_size_t) for name in ("uordblks", "fordblks", "keepcost")),
    )


def bytes_in_use() -> int:
    """Return what the C libraries hold, and Python of its larger pieces."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Memory
    gc.collect()
    told = ask()
    return int(told.uordblks + told.hblkhd)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc tells how much memory is in use")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_handout_leaves_no_memory_behind(language: str):
    handout = make_document(language=language) if language != "en" else everything()
    in_use = []
    for _time in range(12):
        pdf.render(handout)
        in_use.append(bytes_in_use())
    # The first fill what is kept. Of the others one in the middle tells: now and then something kept grows at once.
    assert median(after - before for before, after in pairwise(in_use[5:])) < 2048
