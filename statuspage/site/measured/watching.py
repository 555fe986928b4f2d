"""What probes tell of a component on its page: outages, latencies, and the probes themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from statuspage.domain.measured import latency
from statuspage.domain.measured.brought import Brought
from statuspage.domain.measured.hours import HOUR, hour_of
from statuspage.domain.measured.latency import Percentile
from statuspage.domain.measured.locations import outages
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures import measured
from statuspage.figures.ledger import told
from statuspage.figures.silent import silent_locations
from statuspage.render.watched import LatencyPoint, OutageView, ProbeView
from statuspage.site.measured import reasons
from statuspage.site.page import Context

_DAYS = 90
_HOURS = 48
_OUTAGES_SHOWN = 20
FACTS = (
    *("probes", "silent", "outages", "outage_count", "latency_by_hour", "latency_by_day"),
    *("keep_samples", "counting", "brought"),
)
"""What `facts` tells."""
_RANKS = (Fraction(50, 100), Fraction(95, 100), Fraction(99, 100))


@dataclass(frozen=True)
class LatencySlot:
    """A slot of time as the page shows it, and the compact sketch its percentiles are from."""

    point: LatencyPoint
    sketch: bytes


def facts(context: Context, component: str) -> dict[str, Any]:
    """What the page of a component shows of its probes."""
    settings = context.settings
    series = context.library.measurements.series_on([component])[component]
    by_hour, by_day = latencies(context, [one.number for one in series])
    found = _outages(context, component, {one.probe for one in series})
    return {
        "probes": probes(context, component),
        "silent": silent_locations(context.library, settings, context.now, [component]),
        "outages": found[:_OUTAGES_SHOWN],
        "outage_count": len(found),
        "latency_by_hour": [slot.point for slot in by_hour],
        "latency_by_day": [slot.point for slot in by_day],
        "keep_samples": settings.store.keep_samples,
        "counting": counting(context, [component]),
        "brought": brought(context, [component]),
    }


def counting(context: Context, components: Collection[str]) -> Mapping[str, Sequence[ProbeVersion]]:
    """How the probes of some components count, by id in the order of config.toml, with changes."""
    chosen = [probe.id for probe in context.settings.probes if probe.component in components]
    known = context.library.probes.versions(chosen)
    return {name: known[name] for name in chosen if name in known}


def brought(context: Context, components: Collection[str]) -> Sequence[Brought]:
    """What other systems measured of some components, in their order."""
    found = context.library.brought.brought_to(components)
    return [one for component in components for one in found[component]]


def _outages(context: Context, component: str, probes: Collection[str]) -> list[OutageView]:
    """The measured outages of 90 days, the newest first."""
    zone = context.site.zone
    days = window.local_days(zone, window.local_date(context.now, zone), _DAYS)
    span = Span(days[0][1].start, context.now)
    timeline = measured.timelines(context.library, context.settings, [component], span).get(
        component
    )
    if timeline is None:
        return []
    declared = context.library.incidents.runs_between(span.start, span.end, [component])
    why = context.library.reasons.between(probes, span.start, context.now)
    return [
        OutageView(
            down,
            down.end < context.now,
            told(declared[component], down, context.now),
            reasons.during(why, down),
        )
        for down in reversed(outages(timeline))
    ]


def probes(context: Context, component: str) -> list[ProbeView]:
    """Those that watch a component, and those that did and left results.

    Where a clock had gone ahead, what it dated in the future is not the newest result.
    """
    series = context.library.measurements.series_on([component])[component]
    by_probe = {one.probe: [s for s in series if s.probe == one.probe] for one in series}
    configured = {
        probe.id: probe for probe in context.settings.probes if probe.component == component
    }
    told = reasons.newest(context.library, [*by_probe], context.now)
    found = []
    for name in [*configured, *(name for name in by_probe if name not in configured)]:
        probe = configured.get(name)
        kind, interval = (probe.type, probe.interval) if probe else ("", None)
        for one in by_probe.get(name, []):
            newest = context.library.measurements.newest_sample(one.number, context.now)
            state, at, took = (
                (newest.state, newest.at, newest.latency_ms) if newest else (None, None, None)
            )
            why = reasons.of_sample(told, name, one.location, newest)
            found.append(ProbeView(name, kind, one.location, interval, state, at, took, why))
        seen = {one.location for one in by_probe.get(name, ())}
        named = probe.locations if probe and probe.locations else () if seen else ("",)
        unheard = [place for place in dict.fromkeys(named) if place not in seen]
        found += [ProbeView(name, kind, one, interval, None, None, None) for one in unheard]
    return found


def latencies(
    context: Context, series: Sequence[int]
) -> tuple[list[LatencySlot], list[LatencySlot]]:
    """By the hour over two days, and by the day over 90, oldest first; none without answers."""
    zone = context.site.zone
    days = window.local_days(zone, window.local_date(context.now, zone), _DAYS)
    running = hour_of(context.now)
    slots = [running - HOUR * back for back in range(_HOURS - 1, -1, -1)]
    kept = context.library.hours.sketches_between(series, days[0][1].start, running + HOUR)
    if not kept:
        return [], []
    by_day = [
        # Where a zone is off by a part of an hour, an hour belongs to the day it begins in.
        _slot(span.start, [s for hour in _within(kept, span) for s in kept[hour]])
        for _, span in days
    ]
    return [_slot(hour, kept.get(hour, [])) for hour in slots], by_day


def _within(kept: Mapping[datetime, object], span: Span) -> list[datetime]:
    first = hour_of(span.start - timedelta(seconds=1)) + HOUR
    count = (span.end - first - timedelta(seconds=1)) // HOUR + 1
    return [hour for place in range(count) if (hour := first + HOUR * place) in kept]


def _slot(start: datetime, sketches: Sequence[bytes]) -> LatencySlot:
    together, percentiles, answers = _merged(tuple(sketches))
    return LatencySlot(LatencyPoint(start, percentiles, answers), together)


@lru_cache(maxsize=4096)
def _merged(sketches: tuple[bytes, ...]) -> tuple[bytes, tuple[Percentile, ...], int]:
    """Some hours together, with p50, p95 and p99 of how many answers; remembered by content."""
    together = latency.merge(map(latency.decode, sketches))
    found = (latency.percentile(together, rank) for rank in _RANKS)
    percentiles = tuple(one for one in found if one is not None)
    return latency.encode(together), percentiles, together.total
