"""Dates and numbers of other languages, by CLDR."""

import subprocess
import sys
from datetime import date

import pytest

from statuspage.domain.vocabulary.sizes import Size
from statuspage.render.words import cldr

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1 July 2026", "1 July", "Wed 1 July", "July 2026", "Jul"]),
        ("de", ["1. Juli 2026", "1. Juli", "Mi., 1. Juli", "Juli 2026", "Jul"]),
        (
            "cs-CZ",
            [
                "1. července 2026",
                "1. července",
                "st 1. července",
                "červenec 2026",
                "čvc",
            ],
        ),
        ("tlh", ["1 July 2026", "1 July", "Wed 1 July", "July 2026", "Jul"]),
    ],
)
def test_day_is_written_as_the_language_does(language: str, expected: list[str]) -> None:
    ways = (
        cldr.day,
        cldr.day_of_year,
        cldr.weekday,
        cldr.month,
        cldr.short_month,
    )
    assert [way(language, DAY) for way in ways] == expected


def test_number_is_written_as_the_language_does() -> None:
    assert [cldr.whole(language, 12_345) for language in ("en", "de", "fr")] == [
        "12,345",
        "12.345",
        "12\N{NARROW NO-BREAK SPACE}345",
    ]
    assert [cldr.decimal(language, "99.95") for language in ("en", "de")] == ["99.95", "99,95"]


def test_list_has_the_commas_of_its_language() -> None:
    assert [cldr.comma(language) for language in ("en", "de", "ja")] == [", ", ", ", "、"]


def test_english_pages_need_no_babel() -> None:
    script = (
        "import sys; from statuspage.render.html import page;"
        "from statuspage.render.words.locale import ENGLISH;"
        "from statuspage.domain.vocabulary.languages import Place;"
        "page(ENGLISH, Place(), 'public/unavailable.html'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("language", "text"), [("en", "1.2 GB"), ("de", "1,2\u00a0GB"), ("fr", "1,2\u202fGo")]
)
def test_size_is_written_as_its_language_does(language: str, text: str) -> None:
    assert cldr.size(language, Size(1_234_567_890)) == text
