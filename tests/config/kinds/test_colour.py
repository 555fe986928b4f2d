"""The colour of a site: how it is written, and that it is seen on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.config.kinds.colour import PAGES, contrast, ink_on
from statuspage.resources import static_folder
from tests.config.written import MINIMAL, faults, read

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


def with_accent(colour: str) -> str:
    return MINIMAL.replace("[site]\n", f'[site]\naccent = "{colour}"\n')


def test_accent_is_kept_in_one_form(tmp_path: Path) -> None:
    assert read(tmp_path, with_accent("#2672C8")).site.accent == "#2672c8"
    assert read(tmp_path, with_accent("#06c")).site.accent == "#0066cc"


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("#ffee00", "too faint on the light page: its contrast is 1.2:1"),
        ("#101820", "too faint on the dark page: its contrast is 1.0:1"),
        ("blue", '"blue" is not a colour'),
        ("#12345", "is not a colour"),
    ],
)
def test_accent_that_cannot_be_used_is_refused_with_its_contrast(
    tmp_path: Path, colour: str, words: str
) -> None:
    [fault] = faults(tmp_path, with_accent(colour))
    assert fault.startswith("config.toml:2: ")
    assert words in fault


@pytest.mark.parametrize("colour", ["#ffee00", "#101820", "#ffffff", "#000000"])
def test_the_shade_that_a_fault_names_is_taken(tmp_path: Path, colour: str) -> None:
    [fault] = faults(tmp_path, with_accent(colour))
    [other] = re.findall(r"such as (#[0-9a-f]{6})", fault)
    assert read(tmp_path, with_accent(other)).site.accent == other


@given(COLOURS)
def test_words_on_a_colour_can_be_read(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_pages_are_painted_as_the_check_thinks() -> None:
    sheet = (static_folder() / "style.css").read_text("utf-8")
    painted = re.findall(r"--page: (#[0-9a-f]+);", sheet)
    assert ["#ffffff" if paint == "#fff" else paint for paint in painted] == list(PAGES.values())
