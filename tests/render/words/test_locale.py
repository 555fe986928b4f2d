"""A Locale: words of messages by a catalogue, safe in HTML, nested, and in the right number."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from markupsafe import Markup

from statuspage.render.words.catalogue import Catalogue
from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.said import counted, said

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\n"

msgid "{who} wrote it"
msgstr "geschrieben von {who}"

msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count} den"
msgstr[1] "{count} dny"
msgstr[2] "{count} dní"
"""


@pytest.fixture
def other(tmp_path: Path) -> Locale:
    """A language with three forms of a number."""
    file = tmp_path / "xx.po"
    file.write_text(CATALOGUE, "utf-8")
    return Locale("xx", Catalogue(file))


def test_english_says_the_key_itself() -> None:
    assert ENGLISH.say(said("{who} wrote it", who="Ada")) == "Ada wrote it"
    assert str(said("{who} wrote it", who="Ada")) == "Ada wrote it"


def test_catalogue_words_a_message(other: Locale) -> None:
    assert other.say(said("{who} wrote it", who="Ada")) == "geschrieben von Ada"


@pytest.mark.parametrize(("count", "words"), [(1, "1 den"), (3, "3 dny"), (7, "7 dní")])
def test_count_takes_the_form_of_its_language(other: Locale, count: int, words: str) -> None:
    message = counted("{count} day", "{count} days", count)
    assert other.say(message) == words
    assert ENGLISH.say(message) == ("1 day" if count == 1 else f"{count} days")


def test_gap_may_hold_a_message(other: Locale) -> None:
    inner = counted("{count} day", "{count} days", 2)
    assert other.say(said("{who} wrote it", who=inner)) == "geschrieben von 2 dny"


def test_markup_escapes_words_and_gaps_but_not_markup() -> None:
    message = said('<b> & "{name}"', name="<i>")
    assert ENGLISH.markup(message) == "&lt;b&gt; &amp; &#34;&lt;i&gt;&#34;"
    link = Markup('<a href="/x">here</a>')
    assert ENGLISH.markup(said("see {link}", link=link)) == 'see <a href="/x">here</a>'


def test_language_without_a_catalogue_speaks_english() -> None:
    assert locale("tlh-KX").say(said("{who} wrote it", who="Ada")) == "Ada wrote it"


def test_gap_of_an_instant_keeps_its_format_and_a_day_is_written_by_the_language() -> None:
    at = datetime(2026, 7, 1, 12, 3, tzinfo=UTC)
    assert ENGLISH.say(said("at {at:%H:%M}", at=at)) == "at 12:03"
    assert ENGLISH.say(said("on {day}", day=at.date())) == "on 1 July 2026"


def test_message_is_no_text() -> None:
    with pytest.raises(TypeError):
        "".join(said("wrote it"))  # type: ignore[arg-type]
