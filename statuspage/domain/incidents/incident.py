"""Incidents and maintenances as facts, and the moves their life allows.

One shape serves both, as in Statuspage's public API: a maintenance is planned work with a window.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage.domain.incidents.clocks import DueTime
from statuspage.domain.incidents.noticing import NoticedBy
from statuspage.domain.incidents.planned import Extension, Rescheduling
from statuspage.domain.incidents.postmortem import Sections
from statuspage.domain.incidents.recurrence import Repeat
from statuspage.domain.vocabulary.display import duration, roughly
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.errors import Conflict
from statuspage.said import Said, said

LATE_ENTRY = timedelta(minutes=5)
"""An update whose stated time lies further back than this is labelled as added afterwards."""


@dataclass(frozen=True)
class Change:
    """What one update said about one component."""

    component: str
    name: str
    declared: ComponentState  # what this incident says of it from now on
    old: ComponentState  # what the page showed before, all incidents together
    new: ComponentState  # what the page showed after

    @property
    def is_by_others(self) -> bool:
        """The page shows the same as before, and this incident says nothing as bad."""
        return self.old is self.new and self.declared is not self.new


@dataclass(frozen=True)
class Update:
    """One public word. `body` is Markdown as written, `html` the clean rendering of it.

    Words of ours are a message, beside an empty body; of what was withdrawn the body is the reason.
    `erased` says that personal data was removed. `dues` holds every time it ever named for the next
    word, the first one first: no edit takes one out.
    """

    key: str
    status: Status
    body: str
    html: str
    at: datetime  # the time it speaks of
    entered_at: datetime  # the time it was written down
    updated_at: datetime
    author: str
    next_due: datetime | None  # when it says now that the next word comes
    keeps_status: bool  # the status is that of the update before
    changes: tuple[Change, ...] = ()
    withdrawn_at: datetime | None = None  # its words hold no more; they stay readable
    first_at: datetime | None = None  # where it first stood, when an edit moved its time
    said: Said | None = None
    erased: Said | None = None
    dues: tuple[DueTime, ...] = ()
    is_imported: bool = False  # it was public elsewhere, at its own time
    is_page_only: bool = False  # nobody was sent a message about it; the page and its feeds have it
    sections: Sections | None = None  # of a postmortem; then `body` is empty
    wordings: Wordings = NOT_TRANSLATED  # "body", or the sections, in further languages
    words_in: str = ""  # the language of its words, where that is not the reader's

    def __post_init__(self) -> None:
        if self.next_due is not None and not self.dues:  # it was never edited
            object.__setattr__(self, "dues", (DueTime(self.next_due, self.entered_at),))

    @property
    def words(self) -> tuple[Said | str, ...]:
        """What readers read, in paragraphs: messages, and Markdown that people wrote."""
        return tuple(one for one in (self._first_words, self.erased) if one)

    @property
    def _first_words(self) -> Said | str:
        if self.withdrawn_at is not None:
            is_from_elsewhere = self.withdrawn_at < self.entered_at
            since = self.at if is_from_elsewhere else self.entered_at
            age = roughly(int((self.withdrawn_at - since).total_seconds()))
            return said("Withdrawn {age} later: {reason}", age=age, reason=self.body)
        if self.said is None:
            return self.body
        lengths = {
            name: duration(int(gap.total_seconds()))
            for name, gap in self.said.params.items()
            if isinstance(gap, timedelta)
        }
        return replace(self.said, params={**self.said.params, **lengths})

    @property
    def moves(self) -> tuple[Change, ...]:
        """What it tells of components: those that were not well before, or are not after.

        Work that is yet to come, or will not take place, tells nothing of them.
        """
        if self.status in (Status.SCHEDULED, Status.CANCELLED):
            return ()
        well = ComponentState.OPERATIONAL
        told = [one for one in self.changes if one.old is not well or one.new is not well]
        return tuple(sorted(told, key=lambda one: one.old is well))

    @property
    def label(self) -> Said:
        return said("Update") if self.keeps_status else self.status.label

    @property
    def is_added_afterwards(self) -> bool:
        return self.entered_at - self.at > LATE_ENTRY

    @property
    def published_at(self) -> datetime:
        """The time it stands under in feeds, whatever edits do."""
        return self.first_at or self.at

    @property
    def was_added_afterwards(self) -> bool:
        """The same of the time it first stood under, whatever edits made of it."""
        return self.entered_at - self.published_at > LATE_ENTRY

    @property
    def first_due(self) -> datetime | None:
        """The time first named for the next word: the one that decides whether it is late."""
        return self.dues[0].due if self.dues else None

    @property
    def known_from(self) -> datetime:
        """When readers could first read it."""
        return self.at if self.is_imported else self.entered_at

    @property
    def edited_at(self) -> datetime | None:
        """When it was last changed after it was published, or None."""
        return self.updated_at if self.updated_at > self.entered_at else None


@dataclass(frozen=True)
class Incident:
    """An incident or a maintenance with all its updates, newest first."""

    number: int  # small, for Atom ids and API v2
    key: str  # short and opaque, for addresses
    kind: Kind
    title: str
    status: Status
    impact: Impact
    owner: str
    started_at: datetime  # the first public word
    entered_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    next_due: datetime | None  # the promise that stands now
    impact_from: datetime | None  # as stated by staff
    impact_until: datetime | None
    scheduled_for: datetime | None  # maintenances only
    scheduled_until: datetime | None
    origin: str  # the address it was imported from, or "" (see is_imported)
    updates: tuple[Update, ...]
    components: tuple[tuple[str, str], ...]  # (id, name) of all it ever touched
    declared: dict[str, ComponentState]  # what it says of each component now
    edited_at: datetime | None = None  # its title, owner, impact or window last changed by an edit
    notice_asked: timedelta | None = None  # of planned work, by its promises as it was announced
    extensions: tuple[Extension, ...] = ()  # of planned work, the first one first
    moves: tuple[Rescheduling, ...] = ()  # likewise
    repeats: Repeat | None = None  # it is one of a series, and more of them follow
    wordings: Wordings = NOT_TRANSLATED  # "title" in further languages
    noticed_by: NoticedBy | None = None  # who noticed it first; None: nobody has said
    first_report_at: datetime | None = None  # when a reader first told us, as stated by staff
    title_in: str = ""  # the language of its title, where that is not the reader's

    @property
    def path(self) -> str:
        return f"/incidents/{self.key}"

    @property
    def is_imported(self) -> bool:
        """Whether another system told it; it may have had no address there."""
        return bool(self.origin) or any(update.is_imported for update in self.updates)

    @property
    def announced_at(self) -> datetime:
        """When readers first could know: an import tells of a past that was public elsewhere."""
        return self.started_at if self.is_imported else self.entered_at

    @property
    def window_announced_at(self) -> datetime:
        """When readers first could know that planned work begins when it does."""
        shifted = [one.at for one in self.moves if one.start != one.former_start]
        return max([self.announced_at, *shifted])

    @property
    def newest_words(self) -> Update:
        """The newest update that stands; the newest of all where each was withdrawn."""
        return next((one for one in self.updates if one.withdrawn_at is None), self.updates[0])

    @property
    def begun_at(self) -> datetime | None:
        """When planned work really began; None where it has not, or its words do not say."""
        begun = (one.at for one in reversed(self.updates) if one.status is Status.IN_PROGRESS)
        return next(begun, None)

    def touches(self, components: Collection[str]) -> bool:
        """Whether it ever spoke of any of some components."""
        return any(component in components for component, _ in self.components)

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def first_due(self) -> datetime | None:
        """What was promised first for the next word that is owed now; None when none is."""
        return self.updates[0].first_due if self.is_open else None

    @property
    def has_changes(self) -> bool:
        """Whether anything was edited after it was published."""
        return self.edited_at is not None or any(update.edited_at for update in self.updates)

    @property
    def is_active(self) -> bool:
        """Going on at this moment: an open incident, or a maintenance that has begun."""
        return self.is_open and self.status is not Status.SCHEDULED

    @property
    def is_struck(self) -> bool:
        """Kept in the history, struck through: it turned out not to be, or was called off."""
        return self.status in (Status.FALSE_ALARM, Status.CANCELLED)

    @property
    def is_added_afterwards(self) -> bool:
        return self.entered_at - self.started_at > LATE_ENTRY

    @property
    def was_reopened(self) -> bool:
        """An update after "resolved" took it up again."""
        statuses = [update.status for update in self.updates]
        return any(was is Status.RESOLVED and now.is_open for now, was in pairwise(statuses))


_LIVE = {Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING}
MOVES: dict[Status, frozenset[Status]] = {
    **{
        status: frozenset(_LIVE | {Status.RESOLVED, Status.FALSE_ALARM}) for status in sorted(_LIVE)
    },
    Status.RESOLVED: frozenset({Status.INVESTIGATING, Status.POSTMORTEM}),
    Status.POSTMORTEM: frozenset(),
    Status.FALSE_ALARM: frozenset(),
    Status.SCHEDULED: frozenset({Status.SCHEDULED, Status.IN_PROGRESS, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.IN_PROGRESS, Status.VERIFYING, Status.COMPLETED}),
    Status.VERIFYING: frozenset({Status.VERIFYING, Status.IN_PROGRESS, Status.COMPLETED}),
    Status.COMPLETED: frozenset(),
    Status.CANCELLED: frozenset(),
}
"""From each status, those an update may carry. A status that may be kept names itself."""

FIRST_STATUSES = {
    Kind.INCIDENT: frozenset(_LIVE | {Status.RESOLVED}),
    Kind.MAINTENANCE: frozenset({Status.SCHEDULED, Status.IN_PROGRESS, Status.COMPLETED}),
}
"""What an entry may begin with: a past incident is often written down when it is over."""


def require_move(before: Status, after: Status) -> None:
    """Refuse a move the life cycle does not have, saying what is possible. Raises Conflict."""
    allowed = MOVES[before]
    if after in allowed:
        return
    if before is after:
        raise Conflict(
            said(
                "It is already {status} and takes no further updates as such. Possible from "
                "here: {possible}.",
                status=before.small,
                possible=_listed(allowed),
            )
        )
    raise Conflict(
        said(
            "It is {status} and cannot become {following}. Possible from here: {possible}.",
            status=before.small,
            following=after.small,
            possible=_listed(allowed),
        )
    )


def _listed(allowed: frozenset[Status]) -> Said | list[Said]:
    names = [status.small for status in Status if status in allowed]
    return names or said("nothing, this is final")
