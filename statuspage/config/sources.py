"""[[sources]]: measurements that exist already, pulled from where they are.

Here stands what the kinds of source have in common. What only one of them has stands with its
pulling in sources/, and whoever reads a file hands the kinds in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol, Self

from pydantic import ConfigDict, model_validator

from statuspage.config.kinds.duration import parse_duration
from statuspage.config.kinds.selector import Selector
from statuspage.config.kinds.values import Day, Duration, Id, Interval, Model, Positive
from statuspage.config.probes import JudgedKeys
from statuspage.said import said

_LONGEST_ID = 64
_MINUTE = timedelta(minutes=1)
_LAG = timedelta(seconds=10)


class SeriesKeys(JudgedKeys):
    """What every series of a source has: it is judged like a probe of the component."""

    id: Id | None = None  # type: ignore[assignment]  # a source puts in what is not written
    """Its name in addresses; those of the source and the component, with a hyphen, when absent."""
    interval: Interval = timedelta(seconds=60)
    """From one measurement to the next; 2.5 intervals without one are unknown."""

    @property
    def asked(self) -> str:
        """What the source is asked, as readers are told it."""
        raise NotImplementedError


class RatioKeys(Model):
    """Counters that say how many events went well: for an SLA with the indicator ratio."""

    sla: Id
    """The promise whose events they count."""
    good: Selector | None = None
    """The counters of the events that went well, such as
    `http_requests_total{job="api", code!~"5.."}`; all that it gives are added."""
    bad: Selector | None = None
    """Or those of the events that did not."""
    total: Selector
    """The counters of all events, such as `http_requests_total{job="api"}`."""
    interval: Interval = timedelta(seconds=60)
    """From one reading of the counters to the next; 2.5 intervals without one are not measured."""
    slice: Interval = timedelta(minutes=5)
    """The stretches of time that events are added up for; it divides a day evenly."""

    @property
    def asked(self) -> str:
        """What the source is asked, as readers are told it."""
        return f"{self.good or f'1 - {self.bad}'} / {self.total}"

    @property
    def hold(self) -> timedelta:
        """How far apart two points may be that make an increase."""
        return self.interval * 5 // 2

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.good is None) == (self.bad is None):
            raise ValueError(said('needs either "good" or "bad", and not both'))
        if timedelta(days=1) % self.slice:
            raise ValueError(said('"slice" must divide a day evenly, such as "5m" or "1h"'))
        return self


class SourceKeys(Model):
    """What every source has."""

    id: Id
    """Its name in this file and beside the figures that rest on it."""
    every: Interval = _MINUTE
    """How often it is asked for what is new; as often as it measures, when shorter."""
    timeout: Positive = timedelta(seconds=20)
    """How long one answer may take."""
    since: Day | None = None
    """The day from which on its measurements are taken over; without it, from when it stands here.
    Whatever is older than the newest published figure is left alone."""
    lag: Duration = _LAG
    """How old a measurement is when the source surely has it; its interval, when shorter."""
    series: tuple[SeriesKeys, ...] = ()
    """What of it is taken: a table for each."""
    ratios: tuple[RatioKeys, ...] = ()
    """Events that its counters count: a table for each promise. Prometheus alone has counters."""

    @model_validator(mode="before")
    @classmethod
    def _names_its_series(cls, keys: Any) -> Any:
        """Each series has a name, and is asked for as often as it is measured.

        What is measured speaks for 2.5 intervals; asked for more rarely it would be unknown now.
        """
        if not isinstance(keys, Mapping) or not isinstance(keys.get("series"), list):
            return keys
        named = [_named(keys.get("id"), one) for one in keys["series"]]
        shortest = min(map(_interval, named), default=_MINUTE)
        rhythm = {"every": min(shortest, _MINUTE), "lag": min(shortest, _LAG)}
        return {**rhythm, **keys, "series": named}

    def probes(self, kind: str) -> list[dict[str, Any]]:
        """Its series as probes: each is judged, counted and shown like one."""
        return [
            {
                **{key: getattr(one, key) for key in JudgedKeys.model_fields},
                "type": kind,
                "interval": one.interval,
                "source": self.id,
                "query": one.asked,
            }
            for one in self.series
        ]


def _interval(series: object) -> timedelta:
    """That of a series that is not checked yet."""
    told = series.get("interval") if isinstance(series, Mapping) else None
    try:
        return parse_duration(told) if isinstance(told, str) else _MINUTE
    except ValueError:
        return _MINUTE


def _named(source: object, series: Any) -> Any:
    if not isinstance(series, Mapping) or series.get("id") is not None:
        return series
    return {**series, "id": f"{source}-{series.get('component')}"[:_LONGEST_ID]}


class KnownSource(Model):
    """A source as everybody knows it; the keys of its kind stand in it for that kind alone."""

    model_config = ConfigDict(extra="allow")

    id: Id
    type: str
    every: Interval
    since: Day | None = None
    ratios: tuple[RatioKeys, ...] = ()

    def pulls_of(self, ratio: RatioKeys) -> str:
        """The name that the pulls of a ratio bear; no series has such a one."""
        return f"{self.id}/{ratio.sla}"

    def written(self) -> dict[str, Any]:
        """The table as its kind reads it."""
        return self.model_dump(mode="json", exclude_none=True)


class SourceTable(Protocol):
    """What settings have to know of a kind of source."""

    @property
    def settings(self) -> type[SourceKeys]:
        """The keys of its table; its `type` is the name of the kind."""


SourceTables = Mapping[str, SourceTable]
"""The tables of all kinds of source by the name of the kind."""
