"""A Statuspage page by its address: its API v2, and behind its 50 newest its public history.

Source: /history.json?page=N of public pages has three months with the code of each incident, and
/incidents/CODE.json one incident in the form of the API.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from statuspage.errors import SourceError, Unreachable
from statuspage.imports import source
from statuspage.imports.histories.papers import Paper
from statuspage.progress import Progress, Stage
from statuspage.said import Said, said

_MOST_PAGES = 400  # of three months
_EMPTY_PAGES = 8  # two years without a word: it began after that
_FOUND_AT = ("/api/v2", "/history", "/incidents")


@dataclass
class OldPage:
    """A page, and what is told of reading it."""

    given: str
    progress: Progress
    notes: list[Said] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Its address without what stands behind it."""
        parts = urlsplit(self.given)
        path = parts.path.rstrip("/")
        for end in _FOUND_AT:
            path = path.partition(end)[0]
        return f"{parts.scheme}://{parts.netloc}{path}"


def documents(site: OldPage) -> Iterator[Paper]:
    """Everything that the page tells of its history. Raises Unreachable, SourceError."""
    known: set[str] = set()
    for name in ("incidents", "scheduled-maintenances"):
        paper = _asked(f"{site.base}/api/v2/{name}.json")
        known |= _ids(paper.json())
        yield paper
    try:
        yield _asked(f"{site.base}/api/v2/components.json")
    except Unreachable as error:
        if not error.is_permanent:
            raise
    yield from _older(site, known)


def _older(site: OldPage, known: set[str]) -> Iterator[Paper]:
    codes = [code for code in _codes(site) if code not in known]
    for place, code in enumerate(dict.fromkeys(codes), 1):
        try:
            yield _asked(f"{site.base}/incidents/{code}.json")
        except Unreachable as error:
            if not error.is_permanent:
                raise
            site.notes.append(
                said("{why} The incident {code} is not taken.", why=error.said, code=code)
            )
        site.progress(Stage(said("Fetching"), place, len(codes)))


def _codes(site: OldPage) -> Iterator[str]:
    """The codes in the history of the page, the newest first."""
    empty = 0
    for number in range(1, _MOST_PAGES + 1):
        try:
            found = _asked(f"{site.base}/history.json?page={number}").json()
        except (Unreachable, SourceError) as error:
            if isinstance(error, Unreachable) and not error.is_permanent:
                raise
            site.notes.append(
                said(
                    "It offers no history.json, so only what its API tells is taken: its 50 "
                    "newest incidents and works."
                )
            )
            return
        months = found.get("months") if isinstance(found, dict) else None
        codes = [
            str(one["code"])
            for month in months or ()
            for one in month.get("incidents") or ()
            if isinstance(one, dict) and one.get("code")
        ]
        yield from codes
        empty = 0 if codes else empty + 1
        if not months or empty >= _EMPTY_PAGES:
            return


def _asked(address: str) -> Paper:
    return Paper(address, source.read(address))


def _ids(value: Any) -> set[str]:
    lists = value.values() if isinstance(value, dict) else ()
    return {
        str(one.get("id")) for found in lists if isinstance(found, list) for one in found if one
    }
