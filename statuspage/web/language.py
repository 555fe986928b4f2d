"""The language in which answers speak, and the path below which they stand: those of the site."""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.errors import StatusPageError
from statuspage.render.words.locale import ENGLISH, Locale, locale
from statuspage.store import db
from statuspage.store.settings import site


@dataclass(frozen=True)
class _Heard:
    language: Locale = ENGLISH
    base: str = ""


_HEARD = {"last": _Heard()}  # for pages that are made while the store is out of reach


def speaker() -> Locale:
    """The Locale of the site, as it was when its store could be read last."""
    return _heard().language


def base() -> str:
    """The path that the site's address has, as in https://example.com/status; "" for none."""
    return _heard().base


def _heard() -> _Heard:
    try:
        with db.snapshot():
            here = site()
            _HEARD["last"] = _Heard(locale(here.language), here.base)
    except StatusPageError:
        pass  # the page that is made now tells of it
    return _HEARD["last"]
