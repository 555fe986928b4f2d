"""Incidents as another system's history tells them, and what is taken from them.

Reading a format belongs to imports/, writing to the store to actions/imported.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.incidents.incident import Change, Incident
from statuspage.domain.vocabulary.states import (
    CLOSED,
    ComponentState,
    Impact,
    Kind,
    Status,
    worst,
)
from statuspage.errors import Problem
from statuspage.said import Said, said

FURTHEST = timedelta(days=14)
"""A stated impact window that starts further than this from the first post is not believed."""

AUTHOR = "import"
"""Signs every imported update."""

_NOT_WORDS = re.compile(r"\W+")
_STATES = {
    Impact.CRITICAL: ComponentState.MAJOR_OUTAGE,
    Impact.MAJOR: ComponentState.PARTIAL_OUTAGE,
    Impact.MINOR: ComponentState.DEGRADED,
    Impact.NONE: ComponentState.OPERATIONAL,
    Impact.MAINTENANCE: ComponentState.UNDER_MAINTENANCE,
}


@dataclass(frozen=True)
class Post:
    """One update of a history."""

    status: Status
    body: str  # Markdown; empty where the source says no more than the status
    at: datetime
    states: Mapping[str, ComponentState] | None = None  # by component, where the source says so
    withdrawn_at: datetime | None = None  # then the body is the reason

    @property
    def words(self) -> str:
        """What it is known again by."""
        return self.body or self.status


@dataclass(frozen=True)
class Window:
    """A stated time, from and until; None is an edge that was not stated."""

    start: datetime | None = None
    end: datetime | None = None


UNSTATED = Window()


@dataclass(frozen=True)
class ImportedIncident:
    """One entry of a history. `posts` are oldest first, at least one."""

    origin: str  # its address there, or ""
    origin_id: str  # its whole id there, or ""
    title: str
    kind: Kind
    impact: Impact  # MAINTENANCE exactly for that kind
    components: tuple[str, ...]  # ids or names
    posts: tuple[Post, ...]
    window: Window = UNSTATED  # of impact; of a maintenance: as planned
    source: str = ""  # where its id holds: a host, or ""
    line: int = 0  # where it stands in what was read
    file: str = ""  # the file that has it
    owner: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as faults name it."""
        return f"{self.file}:{self.line}"

    @property
    def started_at(self) -> datetime:
        return self.posts[0].at

    @property
    def is_open(self) -> bool:
        return self.posts[-1].status.is_open

    @property
    def scheduled(self) -> Window:
        """When a maintenance was to be: as stated, else from "in progress" to its end."""
        begun = (post.at for post in self.posts if post.status is not Status.SCHEDULED)
        start = self.window.start or next(begun, self.started_at)
        return Window(start, self.window.end or self._closed_at)

    @property
    def _closed_at(self) -> datetime | None:
        return None if self.is_open else self.posts[_closing(self.posts)].at

    def declared(self, components: Mapping[str, str]) -> dict[int, dict[str, ComponentState]]:
        """What its posts, by their place, say of its components, of which `components` (id by name
        given) are known here: as they state it, else one state throughout.
        """
        if any(post.states for post in self.posts):
            told = ((place, post.states or {}) for place, post in enumerate(self.posts))
            stated = {place: _worst_of(states, components) for place, states in told}
            return {place: states for place, states in stated.items() if states}
        ids = list(components.values())
        return {
            place: dict.fromkeys(ids, state)
            for place, state in sorted(self.declarations().items())
            if ids
        }

    def declarations(self) -> dict[int, ComponentState]:
        """What its posts, by their place, say of all its components where they state nothing.

        The first post declares one state (of a maintenance: the one that begins it), and the
        closing one ends it.
        """
        state = _STATES[self.impact]
        closing = _closing(self.posts)
        scheduled = (post.status is Status.SCHEDULED for post in self.posts)
        begin = next((n for n, is_scheduled in enumerate(scheduled) if not is_scheduled), closing)
        declared = {0: ComponentState.OPERATIONAL, closing: ComponentState.OPERATIONAL}
        if begin == 0 or begin < closing:
            declared[begin] = state
        declared.pop(len(self.posts), None)
        return declared


@dataclass(frozen=True)
class Batch:
    """What was read from one source. `refused` counts entries; each may have several faults."""

    incidents: tuple[ImportedIncident, ...]
    refused: int
    faults: tuple[Problem, ...]
    notes: tuple[Problem, ...]  # taken, but not as stated
    ignored: Mapping[str, int]  # keys that are not used, and how often they came
    name: str = ""  # of the source, in messages


