"""Data that came into the time of a figure after it had been published, and how that is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.spans import Span
from statuspage.said import Said, counted, joined, said


class LateKind(StrEnum):
    """What sort of data it is, and how it came."""

    INCIDENT_POSTED = "incident_posted"
    INCIDENT_CHANGED = "incident_changed"
    MAINTENANCE_POSTED = "maintenance_posted"
    MAINTENANCE_CHANGED = "maintenance_changed"
    CHECKS = "checks"
    CASES = "cases"
    RATINGS = "ratings"
    RATIOS = "ratios"
    INCIDENTS_SINCE = "incidents_since"
    PROMISED_SINCE = "promised_since"


_POSTED = (LateKind.INCIDENT_POSTED, LateKind.MAINTENANCE_POSTED)
INCIDENTS = (LateKind.INCIDENT_POSTED, LateKind.INCIDENT_CHANGED)
MAINTENANCE = (LateKind.MAINTENANCE_POSTED, LateKind.MAINTENANCE_CHANGED)

Reach = tuple[timedelta, timedelta]
"""How far before and after a period the time may lie that data speak of, to change its figure."""

WITHIN: Reach = (timedelta(0), timedelta(0))


@dataclass(frozen=True, order=True)
class LateMark:
    """That data came into the time of a published figure, which waits to be counted anew."""

    kind: LateKind
    day: date  # of the site's zone, on which they were written
    subject: str  # the key of an incident or a maintenance, else ""
    count: int
    about: Span  # the time they speak of


@dataclass(frozen=True, order=True)
class LateData:
    """Data of one kind that came on one day: how many, and how long the time is they speak of."""

    kind: LateKind
    day: date  # of the site's zone, on which they were written
    count: int
    seconds: int  # of the period; 0 where they speak of instants

    @property
    def words(self) -> Said:
        """Such as "1 incident posted on 28 November 2026 (2 h of the period)"."""
        told = _told(self.kind, self.count, self.day)
        if not self.seconds:
            return told
        return said(
            "{what} ({length} of the period)",
            what=told,
            length=display.brief(self.seconds, is_good_when_low=True),
        )


Late = tuple[LateData, ...]


def told(marks: Iterable[LateMark], seconds: Callable[[Collection[LateMark]], int]) -> Late:
    """Marks as data by kind and day; an incident counts once, however often it changed.

    `seconds` says how much of the period some marks of one kind are about.
    """
    by_kind: dict[tuple[LateKind, date], list[LateMark]] = defaultdict(list)
    listed = list(marks)
    posted = {one.subject for one in listed if one.kind in _POSTED}
    for one in listed:
        if one.kind in _POSTED or not one.subject or one.subject not in posted:
            by_kind[one.kind, one.day].append(one)
    return tuple(
        LateData(
            kind,
            day,
            sum(1 if one.subject else one.count for one in some),
            seconds(some),
        )
        for (kind, day), some in sorted(by_kind.items())
    )


def reason(late: Sequence[LateData]) -> Said | None:
    """All of it in one line; None where there is none."""
    return joined([one.words for one in late], "; ") if late else None


def kept(late: Iterable[LateData]) -> list[dict[str, Any]]:
    """Late data in JSON types."""
    return [
        {"kind": one.kind.value, "day": one.day.isoformat()}
        | {"count": one.count, "seconds": one.seconds}
        for one in late
    ]


def given_back(kept: Iterable[dict[str, Any]]) -> Late:
    """The late data that were kept."""
    return tuple(
        LateData(
            LateKind(one["kind"]), date.fromisoformat(one["day"]), one["count"], one["seconds"]
        )
        for one in kept
    )


def _told(kind: LateKind, count: int, day: date) -> Said:
    return {
        LateKind.INCIDENT_POSTED: counted(
            "{count} incident posted on {day}", "{count} incidents posted on {day}", count, day=day
        ),
        LateKind.INCIDENT_CHANGED: counted(
            "{count} incident changed on {day}",
            "{count} incidents changed on {day}",
            count,
            day=day,
        ),
        LateKind.MAINTENANCE_POSTED: counted(
            "{count} piece of planned work posted on {day}",
            "{count} pieces of planned work posted on {day}",
            count,
            day=day,
        ),
        LateKind.MAINTENANCE_CHANGED: counted(
            "{count} piece of planned work changed on {day}",
            "{count} pieces of planned work changed on {day}",
            count,
            day=day,
        ),
        LateKind.CHECKS: counted(
            "{count} check that arrived on {day}",
            "{count} checks that arrived on {day}",
            count,
            day=day,
        ),
        LateKind.CASES: counted(
            "{count} request that arrived or changed on {day}",
            "{count} requests that arrived or changed on {day}",
            count,
            day=day,
        ),
        LateKind.RATINGS: counted(
            "{count} rating that arrived on {day}",
            "{count} ratings that arrived on {day}",
            count,
            day=day,
        ),
        LateKind.RATIOS: counted(
            "{count} count of events that arrived on {day}",
            "{count} counts of events that arrived on {day}",
            count,
            day=day,
        ),
        LateKind.INCIDENTS_SINCE: counted(
            "{count} statement of {day} about since when incidents are told here",
            "{count} statements of {day} about since when incidents are told here",
            count,
            day=day,
        ),
        LateKind.PROMISED_SINCE: counted(
            "{count} statement of {day} about since when this is promised",
            "{count} statements of {day} about since when this is promised",
            count,
            day=day,
        ),
    }[kind]
