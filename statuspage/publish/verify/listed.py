"""The signed list of a site's pages: all of it must be there, and what is there must be in it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from statuspage.domain.record.note import SignedText, Verifier, parse_signed
from statuspage.errors import NotFound, NotKnown, SourceError, message
from statuspage.progress import Progress, each
from statuspage.publish.verify.reading import Source
from statuspage.publish.verify.record import Read
from statuspage.publish.verify.report import Report
from statuspage.said import said
from statuspage.site import catalogue, lists
from statuspage.site.for_one import is_for_one
from statuspage.site.page import Context, no_path

_FIGURE = re.compile(r"/sla/[^/]+/[^/]+\.json")
_HELD = {page.pattern for page in catalogue.PAGES} - {page.pattern for page in catalogue.LISTED}
_MADE = {page.pattern for page in catalogue.PAGES if page.all_params is no_path}
_UNLISTED = _HELD | _MADE
"""No list names them: the head of the record holds them, they are lists, or made for who asks.
"""
_AHEAD = 16  # addresses that are asked for while others are looked at


@dataclass
class Met:
    """What was read by then: the addresses, and by address a page that leads there."""

    read: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)

    def follow(self, context: Context, path: str, hrefs: Iterable[str]) -> None:
        """Note where a page leads inside of this site."""
        for href in dict.fromkeys(hrefs):
            leads = _inside(context.site.url, "" if href.startswith(("/", "http")) else path, href)
            if leads is not None:
                self.links.setdefault(leads, path)

    def join(self, other: Met) -> None:
        """Take over what was met in another part of a site."""
        self.read |= other.read
        self.links = {**other.links, **self.links}


@lru_cache(maxsize=20_000)  # most links stand on many pages
def _inside(url: str, path: str, href: str) -> str | None:
    """Where a link on a page leads inside of a site; None for outside."""
    home = urlsplit(url)
    try:
        place = urlsplit(urljoin(f"{url}{path}", href))
    except ValueError:
        return None  # no browser follows it
    inside = place.path == home.path or place.path.startswith(f"{home.path}/")
    if (place.scheme, place.netloc) != (home.scheme, home.netloc) or not inside:
        return None
    return unquote(place.path.removeprefix(home.path)) or "/"


def check_lists(
    source: Source,
    read: Read,
    context: Context,
    key: Verifier | None,
    met: Met,
    report: Report,
    progress: Progress,
) -> None:
    """Hold the list against the record and the site; `context` is of the record's Library."""
    lines = _note(source, lists.LIST, f"{read.head.origin}/pages", key, report)
    if lines is None:
        return
    named = _parts(lines, read, report)
    known = lists.parts(context, catalogue.LISTED)
    for part in sorted(set(known) - set(named)):
        report.find(lists.LIST, said("does not name the part {part}, the record does", part=part))
    places: dict[str, str] = {}
    for part in dict.fromkeys((*known, *named)):
        place = lists.part_path(part)
        rows = _note(source, place, f"{read.head.origin}/pages/{part}", key, report)
        if rows is None:
            continue
        places |= dict.fromkeys(rows, place)
        for path in sorted(_known(context, part) - set(rows)):
            report.find(place, said("does not name {path}, the record does", path=path))
    report.compared["listed"] = len(places)
    _check_listed(source, context, places, met, report, progress)
    _check_links(source, places, met, report)


def _note(
    source: Source, place: str, title: str, key: Verifier | None, report: Report
) -> list[str] | None:
    """The lines of a list after its title; None when it cannot be used."""
    try:
        note: SignedText = parse_signed(source.read(place))
        first, *lines = note.text.splitlines()
        if first != title:
            raise ValueError(said("it is not the list of this site"))
    except (SourceError, ValueError) as error:
        report.find(place, said("cannot be read: {error}", error=message(error)))
        return None
    if key is not None and not note.is_signed_by(key):
        report.find(place, said("is not signed by {key}", key=key))
    return lines


def _parts(lines: list[str], read: Read, report: Report) -> list[str]:
    """The names of the parts. The head that the list is of must be that of the record."""
    try:
        size, root, *parts = int(lines[0]), base64.b64decode(lines[1], validate=True), *lines[2:]
    except (ValueError, IndexError) as error:
        report.find(lists.LIST, said("cannot be read: {error}", error=repr(error)))
        return []
    now = read.head.size
    if size < now:
        text = said(
            "is older than the head: it is of {size} entries, the record holds {now}",
            size=size,
            now=now,
        )
        report.find(lists.LIST, text)
    elif size == now and root != read.head.root:
        report.find(lists.LIST, said("is the list of another record"))
    return parts


def _known(context: Context, part: str) -> set[str]:
    """The addresses of a part of which the record knows."""
    found: set[str] = set()
    for page in catalogue.LISTED:
        try:
            found.update(lists.addresses_of(context, page, part))
        except (NotKnown, NotFound):
            continue
    return found


def _check_listed(
    source: Source,
    context: Context,
    places: Mapping[str, str],
    met: Met,
    report: Report,
    progress: Progress,
) -> None:
    """Whatever is listed and was not read yet must be there, and be nothing the record denies."""
    rest = sorted(places.keys() - met.read)
    for place, path in enumerate(each(rest, said("Looking for what is listed"), progress)):
        source.expect(rest[place : place + _AHEAD] if place % _AHEAD == 0 else ())
        is_known = _is_known(context, path)
        if is_known is None:
            report.find(path, said("is a page about something that the record does not know"))
            continue
        try:
            body = source.read(path)
        except SourceError:
            report.find(path, said("is missing, and {place} names it", place=places[path]))
            continue
        if not is_known and _FIGURE.fullmatch(path) and not _is_provisional(body):
            report.find(path, said("is a figure that the record does not hold"))


def _is_known(context: Context, path: str) -> bool | None:
    """Whether the record knows what stands there; None where it knows that nothing does."""
    found = catalogue.find(path)
    try:
        if found is None:
            return None
        found.rendered(context)
    except NotFound:
        return None
    except NotKnown:
        return False
    return True


def _is_provisional(body: bytes) -> bool:
    """Whether a figure says of itself that it is not published for good yet."""
    try:
        return json.loads(body)["provisional"] is True
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _check_links(source: Source, listed: Collection[str], met: Met, report: Report) -> None:
    """Where pages lead inside the site, something that nobody listed must not be."""
    for path, page in sorted(met.links.items()):
        found = catalogue.find(path)
        if path in listed or path in met.read or is_for_one(path):
            continue
        if found is not None and found.page.pattern in _UNLISTED:
            continue
        try:
            source.read(path)
        except SourceError:
            continue  # it leads nowhere
        report.find(page, said("leads to {path}, which no list names", path=path))
