"""What is sent besides news, as an item of its own: a code, a farewell, a word to try a hook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds import Item
from statuspage.render.passages import Passage, item, line, link
from statuspage.render.words.locale import locale
from statuspage.said import Said, counted, said


def test_item(site: Site, at: datetime) -> Item:
    """A word that says that it is one to try with."""
    title = said("A test from {site}", site=site.name)
    words = said("Nothing has happened. If you can read this, news arrive here.")
    return _item(site, "test", title, [line(site, words)], "/", at)


def confirmation_item(site: Site, code: str, path: str, at: datetime) -> Item:
    """The code that shows that whoever asked can read here."""
    title = said("Confirm news from {site}", site=site.name)
    words = said(
        "Somebody asked {site} to send news here. To confirm it, type {code} where you asked, or "
        "open {link}. If it was not you, ignore this: nothing more will come.",
        site=site.name,
        code=code,
        link=link(site.address(path)),
    )
    return _item(site, "confirmation", title, [line(site, words)], path, at)


def goodbye_item(site: Site, undo: str, at: datetime) -> Item:
    """That nothing more comes, and how to take it back."""
    title = said("No more news from {site}", site=site.name)
    words = said("If that was not you, take it back: {link}", link=link(site.address(undo)))
    return _item(site, "goodbye", title, [line(site, words)], undo, at)


def summary_item(site: Site, items: Sequence[Item]) -> Item:
    """Several items as one, the newest first: their titles, of which each leads on."""
    title = counted("{count} update", "{count} updates", len(items))
    entry = Markup('<li><a href="{}">{}</a></li>')
    listed = Markup("").join(entry.format(one.url, one.title) for one in items)
    words = Passage(f"<ul>{listed}</ul>", "\n".join(one.title for one in items))
    return _item(site, "summary", title, [words], "/history", max(one.updated for one in items))


def _item(
    site: Site, name: str, title: Said, passages: Sequence[Passage], path: str, at: datetime
) -> Item:
    spoken = locale(site.language)
    return item(
        site,
        name=name,
        path=path,
        title=spoken.say(title),
        passages=passages,
        summary="",
        published=at,
        updated=at,
        tags=[],
        author="",
        subjects=[],
        details={"kind": name},
    )
