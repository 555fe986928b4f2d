"""Hold a whole published site against its record: pages, feeds, figures, and the list of files."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from statuspage.content.markdown import to_html
from statuspage.domain.library.library import Library, Notes
from statuspage.domain.record.library import library
from statuspage.domain.record.note import Verifier
from statuspage.domain.record.policy import Policy
from statuspage.domain.record.replay import replay
from statuspage.errors import NotKnown, SourceError, message
from statuspage.progress import Progress, quietly
from statuspage.publish.verify import feeds
from statuspage.publish.verify.documents import documents
from statuspage.publish.verify.files import changed_meanwhile, check_files
from statuspage.publish.verify.heads import check_signature, check_since
from statuspage.publish.verify.listed import Met, check_lists
from statuspage.publish.verify.parts import grouped, in_parts
from statuspage.publish.verify.pieces import differences, page_tree, pieces
from statuspage.publish.verify.reading import Address, Folder, Source
from statuspage.publish.verify.record import Read, read_head, read_record
from statuspage.publish.verify.report import Finding, Report
from statuspage.publish.verify.stamps import check_stamps
from statuspage.publish.verify.twins import twin_faults
from statuspage.publish.verify.witnesses import check_witnesses
from statuspage.render.twin import path_of
from statuspage.said import said
from statuspage.site import catalogue, record
from statuspage.site.catalogue import Found
from statuspage.site.page import Context, PublicPage, Rendering
from statuspage.site.plain.twins import has_twin

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_MAIN = "//title | //main"
_EVERYWHERE = frozenset({"settings", "pages"})
"""The topics of every page: one with no others tells of nothing that is on record."""

_HTML = "text/html"
_MOST_TURNS = 10
_MANY = 500  # pages for which it pays to begin further processes
_AHEAD = 16  # pages that are asked for while others are made


def verify(
    source: Folder | Address,
    *,
    since: bytes | None = None,
    key: Verifier | None = None,
    policy: Policy | None = None,
    authorities: Sequence[Certificate] = (),
    progress: Progress = quietly,
) -> Report:
    """Recompute the record of a published site and compare everything with it.

    `since` is an older checkpoint, `key` the public key that must have signed, `policy` says whose
    cosignatures the head must bear, and `authorities` who must have made the time stamps.
    Raises SourceError when there is no record to read, it changed meanwhile, or `since` is none of
    this site.
    """
    report = Report()
    head = read_head(source)
    _verify(source, head, report, since, key, policy, authorities, progress)
    if report.findings and (read_head(source) != head or source.is_being_written()):
        raise SourceError(changed_meanwhile(source.name))
    return report


def _verify(
    source: Folder | Address,
    head: bytes,
    report: Report,
    since: bytes | None,
    key: Verifier | None,
    policy: Policy | None,
    authorities: Sequence[Certificate],
    progress: Progress,
) -> None:
    found = read_record(source, head, report, progress)
    if found is None:
        return
    note, read = found
    try:
        facts = replay(read.entries, to_html)
    except ValueError as error:
        report.find("/record", said("cannot be read as a whole: {error}", error=message(error)))
        return
    check_signature(note, key, facts.key, report)
    check_since(since, read, key, report)
    check_witnesses(source, note, policy, read, key or facts.key, report)
    check_stamps(source, read, authorities, report)
    if facts.site is None:
        text = said("does not name a site, so no page can be compared; `statuspage sync` enters it")
        report.find("/record", text)
    else:
        known = library(facts, read.entries, read.hashes)
        _Site(source, report, progress).check(known, read, key or facts.key)
    check_files(source, read.head.origin, key or facts.key, report)


class _Site:
    """Reads each address once, and compares it with the same page of the record's Library."""

    def __init__(self, source: Source, report: Report, progress: Progress) -> None:
        self._source = source
        self._report = report
        self._progress = progress
        self._met = Met()

    def check(self, known: Library, read: Read, key: Verifier | None) -> None:
        """Every page that the record knows must be there and say it, and the list of all pages
        must be what it says. Pages that do not tell their time are of the newest entry's.
        """
        front = self._read("/")
        now = self._made_at(front, read.entries[-1].at)
        context = Context(known.noting(Notes(now)), now)
        self._compare_all(context, sorted(filter(_is_comparable, _every(context)), key=_order))
        check_lists(self._source, read, context, key, self._met, self._report, self._progress)

    def _compare_all(self, context: Context, known: Sequence[Found]) -> None:
        """By several processes where there are many; findings stand in the order of the pages."""

        def work(some: Iterator[Found]) -> tuple[Report, Met]:
            mine = _Site(self._source, Report(), self._progress)
            mine._compare_some(context, some)
            return mine._report, mine._met

        groups = grouped((_subject(found.path), found) for found in known)
        findings: list[Finding] = []
        for report, met in in_parts(
            groups, work, said("Comparing"), self._progress, is_shared=self._source.is_shared
        ):
            findings += report.findings
            self._report.compared += report.compared
            self._met.join(met)
        place = {found.path: number for number, found in enumerate(known)}
        findings.sort(key=lambda one: place.get(one.place.partition("#")[0], 0))
        self._report.findings += findings

    def _compare_some(self, context: Context, known: Iterator[Found]) -> None:
        waiting: deque[tuple[Found, Rendering]] = deque()
        for one in _compared(context, known):
            path = one[0].path
            self._source.expect([path, path_of(path)] if has_twin(one[0].page) else [path])
            waiting.append(one)
            if len(waiting) > _AHEAD:
                self._check_page(context, *waiting.popleft())
        for one in waiting:
            self._check_page(context, *one)

    def _check_page(self, context: Context, found: Found, rendering: Rendering) -> None:
        self._met.read.add(found.path)
        body = self._read(found.path)
        if body is not None:
            self._compare(found, context, rendering, body)

    def _made_at(self, front: bytes | None, otherwise: datetime) -> datetime:
        """When the site was read or its copy made, as the first page says."""
        tree = page_tree(front or b"")
        for seconds in [] if tree is None else tree.xpath("//@data-made")[:1]:
            if re.fullmatch(r"[0-9]{1,11}", seconds):
                return datetime.fromtimestamp(int(seconds), UTC)
        self._report.find("/", said("does not say when it was made"))
        return otherwise

    def _compare(self, found: Found, context: Context, rendering: Rendering, body: bytes) -> None:
        """Words turn with time: of what it says from then on, it must say one thing."""
        compare, noun = _FORMS[_sort(found)]
        self._report.compared[noun] += 1
        spoken: Any = body
        if noun == "page" and (spoken := page_tree(body)) is not None:
            self._met.follow(context, found.path, spoken.xpath("//a/@href"))
        faults = first = list(compare(found.path, spoken, rendering.body))
        for _ in range(_MOST_TURNS):
            if not faults or rendering.valid_until is None:
                break
            rendering = found.rendered(replace(context, now=rendering.valid_until))
            faults = list(compare(found.path, spoken, rendering.body))
        if faults:
            self._report.findings.extend(first)
        elif has_twin(found.page):
            self._report.findings.extend(twin_faults(self._source, found.path, body))

    def _read(self, path: str) -> bytes | None:
        try:
            return self._source.read(path)
        except SourceError as error:
            self._report.find(path, said("cannot be read: {error}", error=message(error)))
            return None


