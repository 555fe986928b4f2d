"""What we do when things break: for each severity the times we promise, and what became of them.

They stand in the front matter of a page; an incident is judged by the times that were public when
its impact began, and by what was told here alone. The clocks are those of numbers.md, "Promises".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from statuspage.config import parse_duration
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.promise import Promise, PromiseState
from statuspage.domain.promises.silence import (
    Disruption,
    disruptions,
    first_notice,
    silence,
    update_cadence,
)
from statuspage.domain.vocabulary.display import duration
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.said import Said, said

SLUG = "when-things-break"
"""The page of content/pages that says it."""

_ALWAYS = timedelta(days=36_525)


class PromisedTime(StrEnum):
    """What is promised by a time; its value is its key in the front matter."""

    FIRST_NOTICE = "first_notice"
    UPDATES = "updates"
    ROOT_CAUSE = "root_cause"

    @property
    def label(self) -> Said:
        return _LABELS[self]

    def limit(self, length: timedelta) -> Said:
        """The promise in words."""
        allowed = duration(int(length.total_seconds()))
        if self is PromisedTime.UPDATES:
            return said("at least every {length}", length=allowed)
        return said("within {length}", length=allowed)


_LABELS = {
    PromisedTime.FIRST_NOTICE: said("First notice"),
    PromisedTime.UPDATES: said("Updates"),
    PromisedTime.ROOT_CAUSE: said("Root cause"),
}


@dataclass(frozen=True)
class Severity:
    """What an impact means here, and within which times we act then."""

    impact: Impact
    means: str
    times: Mapping[PromisedTime, timedelta]


@dataclass(frozen=True)
class EscalationStep:
    """Who takes over when an incident goes on for so long."""

    after: timedelta
    who: str

    @property
    def begins(self) -> Said:
        """When it begins, in words."""
        if not self.after:
            return said("At once")
        return said("After {length}", length=duration(int(self.after.total_seconds())))


@dataclass(frozen=True)
class Judged:
    """What became of one promised time in one incident; `is_kept` is None while that is open."""

    incident: Incident
    what: PromisedTime
    allowed: timedelta
    took: int | None  # seconds; None while it goes on
    is_kept: bool | None
    turns_at: datetime | None = None  # when it is decided, if nothing happens until then


@dataclass(frozen=True)
class KeptTimes:
    """How often a promised time was kept. `worst` took the longest of those that are decided.

    What was not there in time and still is not takes longer than anything.
    """

    kept: int
    late: int
    undecided: int
    worst: Judged | None

    @property
    def words(self) -> Said:
        """Bad news first."""
        decided = self.kept + self.late
        if not decided:
            return said("nothing to judge yet")
        if self.late:
            return said("{late} of {all} late", late=self.late, all=decided)
        return said("{good} of {all} kept", good=self.kept, all=decided)


def severities_in(details: Mapping[str, Any]) -> list[Severity]:
    """The severities that front matter states, the worst one first."""
    stated = details.get("severities") or {}
    worst_first = sorted(Impact, key=lambda impact: impact.severity, reverse=True)
    return [
        Severity(
            impact,
            stated[impact]["means"],
            {
                one: parse_duration(text)
                for one in PromisedTime
                if (text := stated[impact].get(one))
            },
        )
        for impact in worst_first
        if impact in stated
    ]


def escalation_in(details: Mapping[str, Any]) -> list[EscalationStep]:
    """The steps of escalation that front matter states, in their order."""
    steps = details.get("escalation") or ()
    return [EscalationStep(parse_duration(one["after"]), one["who"]) for one in steps]


def stated_lengths(details: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    """Each length that front matter states, as it is written there, and in words."""
    for one in severities_in(details):
        for what, length in one.times.items():
            yield details["severities"][one.impact][what], what.limit(length)
    for stated, step in zip(details.get("escalation") or (), escalation_in(details), strict=True):
        yield stated["after"], step.begins


def time_of(found: Iterable[Severity], impact: Impact, what: PromisedTime) -> timedelta | None:
    """What is promised for an incident of some impact; None where nothing is."""
    return next((one.times.get(what) for one in found if one.impact is impact), None)


def judged(incident: Incident, found: Iterable[Severity], now: datetime) -> Iterator[Judged]:
    """What became of each time that was promised for an incident; of false alarms, nothing."""
    told = disruptions([incident])
    times = next((one.times for one in found if one.impact is incident.impact), {})
    for what, allowed in times.items() if told else ():
        yield _JUDGES[what](incident, told[0], allowed, now)


def kept(found: Iterable[Judged]) -> KeptTimes:
    """How often some promised times were kept."""
    each = list(found)
    decided = [one for one in each if one.is_kept is not None]
    late = sum(not one.is_kept for one in decided)
    worst = max(decided, key=_length, default=None)
    return KeptTimes(len(decided) - late, late, len(each) - len(decided), worst)


def _length(one: Judged) -> tuple[bool, int, datetime]:
    return one.took is None, one.took or 0, one.incident.started_at


def _first_notice(
    incident: Incident, told: Disruption, allowed: timedelta, now: datetime
) -> Judged:
    [one] = first_notice([told], _whole(told), now, allowed)
    took = max(told.words[0] - told.start, timedelta(0)) // timedelta(seconds=1)
    return Judged(incident, PromisedTime.FIRST_NOTICE, allowed, took, one.is_good)


def _updates(incident: Incident, told: Disruption, allowed: timedelta, now: datetime) -> Judged:
    [one] = update_cadence([told], _whole(told), now, allowed)
    end = told.end or max(told.start, told.words[-1])  # what goes on has no length yet
    took = silence(Span(told.start, max(end, told.start)), told.words, allowed).longest
    if told.end is not None:
        return Judged(incident, PromisedTime.UPDATES, allowed, took, one.is_good)
    known = took if took > allowed // timedelta(seconds=1) else None
    turns_at = end + allowed + timedelta(seconds=1)
    return Judged(incident, PromisedTime.UPDATES, allowed, known, one.is_good, turns_at)


def _root_cause(incident: Incident, told: Disruption, allowed: timedelta, now: datetime) -> Judged:
    """It is owed from the end on, and the postmortem is its evidence."""
    over = told.resolved_at
    if over is None:
        return Judged(incident, PromisedTime.ROOT_CAUSE, allowed, None, None)
    published = _postmortem_at(incident.updates)
    promise = Promise(incident.key, "", incident.owner, over, (over + allowed,), published)
    state = promise.state(now)
    is_kept = None if state is PromiseState.OPEN else state is PromiseState.KEPT
    took = None
    if published is not None and is_kept is not None:
        took = max(published - over, timedelta(0)) // timedelta(seconds=1)
    turns_at = promise.turns_at(now)
    return Judged(incident, PromisedTime.ROOT_CAUSE, allowed, took, is_kept, turns_at)


_JUDGES = {
    PromisedTime.FIRST_NOTICE: _first_notice,
    PromisedTime.UPDATES: _updates,
    PromisedTime.ROOT_CAUSE: _root_cause,
}


def _postmortem_at(updates: Sequence[Any]) -> datetime | None:
    """When the root cause was published first."""
    written = (one.known_from for one in updates if one.status is Status.POSTMORTEM)
    return min(written, default=None)


def _whole(told: Disruption) -> Span:
    return Span(told.start, told.start + _ALWAYS)
