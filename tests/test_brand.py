"""Colours on the handout: the clinic's own, and those of the styles, dark enough to be read."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from programmes.handout import brand

STYLES = Path(finders.find("programmes/handout.css")).read_text()
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")


def colours(styles: str) -> dict[str, str]:
    return dict(TOKEN.findall(styles))


def contrast(one: str, other: str) -> float:
    return brand.contrast(brand.read(one), brand.read(other))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float):
    assert round(contrast(one, other), 2) == pytest.approx(ratio, abs=0.005)


def test_no_colour_changes_nothing():
    assert brand.styles("") == ""


def test_a_dark_colour_stays_as_it_is():
    assert colours(brand.styles("#1F6F78"))["brand"] == "#1f6f78"


@pytest.mark.parametrize("colour", ["#ffff00", "#FFFFFF", "#7fd1ae", "#ff8800"])
def test_a_light_colour_is_darkened_until_it_can_be_read(colour: str):
    assert contrast(colours(brand.styles(colour))["brand"], "#ffffff") >= brand.LEAST_CONTRAST


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_can_be_read_on_white_and_on_its_tint(parts: tuple[int, int, int]):
    mixed = colours(brand.styles("#" + "".join(f"{part:02x}" for part in parts)))
    assert contrast(mixed["brand"], "#ffffff") >= brand.LEAST_CONTRAST
    assert contrast(mixed["brand"], mixed["brand-tint"]) >= brand.LEAST_CONTRAST


@pytest.mark.parametrize("text", ["ink", "navy", "brand", "warm", "grey"])
@pytest.mark.parametrize("ground", ["white", "brand-tint", "warm-tint", "grey-tint"])
def test_text_of_the_styles_stands_out_from_every_ground(text: str, ground: str):
    tokens = {"white": "#ffffff", **colours(STYLES)}
    assert contrast(tokens[text], tokens[ground]) >= brand.LEAST_CONTRAST


def test_the_styles_keep_to_what_reads_well():
    rules = re.sub(r"/\*.*?\*/", "", STYLES, flags=re.S)
    assert not re.search(r"italic|oblique|text-transform|underline|text-align:\s*justify|hyphens:\s*auto", rules)
