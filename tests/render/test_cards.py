"""The picture of a link: names of every length and script, words in any language."""

from __future__ import annotations

from dataclasses import replace

import lxml.etree
import pytest

from statuspage.domain.vocabulary.site import Look
from statuspage.render.cards import FACES, WIDE, card, png
from statuspage.render.words.locale import locale
from tests.render.facts import SITE

ENGLISH = locale("en")
SVG = "{http://www.w3.org/2000/svg}"


def lines(picture: str, language: str = "en", **site: str) -> list[str]:
    drawn = card(replace(SITE, **site), locale(language), picture)
    return ["".join(line.itertext()) for line in lxml.etree.fromstring(drawn).iter(f"{SVG}text")]


def test_picture_says_who_and_how() -> None:
    assert lines("major", name="Acme", url="https://status.acme.example") == [
        "Acme",
        "Major outage",
        "status.acme.example",
    ]
    assert lines("site", name="Acme", url="https://a.example", description="Shops for all") == [
        "Acme",
        "Shops for all",
        "a.example",
    ]


@pytest.mark.parametrize("name", ["日本クラウド", "קלאוד", "Acme 🚀"])
def test_name_in_letters_that_cannot_be_drawn_gives_way_to_the_address(name: str) -> None:
    assert lines("ok", name=name, url="https://status.acme.example")[0] == "status.acme.example"


def test_name_that_does_not_fit_is_written_smaller_and_cut_at_last() -> None:
    drawn = card(replace(SITE, name="x" * 30), ENGLISH, "ok")
    assert 'font-size="58"' in drawn
    assert lines("ok", name="x" * 200)[0].endswith("x\u2026")


def test_arabic_is_drawn_in_its_own_font_from_the_right() -> None:
    drawn = card(replace(SITE, language="ar", name="أكمي كلاود <24>"), locale("ar"), "ok")
    assert '<tspan font-family="Noto Sans Arabic">أكمي كلاود</tspan> &lt;24&gt;' in drawn
    assert 'text-anchor="end"' in drawn
    assert 'text-anchor="start"' not in drawn


def test_logo_takes_the_place_of_the_name() -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>'
    site = replace(SITE, name="Acme", look=Look(logo=logo, ratio=4.0))
    drawn = card(site, ENGLISH, "ok")
    assert logo in drawn
    assert ">Acme<" not in drawn
    assert png(drawn, WIDE).startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", list(FACES))
def test_every_picture_can_be_drawn_in_every_direction(name: str, language: str) -> None:
    assert png(card(replace(SITE, language=language), locale(language), name), WIDE).startswith(
        b"\x89PNG"
    )
