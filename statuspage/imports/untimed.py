"""Entries whose updates have names and no times, as feeds of status.io and others have them.

Source: status.io's /pages/ID/rss (`<b>Investigating</b> - words<br /><br />`, the oldest first) and
feeds of pages that print `<strong>Resolved</strong> — words`, the newest first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from statuspage.domain.incidents.imported import UNSTATED, Window
from statuspage.domain.vocabulary.states import CLOSED, Impact, Kind
from statuspage.imports import marked
from statuspage.imports.entry import RawEntry
from statuspage.imports.languages import keeps_status, statuses
from statuspage.imports.posts import RawPost, kind_of
from statuspage.said import counted

_LABEL = re.compile(
    r"<(?P<tag>strong|b)\b[^<>]*>\s*(?P<label>[^<>]{3,40}?)\s*:?\s*</(?P=tag)>\s*[-\u2013\u2014:]",
    re.IGNORECASE,
)
_ELSEWHERE = {"active": "in progress", "in-progress": "in progress"}


def posts_of(content: str) -> list[tuple[str, str]]:
    """The label and the HTML of each update, in the order given; none where there is no label."""
    found = [one for one in _LABEL.finditer(content) if _is_label(one["label"])]
    edges = [*(one.start() for one in found), len(content)]
    return [
        (_named(one["label"]), content[one.end() : edge])
        for one, edge in zip(found, edges[1:], strict=True)
    ]


def _named(label: str) -> str:
    return _ELSEWHERE.get(label.strip().lower(), label.strip())


def _is_label(label: str) -> bool:
    return bool(statuses(_named(label))) or keeps_status(_named(label))


def timed(entry: RawEntry, posts: Sequence[tuple[str, str]], base: str) -> RawEntry | None:
    """The entry with its updates at the two times that it states; None where it states none.

    `entry` has these as its window: when it was published, and when it was touched last.
    """
    start = entry.window.start or entry.window.end
    end = entry.window.end or start
    if start is None or end is None or not posts:
        return None
    start, end = min(start, end), max(start, end)
    first, last = (statuses(posts[place][0]) for place in (0, -1))
    is_newest_first = bool(first) and first <= CLOSED and not (last and last <= CLOSED)
    ordered = posts[:: -1 if is_newest_first else 1]
    told = [
        RawPost(label, marked.markdown(words, base), end if place == len(posts) - 1 else start)
        for place, (label, words) in enumerate(ordered)
    ]
    is_planned = kind_of(told) is Kind.MAINTENANCE
    text = counted(
        "its update bears no time; taken at that of the entry",
        "its {count} updates bear no times; the last one is taken at {end:%Y-%m-%d %H:%M} UTC, the "
        "others at {start:%Y-%m-%d %H:%M} UTC, as the entry says",
        len(posts),
        start=start,
        end=end,
    )
    return RawEntry(
        origin=entry.origin,
        origin_id=entry.origin_id,
        source=entry.source,
        title=entry.title,
        impact=Impact.MAINTENANCE if is_planned else Impact.NONE,
        components=(),
        posts=told,
        window=Window(start, end) if is_planned and start < end else UNSTATED,
        odd=(*entry.odd, text),
    )
