"""The language in which answers speak: that of the site."""

from __future__ import annotations

from statuspage.errors import StatusPageError
from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.store import db
from statuspage.store.settings import site


def speaker() -> Locale:
    """The Locale of the site; English while the store that knows its language is out of reach."""
    try:
        with db.snapshot():
            return locale(site().language)
    except StatusPageError:
        return ENGLISH
