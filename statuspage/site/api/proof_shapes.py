"""The shapes of what figures are counted again from: calendars, failures, latencies in buckets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from statuspage.config.values import Model

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class CalendarVersion(Model):
    """The business hours of requests that came in from a time on; `id` is null round the clock.

    The rows of a period's CSV name `version`. Days that are not named are closed. Due is the first
    instant at which the desk was open for as long as was promised, without the time of waiting; a
    request that still waits is taken as answered now.
    """

    id: str | None
    version: int
    at: datetime
    timezone: str
    hours: dict[Weekday, list[str]]  # such as 09:00-17:00, on the wall in that zone
    holidays: list[date]


class Failure(Model):
    """An outage that an incident declares or checks measure; null is what did not happen yet.

    `noticed` is our first word from then on: where we had spoken before, it is `from`.
    """

    from_: datetime = Field(alias="from")
    noticed: datetime | None
    to: datetime | None
    incident: str | None


class Failures(Model):
    """The failures of the days before `as_of`; one that began earlier only takes up time in it."""

    as_of: datetime
    days: int
    outages: list[Failure]


class LatencySlot(Model):
    """How many answers fell into each bucket, and checks that were given up, by how long they took.

    Bucket i holds over g^(i-1) up to g^i milliseconds, g = 101/99, and is shown as 2 g^i / (g + 1),
    rounded up; bucket -1 is 0 ms. A percentile is the bucket at rank ceil(q n) of all of them, "at
    least" from the first bucket with a timeout on.
    """

    from_: datetime = Field(alias="from")
    answers: dict[int, int]
    timeouts: dict[int, int]


class Latencies(Model):
    """The hours and the local days that the page of a component shows, the oldest first."""

    as_of: datetime
    timezone: str
    hours: list[LatencySlot]
    days: list[LatencySlot]
