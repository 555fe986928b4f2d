"""Words of feed items in both forms, HTML and text, and the item that is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

from markupsafe import Markup, escape

from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.render.feeds.documents import Item
from statuspage.render.words.cldr import direction
from statuspage.render.words.locale import locale
from statuspage.render.words.times import full_moment
from statuspage.said import Said, said

_TAG_YEAR = 2026  # fixed, for a tag: URI names its owner at a date and must never change (RFC 4151)
_LOCAL_LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")(/[^"]*)')
_SUMMARY_LIMIT = 300
WEB = ("http://", "https://")

Edits = Mapping[str, Recorded]
"""By the subject of what was edited: the entry of the record that tells when and why."""

NO_EDITS: Edits = MappingProxyType({})


def tag(site: Site, name: str) -> str:
    """The lasting name of something this site publishes, such as "incident/KEY"."""
    host, _, path = site.tag_host.partition("/")
    named = f"{path}/{name.lstrip('/')}" if path else name
    return f"tag:{host},{_TAG_YEAR}:{quote(named)}"


@dataclass(frozen=True)
class Passage:
    """Some words in both forms."""

    html: str
    text: str


def labelled(site: Site, label: Said, text: str) -> str:
    """A title or a summary after what it is."""
    return locale(site.language).say("{label}: {text}", label=label, text=text)


def item(
    site: Site,
    *,
    name: str,
    path: str,
    title: str,
    passages: Iterable[Passage],
    summary: str,
    published: datetime,
    updated: datetime,
    tags: Iterable[str],
    author: str,
    subjects: Iterable[str],
    details: Mapping[str, object],
) -> Item:
    shown = [passage for passage in passages if passage.text]
    return Item(
        id=tag(site, name),
        url=site.address(path),
        title=one_line(title) or locale(site.language).say("Without a title"),
        html=clean_text("\n".join(passage.html for passage in shown)),
        text=clean_text("\n\n".join(passage.text for passage in shown)),
        summary=_shortened(one_line(summary)),
        published=published,
        updated=updated,
        tags=tuple(dict.fromkeys(one_line(found) for found in tags)),
        author=one_line(author) or one_line(site.name),
        details=details,
        subjects=tuple(subjects),
    )


def line(site: Site, words: Said | str) -> Passage:
    """A sentence, or what people wrote; what is not Markup in it is escaped.

    A sentence runs as its language does, also where a name of people's own comes first.
    """
    if not isinstance(words, Said):
        html, runs = escape(words), "auto"
    else:
        html, runs = locale(site.language).markup(words), direction(site.language)
    return Passage(f'<p dir="{runs}">{html}</p>', html.striptags())


def written(site: Site, html: str, body: str) -> Passage:
    """Words as written: the HTML was cleaned by content/, the text is the Markdown itself."""
    return Passage(f'<div dir="auto">{absolute(site, html)}</div>', body)


def absolute(site: Site, html: str) -> str:
    """Clean HTML whose links lead where they do on the site, from anywhere."""
    scheme = site.url.partition("//")[0]

    def whole(link: re.Match[str]) -> str:
        return link[1] + (scheme + link[2] if link[2][:2] == "//" else site.address(link[2]))

    return _LOCAL_LINK.sub(whole, html)


def edited(site: Site, last: Recorded | None) -> list[Passage]:
    """When and why something was last edited; nothing where that is not told."""
    if last is None or not last.reason:
        return []
    why = locale(site.language).say(last.reason)
    words = said("Edited on {time}: {reason}", time=time(site, last.at), reason=why)
    return [line(site, words)]


def time(site: Site, instant: datetime) -> Markup:
    return full_moment(locale(site.language), instant, site.zone)


def link(address: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(address)


def _shortened(text: str) -> str:
    return text if len(text) <= _SUMMARY_LIMIT else text[: _SUMMARY_LIMIT - 1].rstrip() + "…"
