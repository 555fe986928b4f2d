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
    words = said("Nothing has happened. If you can read this, news arrives here.")
    return _item(site, "test", title, [line(site, words)], "/", at)


def confirmation_item(site: Site, code: str, path: str, at: datetime) -> Item:
    """The code and the link that show that whoever asked can read here."""
    return _item(
        site,
        "confirmation",
        said("{code} is your code for {site}", code=code, site=site.name),
        [
            line(site, said("Type this code into the page that is still open:")),
            line(site, code),
            line(site, said("Or go on here; nothing is sent until you press the button there:")),
            _way(site, path),
            line(
                site,
                said("Somebody gave us this address. If it was not you, there is nothing to do."),
            ),
        ],
        path,
        at,
    )


def already_item(site: Site, code: str, path: str, at: datetime) -> Item:
    """To an address that is told already: code and link open its settings."""
    return _item(
        site,
        "already",
        said("{code} is your code for {site}", code=code, site=site.name),
        [
            line(site, said("To change what you get, type this code into the page still open:")),
            line(site, code),
            line(site, said("Or go on here:")),
            _way(site, path),
        ],
        path,
        at,
    )


def settings_item(site: Site, path: str, at: datetime) -> Item:
    """Where the owner of a subscription changes it."""
    title = said("Your settings for {site}", site=site.name)
    about = line(site, said("Change here what you get, how often, and in which language."))
    words = said("The link is good for an hour, and is yours alone: do not pass it on.")
    return _item(site, "settings", title, [about, _way(site, path), line(site, words)], path, at)


def goodbye_item(site: Site, undo: str, at: datetime) -> Item:
    """That nothing more comes, and how to take it back."""
    title = said("No more news from {site}", site=site.name)
    words = said("That was the last one. If it was a mistake, or not you, take it back here.")
    return _item(site, "goodbye", title, [line(site, words), _way(site, undo)], undo, at)


def summary_item(site: Site, items: Sequence[Item]) -> Item:
    """Several items as one, the newest first: their titles, of which each leads on."""
    title = counted("{count} update", "{count} updates", len(items))
    entry = Markup('<li><a href="{}">{}</a></li>')
    listed = Markup("").join(entry.format(one.url, one.title) for one in items)
    words = Passage(f"<ul>{listed}</ul>", "\n".join(one.title for one in items))
    return _item(site, "summary", title, [words], "/history", max(one.updated for one in items))


def _way(site: Site, path: str) -> Passage:
    address = site.address(path)
    return Passage(f"<p>{link(address)}</p>", address)


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
