"""The language in which answers speak: that of the site."""

from __future__ import annotations

from statuspage.errors import StatusPageError
from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.store import db
from statuspage.store.settings import site

_HEARD = {"last": ENGLISH}  # for pages that are made while the store is out of reach


def speaker() -> Locale:
    """The Locale of the site, as it was when its store could be read last."""
    try:
        with db.snapshot():
            _HEARD["last"] = locale(site().language)
    except StatusPageError:
        pass  # the page that is made now tells of it
    return _HEARD["last"]
