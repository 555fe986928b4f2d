"""The words of an update, of people or of ours, as HTML and as text."""

from __future__ import annotations

from markupsafe import Markup

from statuspage.domain.incidents.incident import Update
from statuspage.render.words.locale import Locale
from statuspage.said import Said


def html_of(update: Update, locale: Locale) -> Markup:
    """Clean HTML."""
    words = update.words
    if isinstance(words, Said):
        return Markup("<p>{}</p>").format(locale.markup(words))
    return Markup(update.html)  # noqa: S704 content/ cleaned it


def text_of(update: Update, locale: Locale) -> str:
    """Markdown as written, or plain words."""
    words = update.words
    return locale.say(words) if isinstance(words, Said) else words
