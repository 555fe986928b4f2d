"""What agents read: documents of the API, pages as Markdown, and what holds some words."""

from __future__ import annotations

import json
from typing import Any

from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import InvalidInput, NotFound
from statuspage.render.twin import path_of
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.page import HTML
from statuspage.site.plain.twins import has_twin
from statuspage.store import db

_LOOKED_AT = 500  # of each kind, the newest
_MOST = 20


def document(path: str) -> Any:
    """A document of the site. Raises NotFound, StoreError."""
    return json.loads(_made(path))


def state() -> dict[str, Any]:
    """How all is in short, without what a picture of it needs. Raises StoreError."""
    found = document("/embed.json")
    lines = [_line(**one) for one in found["lines"]]
    return {"as_of": found["as_of"], "state": found["state"], "lines": lines}


def _line(text: str, url: str, at: str = "", **_: str) -> dict[str, str]:
    """A line of it; its next update is late where that is before `as_of`."""
    return {"text": text, "url": url} | ({"next_update": at} if at else {})


def text(path: str) -> str:
    """A page as Markdown, by its path or that of its text. Raises NotFound, StoreError."""
    found = catalogue.find(path)
    if found is not None and found.page.content_type == HTML and has_twin(found.page):
        path = path_of(path)
    elif found is None or not path.endswith((".md", ".txt")):
        raise NotFound(said("There is no text at {path}.", path=path[:200]))
    return _made(path).decode()


def _made(path: str) -> bytes:
    found = catalogue.find(path)
    if found is None or found.page.opens_with is not None:
        raise NotFound(said("There is nothing at this address."))
    return catalogue.render(found).body


def found_words(words: str) -> list[dict[str, str]]:
    """What holds all of some words: its title and its path, the newest first."""
    wanted = words.casefold().split()
    if not wanted:
        raise InvalidInput({"words": said("Say what to look for.")})
    with db.snapshot():
        library = catalogue.present().library
        rows = [
            (one.title, one.path, " ".join(str(word.body) for word in one.updates))
            for one in library.incidents.newest(_LOOKED_AT)
        ]
        for kind in (EntryKind.CHANGELOG, EntryKind.OUTCOME):
            newest = library.entries.newest(kind, _LOOKED_AT)
            rows += [(one.title, one.path, one.body) for one in newest]
    return [
        {"title": title, "path": path}
        for title, path, body in rows
        if all(word in f"{title} {body}".casefold() for word in wanted)
    ][:_MOST]
