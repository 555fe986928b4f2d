"""The words of an update or an entry, of people and of ours, as HTML and as text."""

from __future__ import annotations

from markupsafe import Markup

from statuspage.domain.incidents.incident import Update
from statuspage.domain.vocabulary.entry import Entry
from statuspage.render.words.locale import Locale
from statuspage.said import Said


def html_of(told: Update | Entry, locale: Locale) -> Markup:
    """Clean HTML."""
    return Markup("\n").join(
        Markup("<p>{}</p>").format(locale.markup(words))
        if isinstance(words, Said)
        else Markup(told.html)  # noqa: S704 content/ cleaned it
        for words in told.words
    )


def text_of(told: Update | Entry, locale: Locale) -> str:
    """Markdown as written, or plain words."""
    found = (locale.say(one) if isinstance(one, Said) else one for one in told.words)
    return "\n\n".join(found)
