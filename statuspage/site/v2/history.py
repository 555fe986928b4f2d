"""`/history.rss` and `/history.atom`: the newest incidents in the form of Statuspage's feeds."""

from __future__ import annotations

from collections.abc import Callable

from statuspage.render.feeds.documents import ATOM, RSS
from statuspage.render.statuspage.history import History, atom, rss
from statuspage.site.page import Context, Facts, PublicPage, Renderer

_LISTED = 25


def history(context: Context) -> Facts:
    """The 25 newest of incidents and planned work, with every word."""
    library = context.library
    known = library.components.known()
    since = min((one.added_at for one in known), default=context.now)
    found = History(context.site, library.incidents.newest(_LISTED), since)
    return Facts({"history": found}, found.updated)


def _form(render: Callable[[History], bytes]) -> Renderer:
    return lambda _context, _path, facts: render(facts.values["history"])


PAGES = (
    PublicPage("/history.rss", history, _form(rss), RSS),
    PublicPage("/history.atom", history, _form(atom), ATOM),
)
