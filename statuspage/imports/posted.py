"""An entry of a feed in the Statuspage form: its content holds every update with its printed time.

Impact is not in such a feed, nor are components but in that of Instatus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from statuspage.domain.incidents.imported import UNSTATED, Window
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.errors import InvalidInput, message
from statuspage.imports import languages, marked, untimed
from statuspage.imports.entry import RawEntry
from statuspage.imports.posts import RawPost
from statuspage.imports.sequence import Own, Page, Settled, settle, settle_window
from statuspage.imports.stamps import Stamp, parse, parse_window
from statuspage.said import Said, said

_POST = re.compile(  # looks no further than the next such tag: its time grows with the text only
    r"<small\b[^<>]*>((?:(?!</?small\b).)*)</small>\s*+(?:<br\s*+/?>)?\s*+"
    r"<strong\b[^<>]*>((?:(?!</?strong\b).)*)</strong>\s*+[-\u2013\u2014]?",
    re.DOTALL | re.IGNORECASE,
)
_PLANNED = "this is a scheduled event"
_FACT = re.compile(r"(Type|Duration|Affected Components):\s*</strong>([^<]*)", re.IGNORECASE)
_LENGTH = re.compile(r"(\d+)\s*(day|hour|minute|second)", re.IGNORECASE)
_BEGUN = frozenset({Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED})
_IN_MAINTENANCE = {
    Status.MONITORING: Status.VERIFYING,
    Status.RESOLVED: Status.COMPLETED,
}


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed, its content as HTML."""

    identifier: str
    address: str
    source: str  # the host of the feed, for ids that name none
    title: str
    content: str
    published: datetime | None
    updated: datetime | None
    until: datetime | None  # of planned work, where the feed says so
    language: str
    base: str = ""  # what addresses in its content are relative to
    odd: tuple[Said, ...] = ()  # what was not as it should be

    def own(self, now: datetime) -> Own:
        """The times that it states of itself."""
        return Own(tuple(one for one in (self.published, self.updated) if one), now)


@dataclass(frozen=True)
class _Content:
    """A content taken apart: what stands above the updates, and these as they stand in it."""

    lead: str
    stamps: tuple[Stamp, ...]
    labels: tuple[str, ...]
    words: tuple[str, ...]  # HTML


def learn(entry: FeedEntry, now: datetime, page: Page) -> None:
    """Keep what an entry tells of the zone of its page."""
    try:
        page.learn(_content(entry).stamps, entry.own(now))
    except InvalidInput:
        return


def read(entry: FeedEntry, now: datetime, page: Page) -> RawEntry:
    """What an entry says, its times settled. Raises InvalidInput."""
    own = entry.own(now)
    try:
        found = _content(entry)
    except InvalidInput:
        if (bare := _without_times(entry)) is None:
            raise
        return bare
    try:
        settled = settle(found.stamps, own, page)
        window = _window(entry, found.lead, found.labels, settled, own)
    except ValueError as error:
        raise InvalidInput({"content": message(error)}) from error
    facts = {name.lower(): marked.plain(text) for name, text in _FACT.findall(found.lead)}
    is_planned = (
        _PLANNED in marked.plain(found.lead).lower()
        or facts.get("type", "").lower() == "maintenance"
    )
    labels = list(found.labels)
    odd = [*entry.odd, *settled.odd]
    above = marked.plain(found.lead)
    if above and not (is_planned or facts or window != UNSTATED):
        odd.append(said("the words above its updates are left out: “{words}”", words=above[:200]))
    if facts.get("type", "").lower() == "maintenance":
        window = _stated(entry, facts.get("duration", ""))
        labels, mapped = _as_maintenance(labels, settled.instants, window.start)
        odd += mapped
    told = zip(labels, found.words, settled.instants, strict=True)
    components = facts.get("affected components", "").split(", ")
    return RawEntry(
        origin=entry.address,
        origin_id=entry.identifier,
        source=entry.source,
        title=entry.title,
        impact=Impact.MAINTENANCE if is_planned else Impact.NONE,
        components=tuple(filter(None, components)),
        posts=[
            RawPost(label, marked.markdown(words, entry.base or entry.address), at)
            for label, words, at in told
        ],
        window=window,
        odd=tuple(odd),
        is_newest_first=_is_newest_first(settled),
    )


def _without_times(entry: FeedEntry) -> RawEntry | None:
    """An entry whose updates have names alone; None where they have none either."""
    bare = RawEntry(
        origin=entry.address,
        origin_id=entry.identifier,
        source=entry.source,
        title=entry.title,
        impact=Impact.NONE,
        components=(),
        posts=(),
        window=Window(entry.published, entry.updated),
        odd=entry.odd,
    )
    if _POST.search(entry.content):
        return None
    base = entry.base or entry.address
    return untimed.timed(bare, untimed.posts_of(entry.content), base)


def _content(entry: FeedEntry) -> _Content:
    content = entry.content
    if "&lt;small&gt;" in content and not _POST.search(content):  # escaped once more than it says
        content = unescape(content)
    lead, *parts = _POST.split(content)
    if not parts:
        raise InvalidInput({"content": said("It has no updates in the Statuspage form.")})
    try:
        stamps = tuple(parse(marked.plain(date), entry.language) for date in parts[0::3])
    except ValueError as error:
        raise InvalidInput({"content": message(error)}) from error
    labels = tuple(marked.plain(label) for label in parts[1::3])
    return _Content(lead, stamps, labels, tuple(parts[2::3]))


def _is_newest_first(settled: Settled) -> bool:
    """As feeds are, unless the times say otherwise."""
    return settled.instants[0] >= settled.instants[-1]


def _window(
    entry: FeedEntry, lead: str, labels: Sequence[str], settled: Settled, own: Own
) -> Window:
    """When a maintenance is planned, from the line above its updates or the feed itself."""
    window = parse_window(marked.plain(lead), entry.language)
    if window is not None:
        return Window(*settle_window(window, min(settled.instants), settled.readings, own))
    if entry.until is None:
        return UNSTATED
    # RSS of Statuspage is "published" at the beginning until that came, then with each update.
    has_begun = any(languages.statuses(one) & _BEGUN for one in labels)
    return Window(None if has_begun else entry.published, entry.until)


def _stated(entry: FeedEntry, duration: str) -> Window:
    """Of Instatus: an entry of planned work is "published" when the work begins."""
    length = sum(
        (
            timedelta(**{f"{unit.lower()}s": int(count)})
            for count, unit in _LENGTH.findall(duration)
        ),
        timedelta(0),
    )
    if entry.published is None:
        return UNSTATED
    return Window(entry.published, entry.published + length if length else None)


def _as_maintenance(
    labels: list[str], instants: tuple[datetime, ...], start: datetime | None
) -> tuple[list[str], list[Said]]:
    """Labels of incidents on planned work as what they mean there; before it began: scheduled."""
    made: list[str] = []
    odd: list[Said] = []
    for label, at in zip(labels, instants, strict=True):
        given = languages.statuses(label)
        meant = next((_IN_MAINTENANCE[one] for one in given if one in _IN_MAINTENANCE), None)
        if given & {Status.INVESTIGATING, Status.IDENTIFIED}:
            meant = Status.SCHEDULED if start and at < start else Status.IN_PROGRESS
        if meant is None or meant in given:
            made.append(label)
            continue
        made.append(meant.value)
        odd.append(
            said("'{label}' of planned work is read as {meant}", label=label, meant=meant.small)
        )
    return made, odd
