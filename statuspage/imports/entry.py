"""What every format of history shares: from the raw words of one entry to a checked incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from statuspage.actions.given import BODY_LIMIT, TITLE_LIMIT
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
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.errors import InvalidInput, Problem
from statuspage.said import Said, joined, said

_CLOCKS_DIFFER = timedelta(seconds=60)
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)

_NAMED = {status.value.replace("_", " "): status for status in Status}
_OF_MAINTENANCE = frozenset(
    {
        Status.SCHEDULED,
        Status.IN_PROGRESS,
        Status.VERIFYING,
        Status.COMPLETED,
        Status.CANCELLED,
    }
)
_KEEPS_STATUS = "update"


@dataclass(frozen=True)
class RawPost:
    """One update as the source has it. `status` is its label, in any case."""

    status: str
    message: str
    at: datetime


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

    def take(self, line: int, read: Callable[[], RawEntry]) -> None:
        """Read and check the entry at a line; a faulty one is refused and listed."""
        try:
            raw = read()
            incident = replace(_checked(raw, self.now), line=line)
        except InvalidInput as error:
            self.refused += 1
            for where, what in error.faults.items():
                self.faults.append(Problem(self.name, line, joined([where, what], ": ")))
            return
        if raw.window != incident.window:
            text = said(
                '"{title}": {why}; the times of its updates are used instead.',
                title=incident.title,
                why=believable(raw.window, incident.started_at) or "",
            )
            self.notes.append(Problem(self.name, line, text))
        self.incidents.append(incident)

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


def _checked(raw: RawEntry, now: datetime) -> ImportedIncident:
    """The incident an entry tells of. Raises InvalidInput with all its faults."""
    faults: dict[str, Said] = {}
    title = one_line(raw.title)
    if not title:
        faults["title"] = said("It is empty; say what happened.")
    elif len(title) > TITLE_LIMIT:
        faults["title"] = said(
            "It has {count} characters; at most {title_limit} fit.",
            count=len(title),
            title_limit=TITLE_LIMIT,
        )
    kind = _kind(raw)
    posts = _posts(raw.posts, kind, now, faults)
    if not posts:
        raise InvalidInput(faults or {"updates": said("There is none; give at least one.")})
    _check_end(raw, posts, faults)
    if faults:
        raise InvalidInput(faults)
    source, origin_id = named(raw.origin_id, raw.origin)
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
    )


def _kind(raw: RawEntry) -> Kind:
    told = {_NAMED.get(_label(post.status)) for post in raw.posts}
    is_planned = raw.impact is Impact.MAINTENANCE or told & _OF_MAINTENANCE
    return Kind.MAINTENANCE if is_planned else Kind.INCIDENT


def _label(text: str) -> str:
    return one_line(text).replace("_", " ").lower()


def _posts(
    raw: Sequence[RawPost], kind: Kind, now: datetime, faults: dict[str, Said]
) -> tuple[Post, ...]:
    """The posts oldest first, each with its status in full."""
    is_newest_first = len(raw) > 1 and raw[0].at > raw[-1].at
    places = list(enumerate(raw))[:: -1 if is_newest_first else 1]
    before = Status.SCHEDULED if kind is Kind.MAINTENANCE else Status.INVESTIGATING
    posts: list[Post] = []
    for place, given in sorted(places, key=lambda numbered: numbered[1].at):
        where = f"updates[{place}]"
        status = before = _status(faults, where, given.status, before, kind)
        body = clean_text(given.message).strip()
        if len(body) > BODY_LIMIT:
            faults[f"{where}.message"] = said(
                "It has {count} characters; at most {body_limit} fit.",
                count=len(body),
                body_limit=BODY_LIMIT,
            )
        if not _OLDEST <= given.at <= now + _CLOCKS_DIFFER:
            faults[f"{where}.at"] = said(
                "{at:%Y-%m-%d %H:%M} UTC cannot be; check the year.", at=given.at
            )
        posts.append(Post(status, body, given.at))
    return tuple(posts)


def _status(faults: dict[str, Said], where: str, text: str, before: Status, kind: Kind) -> Status:
    """The status a label names; "update" keeps the one before."""
    label = _label(text)
    status = before if label == _KEEPS_STATUS else _NAMED.get(label)
    if status is not None and (status in _OF_MAINTENANCE) == (kind is Kind.MAINTENANCE):
        return status
    possible = {
        "text": one_line(text),
        "possible": [
            s.label for s in Status if (s in _OF_MAINTENANCE) == (kind is Kind.MAINTENANCE)
        ]
        + [said("Update")],
    }
    faults[f"{where}.status"] = (
        said("'{text}' is no status of an incident; there are: {possible}.", **possible)
        if kind is Kind.INCIDENT
        else said("'{text}' is no status of a maintenance; there are: {possible}.", **possible)
    )
    return before


def _check_end(raw: RawEntry, posts: tuple[Post, ...], faults: dict[str, Said]) -> None:
    if raw.ended_at is not None and raw.ended_at < posts[0].at:
        faults["resolved_at"] = said("It is before the first update; check both times.")
    elif raw.ended_at is not None and posts[-1].status.is_open:
        faults["resolved_at"] = said("It is over, but no update says so; add one that closes it.")
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
