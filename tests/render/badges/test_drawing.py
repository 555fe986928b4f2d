"""A badge: well-formed, measured, readable by eyes and by ears, harmless whatever it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from statuspage.config.kinds.colour import contrast
from statuspage.render.badges.drawing import Badge, drawn, endpoint
from statuspage.render.badges.widths import is_measured, width
from statuspage.render.icons import INKS

_SVG = "{http://www.w3.org/2000/svg}"
_SHIELDS = {  # services/endpoint/endpoint.service.js of badges/shields: others are refused
    "schemaVersion": int,
    "label": str,
    "message": str,
    "color": str,
    "isError": bool,
    "cacheSeconds": int,
}


def tree(badge: Badge, *, is_mirrored: bool = False) -> etree._Element:
    return etree.fromstring(drawn(badge, is_mirrored=is_mirrored).encode())


@pytest.mark.parametrize("tone", INKS)
def test_every_tone_is_told_by_words_and_a_shape_and_is_easily_read(tone: str) -> None:
    found = tree(Badge("API", "Its state", tone))
    assert found.findtext(f"{_SVG}title") == found.get("aria-label") == "API: Its state"
    assert [one.text for one in found.iter(f"{_SVG}text")] == ["API", "Its state"]
    papers = [one.get("fill") for one in found.iter(f"{_SVG}path") if one.get("fill")]
    assert len(papers) == 2
    assert all(contrast(str(paper), "#ffffff") >= 4.5 for paper in papers)


@given(some.text(max_size=300), some.text(min_size=1, max_size=300), some.booleans())
def test_whatever_it_says_it_is_one_sound_picture(label: str, message: str, mirrored: bool) -> None:
    found = tree(Badge(label, message, "ok"), is_mirrored=mirrored)
    whole = float(str(found.get("width")))
    assert 40 < whole < 730  # 340 for the words of each side, and what stands around them
    for text in found.iter(f"{_SVG}text"):
        assert 0 < float(text.get("x", "0")) < whole
    told = endpoint(Badge(label, message, "ok"))
    assert {name: type(value) for name, value in told.items()} == _SHIELDS


def test_widths_are_those_of_the_letters() -> None:
    assert width("iiii", 10) < width("mmmm", 10) / 3
    assert 45 < width("İĞÜ Ω Жж", 10) < 53
    assert width("日本", 10) == 20
    assert width("e\u0301", 10) == width("e", 10)
    assert is_measured("Plain 99.95%")
    assert not is_measured("يعمل")  # its letters join
    assert not is_measured("日本")


def test_long_name_is_cut_in_sight_and_whole_in_the_title() -> None:
    found = tree(Badge("x" * 400, "Operational", "ok"))
    [label, _] = found.iter(f"{_SVG}text")
    assert str(label.text).endswith("…")
    assert "x" * 400 in str(found.findtext(f"{_SVG}title"))


def test_what_is_bad_cannot_be_painted_good() -> None:
    assert [endpoint(Badge("API", "now", tone))["isError"] for tone in ("ok", "major")] == [0, 1]
