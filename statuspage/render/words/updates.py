"""The words of an update or an entry, of people and of ours, as HTML and as text."""

from __future__ import annotations

from markupsafe import Markup

from statuspage.domain.incidents.incident import Update
from statuspage.domain.vocabulary.entry import PATHS, Entry
from statuspage.render.words.links import from_page
from statuspage.render.words.locale import Locale
from statuspage.said import Said


def html_of(told: Update | Entry, locale: Locale, page: str = "") -> Markup:
    """Clean HTML, whose links within the site stand in full.

    They are meant from `page`, the path of what the words belong to; an entry knows its own.
    """
    base = page or (told.path if isinstance(told, Entry) and told.kind in PATHS else "")
    return Markup("\n").join(
        Markup("<p>{}</p>").format(locale.markup(words))
        if isinstance(words, Said)
        else Markup(from_page(told.html, base))  # noqa: S704 content/ cleaned it
        for words in told.words
    )


def text_of(told: Update | Entry, locale: Locale) -> str:
    """Markdown as written, or plain words."""
    found = (locale.say(one) if isinstance(one, Said) else one for one in told.words)
    return "\n\n".join(found)