def _subject(path: str) -> str:
    """What pages have in common that rest on the same answers, such as /components/api."""
    return "/".join(path.split("/")[:3]).partition(".")[0]


def _every(context: Context) -> Iterator[Found]:
    return (found for page in catalogue.PAGES for found in _addresses(context, page))


def _compared(context: Context, known: Iterator[Found]) -> Iterator[tuple[Found, Rendering]]:
    """The pages, feeds and figures of which the record speaks, as it would have them."""
    for found in known:
        try:
            rendering = found.rendered(context)
        except NotKnown:
            continue
        if rendering.topics - _EVERYWHERE:
            yield found, rendering


def _is_comparable(found: Found) -> bool:
    """Whether its sort can be compared. What programs check the record by was read already."""
    return _sort(found) in _FORMS and (found.page not in record.PAGES or _sort(found) == _HTML)


def _addresses(context: Context, page: PublicPage) -> list[Found]:
    """Where a page stands, as far as the record knows."""
    try:
        return list(catalogue.addresses_of(context, page))
    except NotKnown:
        return []


def _pages(path: str, page: Any, wanted: bytes) -> Iterator[Finding]:
    return differences(path, pieces(page, _MAIN), pieces(wanted, _MAIN))


def _feeds(path: str, body: bytes, wanted: bytes) -> Iterator[Finding]:
    """Byte by byte; what differs is named by its item."""
    if body == wanted:
        return
    try:
        heard = feeds.pieces(path, body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Finding(path, said("cannot be read: {error}", error=message(error)))
        return
    found = list(differences(path, heard, feeds.pieces(path, wanted)))
    yield from found or [Finding(path, said("is not written in the one allowed form"))]


_FORMS: Mapping[str, tuple[Callable[[str, Any, bytes], Iterator[Finding]], str]] = {
    _HTML: (_pages, "page"),
    "application/rss+xml": (_feeds, "feed"),
    "application/atom+xml": (_feeds, "feed"),
    "application/feed+json": (_feeds, "feed"),
    "text/calendar": (_feeds, "feed"),
    "text/x-opml": (_feeds, "feed"),
    "application/json": (documents, "document"),
}
"""How documents of each sort are compared, and what they are counted as."""


def _sort(found: Found) -> str:
    return found.page.content_type.partition(";")[0]


def _order(found: Found) -> tuple[int, bool]:
    """Pages first, and those of incidents before others that repeat them."""
    return list(_FORMS).index(_sort(found)), not found.path.startswith("/incidents/")
