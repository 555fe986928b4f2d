"""What every format of history shares: from the raw words of one entry to a checked incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from statuspage.actions.given import TITLE_LIMIT
from statuspage.domain.incidents.identity import named
from statuspage.domain.incidents.imported import (
    UNSTATED,
    Batch,
    ImportedIncident,
    Post,
    Window,
    believable,
)
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.domain.vocabulary.text import one_line
from statuspage.errors import InvalidInput, Problem
from statuspage.imports.posts import RawPost, kind_of, ordered, runs_backwards
from statuspage.said import Said, joined, said


@dataclass(frozen=True)
class RawEntry:
    """One entry as the source has it, its times parsed."""

    origin: str
    origin_id: str  # as given
    title: str
    impact: Impact
    components: Sequence[str]
    posts: Sequence[RawPost]
    window: Window = UNSTATED
    ended_at: datetime | None = None  # as stated beside the posts
    source: str = ""  # where its id holds, when neither id nor address says so
    odd: Sequence[Said] = ()  # what was not as it should be, and how it was taken
    owner: str = ""
    is_newest_first: bool = False  # the order of its posts, where their times do not tell


@dataclass
class Gathering:
    """Collects the entries, faults and notes of one source."""

    name: str
    now: datetime
    incidents: list[ImportedIncident] = field(default_factory=list)
    refused: int = 0
    faults: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)

    def take(self, line: int, read: Callable[[], RawEntry], file: str = "") -> None:
        """Read and check the entry at a line; a faulty one is refused and listed.

        `file` is the one that has it, where the source is a folder of them.
        """
        file = file or self.name
        try:
            raw = read()
            turned = runs_backwards(raw.posts, otherwise=raw.is_newest_first)
            raw = _closed(replace(raw, is_newest_first=turned), self.now)
            incident = replace(_checked(raw, self.now), line=line, file=file)
        except InvalidInput as error:
            self.refused += 1
            for where, what in error.faults.items():
                self.faults.append(Problem(file, line, joined([where, what], ": ")))
            return
        odd = list(raw.odd)
        if raw.window != incident.window:
            why = believable(raw.window, incident.started_at) or ""
            odd.append(said("{why}; the times of its updates are used instead", why=why))
        for one in odd:
            text = said('"{title}": {odd}.', title=incident.title, odd=one)
            self.notes.append(Problem(file, line, text))
        self.incidents.append(incident)

    def note(self, file: str, line: int, text: Said) -> None:
        """List what is not taken, and why."""
        self.notes.append(Problem(file, line, text))

    def ignore(self, keys: Iterable[str]) -> None:
        """Count keys that are not used."""
        for key in keys:
            self.ignored[key] = self.ignored.get(key, 0) + 1

    def batch(self) -> Batch:
        """All of it, as it now stands."""
        return Batch(
            tuple(self.incidents),
            self.refused,
            tuple(self.faults),
            tuple(self.notes),
            dict(self.ignored),
            self.name,
        )


def _closed(raw: RawEntry, now: datetime) -> RawEntry:
    """With a last word where the source says that it is over, and no update does."""
    kind = Kind.MAINTENANCE if raw.impact is Impact.MAINTENANCE else kind_of(raw.posts)
    told = ordered(raw.posts, kind, now, {}, is_newest_first=raw.is_newest_first)
    if raw.ended_at is None or not told or not told[-1].status.is_open:
        return raw
    if raw.ended_at < told[0].at:
        return raw  # refused for that
    end = Status.COMPLETED if kind is Kind.MAINTENANCE else Status.RESOLVED
    odd = said(
        "no update says that it is over, so it ends at {at:%Y-%m-%d %H:%M} UTC, as resolved_at "
        "says",
        at=raw.ended_at,
    )
    # Behind the others whatever their order is, so that each keeps its place in the source.
    posts = (*raw.posts, RawPost(end.value, "", raw.ended_at))
    return replace(raw, posts=posts, odd=(*raw.odd, odd))


def _checked(raw: RawEntry, now: datetime) -> ImportedIncident:
    """The incident an entry tells of. Raises InvalidInput with all its faults."""
    faults: dict[str, Said] = {}
    title = one_line(raw.title)
    if not title:
        faults["title"] = said("It is empty; say what happened.")
    elif len(title) > TITLE_LIMIT:
        faults["title"] = said(
            "This has {count} characters; the most is {title_limit}.",
            count=len(title),
            title_limit=TITLE_LIMIT,
        )
    kind = Kind.MAINTENANCE if raw.impact is Impact.MAINTENANCE else kind_of(raw.posts)
    posts = ordered(raw.posts, kind, now, faults, is_newest_first=raw.is_newest_first)
    if not posts:
        raise InvalidInput(faults or {"updates": said("There are none; give at least one.")})
    _check_end(raw, posts, faults)
    if faults:
        raise InvalidInput(faults)
    identifier = "" if raw.origin_id == raw.origin else raw.origin_id
    source, origin_id = named(identifier, raw.origin, raw.source)
    return ImportedIncident(
        origin=raw.origin,
        origin_id=origin_id,
        title=title,
        kind=kind,
        impact=Impact.MAINTENANCE if kind is Kind.MAINTENANCE else raw.impact,
        components=tuple(one_line(component) for component in raw.components),
        posts=posts,
        window=_believed(raw.window, kind, posts[0].at),
        source=source,
        owner=one_line(raw.owner),
    )


def _check_end(raw: RawEntry, posts: tuple[Post, ...], faults: dict[str, Said]) -> None:
    if raw.ended_at is not None and raw.ended_at < posts[0].at:
        faults["resolved_at"] = said("It is before the first update; check both times.")
    elif raw.ended_at is not None and posts[-1].status.is_open:
        faults["resolved_at"] = said(
            "A later update says that it is still open; correct one of them."
        )
    start, end = raw.window.start, raw.window.end
    if posts[-1].status is Status.SCHEDULED and not (start and end and start < end):
        faults["impact_window"] = said(
            "It is still to come; state its start_at and its later end_at."
        )


def _believed(window: Window, kind: Kind, first_post: datetime) -> Window:
    """The stated window unless it is refused. Planned work may be announced long before."""
    start = window.start or first_post
    reference = start if kind is Kind.MAINTENANCE else first_post
    return UNSTATED if believable(window, reference) else window
