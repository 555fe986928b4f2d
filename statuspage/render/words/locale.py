"""A Locale makes words: of messages by a catalogue of gettext, of dates and numbers by CLDR.

A catalogue is a file LANGUAGE.po beside this module; English needs none, its words are the keys.
Pure: one is handed to whatever speaks, as the Context of a page does.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from markupsafe import escape as escaped

from statuspage.domain.vocabulary.sizes import Size
from statuspage.render.words import cldr
from statuspage.render.words.catalogue import Catalogue
from statuspage.render.words.kept import KEPT
from statuspage.said import Said

FOLDER = Path(__file__).parent
SOURCE = "en"
"""The language of the keys."""


@dataclass(frozen=True)
class Locale:
    """The words of one language."""

    language: str  # as BCP 47 writes it
    catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    @property
    def is_translated(self) -> bool:
        """Whether there is a catalogue; English needs none."""
        return isinstance(self.catalogue, Catalogue)

    def say(self, what: Said | str, /, **params: Any) -> str:
        """The words of a message; of a text, those of the message with this key."""
        message = what if isinstance(what, Said) else Said(what, params)
        text = self._text(message)
        return text.format_map(self._worded(message.params)) if "{" in text else text

    def markup(self, what: Said | str, /, **params: Any) -> Markup:
        """The same for HTML: words and gaps are escaped, but for gaps that are markup already."""
        message = what if isinstance(what, Said) else Said(what, params)
        safe = _safe(self._text(message))
        if "{" not in safe:
            return Markup(safe)  # noqa: S704 it was escaped just now
        gaps = self._worded(message.params, markup=True)
        if all(isinstance(gap, _PLAIN) for gap in gaps.values()):  # as almost always, and quickly
            filled = {n: escaped(gap) if isinstance(gap, str) else gap for n, gap in gaps.items()}
            return Markup(safe.format_map(filled))  # noqa: S704 its gaps were, too
        return Markup(safe).format(**gaps)  # noqa: S704

    def _text(self, message: Said) -> str:
        if message.several:
            return self.catalogue.ngettext(message.key, message.several, message.params["count"])
        return self.catalogue.gettext(KEPT.get(message.key, message.key))

    def _worded(self, params: Mapping[str, Any], *, markup: bool = False) -> dict[str, Any]:
        given = {name: self._gap(value, markup=markup) for name, value in params.items()}
        if "count" in given:
            given["count"] = cldr.whole(self.language, given["count"])
        if "digits" in given:
            given["digits"] = cldr.decimal(self.language, given["digits"])
        return given

    def _gap(self, value: Any, *, markup: bool) -> Any:
        if isinstance(value, Said):
            return self.markup(value) if markup else self.say(value)
        if isinstance(value, list | tuple):
            words = [self._gap(one, markup=markup) for one in value]
            if markup:
                return Markup("{}").format(self.comma).join(words)
            return self.comma.join(map(str, words))
        if isinstance(value, Size):
            return cldr.size(self.language, value)
        # An instant is written by the format of its gap; a mere day as the language writes one.
        return cldr.day(self.language, value) if type(value) is date else value

    @property
    def comma(self) -> str:
        """What stands between the parts of a list: ", " in most languages."""
        return cldr.comma(self.language)


_PLAIN = (str, int, float, datetime)
"""What escapes alike before and after it is formatted."""


@lru_cache(maxsize=4096)
def _safe(text: str) -> str:
    """A message as HTML. Apostrophes may stand in text, and in the double quotes of attributes."""
    return escape(text, quote=False).replace('"', "&#34;")


@cache
def locale(language: str) -> Locale:
    """The Locale of a language; where there is no catalogue, the words are English."""
    for name in (language, language.partition("-")[0]):
        file = FOLDER / f"{name}.po"
        if file.is_file():
            return Locale(language, Catalogue(file))
    return ENGLISH


def translated() -> tuple[str, ...]:
    """The languages that have words here, English first."""
    return _translated(FOLDER)


@cache
def _translated(folder: Path) -> tuple[str, ...]:
    return SOURCE, *sorted(file.stem for file in folder.glob("*.po"))


ENGLISH = Locale(SOURCE, gettext.NullTranslations())
