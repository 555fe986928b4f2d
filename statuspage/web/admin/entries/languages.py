"""The part of the forms of written entries that says the same in further languages."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from statuspage.domain.library.spoken import entry_in
from statuspage.domain.vocabulary.entry import TEXTS, Entry, EntryKind
from statuspage.domain.vocabulary.wordings import further
from statuspage.render.words.cldr import language_name
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.language import speaker


@dataclass(frozen=True)
class Further:
    """A language of the site besides its own, and the texts that can be written in it."""

    code: str
    name: str  # in the language of the desk
    texts: tuple[str, ...]


def offered(kind: EntryKind) -> list[Further]:
    """The languages that a form of this kind has fields for."""
    return [
        Further(code, language_name(speaker().language, code), TEXTS[kind])
        for code in further(site())
    ]


def original() -> str:
    """What the desk calls the site's own language."""
    return language_name(speaker().language, site().own_language)


def previews(entry: Entry) -> Markup:
    """An entry as readers of each further language will see it."""
    here = site()
    shown = [
        pages.bare(
            "_entry_preview_in.html",
            entry=entry_in(one.code, here.own_language, entry),
            language=one,
            original=original(),
        )
        for one in offered(entry.kind)
    ]
    return Markup().join(Markup(text) for text in shown)  # noqa: S704 templates made it
