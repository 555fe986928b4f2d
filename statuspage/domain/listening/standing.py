"""How requests stand at an instant: who waits how long, what nobody has looked at, who said it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage.domain.listening.merged import merged_into
from statuspage.domain.listening.voice import VoiceChannel
from statuspage.domain.listening.waiting import (
    WAITING,
    Wait,
    is_waiting,
    promised_days,
    stale_from,
    wait_of,
)
from statuspage.domain.vocabulary.entry import Entry
from statuspage.domain.vocabulary.tally import Tally

UNKNOWN = "unknown"
"""How a request stands at which nobody has looked for long."""

SHOWN_STATES = (
    WAITING,
    "doing",
    "planned",
    "considering",
    "done",
    "unchanged",
    "declined",
    UNKNOWN,
)
"""In the order of pages: what waits, what goes on, what became of the rest."""


@dataclass(frozen=True)
class Voices:
    """How many people said something: by channel, and besides those that were counted by hand."""

    by_channel: Mapping[str, int]
    by_hand: int | None  # as staff wrote it; None where nobody did

    @property
    def total(self) -> int | None:
        """None where nobody counted."""
        if self.by_hand is None and not self.by_channel:
            return None
        return (self.by_hand or 0) + sum(self.by_channel.values())


@dataclass(frozen=True)
class RequestStanding:
    """How one request stands."""

    entry: Entry
    wait: Wait | None  # None where nobody knows how long it waited
    days: int | None  # that it waits, or waited, by the wall
    is_late: bool
    stale_from: datetime | None  # when nobody knows any more how it stands, unless somebody looks
    is_stale: bool
    voices: Voices  # its own, and those of all that were merged into it
    merged: tuple[str, ...] = ()  # the slugs of these

    @property
    def stated(self) -> str:
        """Its state as it was last stated."""
        return str(self.entry.details.get("state") or "considering")

    @property
    def state(self) -> str:
        """Its state as readers see it."""
        return UNKNOWN if self.is_stale else self.stated

    @property
    def promised(self) -> int | None:
        """Days within which an answer is promised, where those are counted round the clock."""
        details = self.entry.details
        return None if details.get("answer_calendar") else promised_days(details)

    @property
    def turns_at(self) -> Iterable[datetime]:
        """The instants at which it turns late or stale by itself; its days turn at midnight."""
        if self.days is not None and self.wait and not self.wait.is_over and self.wait.answer_by:
            yield self.wait.answer_by
        if self.stale_from is not None:
            yield self.stale_from

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.entry) and not self.entry.details.get("same_as")

    @property
    def is_counted(self) -> bool:
        """Whether it is a request of its own: it stands, and is not the same as another one."""
        return self.entry.withdrawn_at is None and not self.entry.details.get("same_as")


def standing(
    entry: Entry, merged: Sequence[Entry], heard: Mapping[str, Tally], now: datetime, zone: ZoneInfo
) -> RequestStanding:
    """One request; `merged` are those that lead to it, `heard` the tallies of voices by slug."""
    wait, stale = wait_of(entry), stale_from(entry, zone)
    # What was merged into another request waits there for its answer.
    waited = None if entry.details.get("same_as") and wait and not wait.is_over else wait
    return RequestStanding(
        entry,
        wait,
        None if waited is None else waited.days(now, zone),
        waited is not None and waited.is_late(now),
        stale,
        stale is not None and now >= stale,
        _voices([entry, *merged], heard),
        tuple(one.slug for one in merged),
    )


def standings(
    found: Sequence[Entry], heard: Mapping[str, Tally], now: datetime, zone: ZoneInfo
) -> list[RequestStanding]:
    """All requests, in the order given."""
    by_slug = {one.slug: one for one in found}
    into = merged_into(one for one in found if one.withdrawn_at is None)
    return [
        standing(one, [by_slug[slug] for slug in into.get(one.slug, ())], heard, now, zone)
        for one in found
    ]


def by_state(found: Iterable[RequestStanding]) -> dict[str, list[RequestStanding]]:
    """Requests by the state that readers see, in the order of pages; what waits longest first."""
    groups: dict[str, list[RequestStanding]] = {state: [] for state in SHOWN_STATES}
    for one in found:
        groups[one.state].append(one)
    groups[WAITING].sort(key=lambda one: (one.wait is None, one.wait and one.wait.asked_at))
    return groups


def reasons(found: Iterable[RequestStanding]) -> list[tuple[str, int]]:
    """How often requests were declined for which reason, the most frequent first; "" for none."""
    declined = (one.entry.details for one in found if one.stated == "declined")
    return Counter(str(details.get("because") or "") for details in declined).most_common()


def _voices(entries: Iterable[Entry], heard: Mapping[str, Tally]) -> Voices:
    by_channel: Counter[str] = Counter()
    by_hand: list[int] = []
    for one in entries:
        if one.slug in heard:
            by_channel.update(heard[one.slug].counts)
        if one.details.get("heard") is not None:
            by_hand.append(int(one.details["heard"]))
    counted = {one.value: by_channel[one] for one in VoiceChannel if by_channel[one]}
    return Voices(counted, sum(by_hand) if by_hand else None)
