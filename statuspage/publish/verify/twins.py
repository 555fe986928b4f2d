"""Whether the Markdown twin of a page says what the page does: it is made from that again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from statuspage.errors import SourceError, message
from statuspage.publish.verify.pieces import parted
from statuspage.publish.verify.reading import Source
from statuspage.publish.verify.report import Finding
from statuspage.render.twin import path_of, twin
from statuspage.said import said

_TRIES = 3
"""Of a live site: a minute may pass between a page and its twin."""


def twin_faults(source: Source, path: str, page: bytes) -> Iterator[Finding]:
    """The first line in which a twin differs from its page, as that is read now."""
    place = path_of(path)
    try:
        for _ in range(_TRIES):
            told, wanted = source.read(place), twin(page)
            if told == wanted:
                return
            page = source.read(path)
    except SourceError as error:
        yield Finding(place, said("cannot be read: {error}", error=message(error)))
        return
    lines = zip_longest(told.decode("utf-8", "replace").split("\n"), wanted.decode().split("\n"))
    here, there = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
    one, other = parted(here or "", there or "")
    yield Finding(place, said('says "{here}", its page says "{there}"', here=one, there=other))