class Foretold(StrEnum):
    """What becomes of an entry."""

    TAKEN = "taken"
    KNOWN = "known"
    GAINS = "gains"  # known, and it has new updates
    REFUSED = "refused"


@dataclass(frozen=True)
class Foreseen:
    """What would become of one entry."""

    told: ImportedIncident
    fate: Foretold
    posts: int  # that would be new
    components: tuple[str, ...] = ()  # those of this page that it would touch, by name


@dataclass(frozen=True)
class Taking:
    """What became of a batch."""

    taken: int
    known: int
    refused: int
    gained: int  # updates that known incidents gained
    reworded: int  # updates that stand here in other words than at their source now
    unknown_components: Mapping[str, int]  # left out, and how often they were named
    faults: tuple[Problem, ...] = ()  # entries that contradict each other or what is here
    still_open: tuple[Incident, ...] = ()  # those that no post of their source closes
    rows: tuple[Foreseen, ...] = ()  # of a trial: every entry that could be read


def _worst_of(
    states: Mapping[str, ComponentState], components: Mapping[str, str]
) -> dict[str, ComponentState]:
    """What is said of each component here; several there may be one here."""
    found: dict[str, list[ComponentState]] = {}
    for given, state in states.items():
        if given in components:
            found.setdefault(components[given], []).append(state)
    return {one: worst(several) for one, several in found.items()}


def _closing(posts: tuple[Post, ...]) -> int:
    """The place of the post that closed it for the last time; behind the last while it is open."""
    place = len(posts)
    while place and posts[place - 1].status in CLOSED:
        place -= 1
    return place


def believable(window: Window, first_post: datetime) -> Said | None:
    """Why a stated impact window is refused, or None when it is taken. A zero length is taken."""
    start = window.start or first_post
    if window.end is not None and window.end < start:
        return said("its stated impact ends before it begins")
    if abs(start - first_post) > FURTHEST:
        days = abs(start - first_post).days
        return said("its stated impact begins {days} days from its first update", days=days)
    return None


def past_changes(
    posts: Sequence[Post],
    declared: Mapping[int, Mapping[str, ComponentState]],
    names: Mapping[str, str],
) -> dict[int, list[Change]]:
    """What the posts of a closed incident changed, from what they `declared` by their place.

    What else was open then is not known, so it is told as if nothing had been.
    """
    shown: dict[str, ComponentState] = {}
    found: dict[int, list[Change]] = {}
    for place, states in sorted(declared.items()):
        status = posts[place].status
        is_active = status.is_open and status is not Status.SCHEDULED
        found[place] = []
        for component, state in states.items():
            before = shown.get(component, ComponentState.OPERATIONAL)
            shown[component] = state if is_active else ComponentState.OPERATIONAL
            change = Change(component, names[component], state, before, shown[component])
            found[place].append(change)
    return found


@dataclass(frozen=True)
class Novelty:
    """What a history has that is not here: the places of new posts, and how many are reworded."""

    places: tuple[int, ...]
    reworded: int


def news(told: ImportedIncident, here: Incident) -> Novelty:
    """Compare a history with the incident as it stands here.

    A post is the same as one here when minute and words agree (feeds give no seconds, and mark up
    the same words in different ways). What was imported once and has other words at its source now
    is the same post too, told by its minute and status: it is no new one.
    """
    known = {
        fingerprint(at, update.body or update.status)
        for update in here.updates
        for at in (update.published_at, update.at)
    }
    stated = {fingerprint(post.at, post.words) for post in told.posts}
    former = Counter(
        (minute(update.published_at), update.status)
        for update in here.updates
        if update.is_imported
        and fingerprint(update.published_at, update.body or update.status) not in stated
    )
    places = []
    reworded = 0
    for place, post in enumerate(told.posts):
        kin = (minute(post.at), post.status)
        if fingerprint(post.at, post.words) in known:
            continue
        if former[kin]:
            former[kin] -= 1
            reworded += 1
        else:
            places.append(place)
    return Novelty(tuple(places), reworded)


def minute(at: datetime) -> datetime:
    """An instant without its seconds, which feeds leave out."""
    return at.replace(second=0)


def fingerprint(at: datetime, body: str) -> tuple[datetime, str]:
    """What two readings of one post have in common: its minute, and its words without marks."""
    return minute(at), _NOT_WORDS.sub("", body) or body
