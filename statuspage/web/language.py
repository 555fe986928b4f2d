"""The language in which answers speak, and the path below which they stand."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context, request

from statuspage.domain.vocabulary.languages import Place, wanted
from statuspage.errors import StatusPageError
from statuspage.render.words.locale import ENGLISH, Locale, locale, translated
from statuspage.store import db
from statuspage.store.settings import site


@dataclass(frozen=True)
class _Heard:
    language: str = ENGLISH.language
    languages: tuple[str, ...] = ()
    base: str = ""


_HEARD = {"last": _Heard()}  # for pages that are made while the store is out of reach


def speaker(language: str = "") -> Locale:
    """The Locale of an answer: of a language that an address names, of what the browser prefers.

    The desk and the API speak each language that has a catalogue, whatever the pages speak. Where
    nothing is asked for it is the site's, as it was when its store could be read last.
    """
    heard = _heard()
    if language in heard.languages:
        return locale(language)
    own = locale(heard.language)
    if not has_request_context():
        return own
    asked = request.args.get("lang") or request.headers.get("Accept-Language", "")
    return locale(wanted(asked, (own.language, *translated())) or heard.language)


def writer() -> Locale:
    """The Locale of words that are published: the language in which people write here."""
    return locale(_heard().language)


def base() -> str:
    """The path that the site's address has, as in https://example.com/status; "" for none."""
    return _heard().base


def here() -> Place:
    """Where pages stand that are in no language's own part of the site."""
    return Place(base())


def _heard() -> _Heard:
    """Asked of the store once in a request."""
    if has_request_context() and "heard" in g:
        found: _Heard = g.heard
        return found
    try:
        with db.snapshot():
            site_now = site()
            _HEARD["last"] = _Heard(site_now.language, site_now.languages, site_now.base)
    except StatusPageError:
        pass  # the page that is made now tells of it
    if has_request_context():
        g.heard = _HEARD["last"]
    return _HEARD["last"]
