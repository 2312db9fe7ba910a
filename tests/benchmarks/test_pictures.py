"""What pictures cost a handout of eight exercises, compiled and as WeasyPrint draws them. Times are only printed.

Aim: at most 1.3 times the handout without pictures.
"""

from statistics import median
from time import process_time

import pytest

from programmes import figures
from programmes.handout import gallery, pdf
from programmes.handout.document import Document, Image, Picture
from tests import shipped
from tests.documents import make_card, make_document, make_part

ROUNDS = 5
EXERCISES = 8


def pictures() -> list[Picture]:
    exercises = [item for item in shipped.items("exercises") if "figure" in item][:: 80 // EXERCISES][:EXERCISES]
    drawn = [figures.draw(figures.read(item["figure"])) for item in exercises]
    return [Picture(*(Image("image/svg+xml", frame, "A drawing") for frame in (one.start, one.end))) for one in drawn]


def handout(shown: list[Picture | None]) -> Document:
    cards = tuple(make_card(number=number, picture=picture) for number, picture in enumerate(shown, 1))
    return make_document(parts=(make_part(cards=cards),))


def seconds(document: Document) -> float:
    start = process_time()
    pdf.render(document)
    return process_time() - start


def test_pictures_cost_a_handout_little(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    bare, pictured = handout([None] * EXERCISES), handout(list(pictures()))
    times: dict[str, list[float]] = {"none": [], "compiled": [], "drawn": []}
    for document in (bare, pictured):
        pdf.render(document)
    for _round in range(ROUNDS):
        times["none"].append(seconds(bare))
        times["compiled"].append(seconds(pictured))
        with monkeypatch.context() as without:
            without.setattr(gallery, "compiled", lambda svg: None)
            times["drawn"].append(seconds(pictured))
    none, compiled, drawn = (median(values) for values in times.values())
    with capsys.disabled():
        print(
            f"\n{EXERCISES} exercises: {none * 1000:.0f} ms without pictures, {compiled * 1000:.0f} ms with them "
            f"({compiled / none:.2f} times), {drawn * 1000:.0f} ms drawn by WeasyPrint ({drawn / none:.2f} times)"
        )
    assert len(pictured.images) == 2 * EXERCISES
