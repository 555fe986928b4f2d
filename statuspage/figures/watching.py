"""What stands beside a figure from checks: who watched, who was silent, what could go unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.config import Probe, Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence, Series, StateRun
from statuspage.domain.vocabulary.spans import Span

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Watchers:
    """The probes of some components over some time.

    `can_miss_seconds` is the longest outage that can go unseen: the distance of checks times the
    failures in a row that make one, the largest of what was in force. None where no probe states
    its distance.
    """

    probes: int = 0  # that were set up by its end
    silent: tuple[str, ...] = ()  # of these, those that reported nothing in it
    unconfirmed: tuple[tuple[str, Span], ...] = ()  # failures and slow answers, by component
    can_miss_seconds: int | None = None


def watchers(
    library: Library, settings: Settings, components: Collection[str], span: Span
) -> Watchers:
    """Who watched some components over some time, up to now."""
    members = library.measurements.series_on(components)
    configured = [probe for probe in settings.probes if probe.component in components]
    numbers = [one.number for one in members]
    runs = library.measurements.runs_of(numbers, span.start, span.end)
    starts = library.measurements.first_starts(numbers)
    versions = library.probes.versions([probe.id for probe in configured])
    heard = {one.probe for one in members if runs[one.number]}
    began = {one.probe for one in members if starts.get(one.number, span.end) < span.end}
    set_up = [
        probe
        for probe in configured
        if probe.id in began or any(one.at < span.end for one in versions.get(probe.id, ()))
    ]
    cadences = [cadence for probe in set_up for cadence in _in_force(probe, versions, span)]
    return Watchers(
        probes=len(set_up),
        silent=tuple(probe.id for probe in set_up if probe.id not in heard),
        unconfirmed=tuple(_unconfirmed(members, runs, span)),
        can_miss_seconds=max(map(_can_miss, cadences), default=None),
    )


def _in_force(
    probe: Probe, versions: Mapping[str, Sequence[ProbeVersion]], span: Span
) -> Iterable[Cadence]:
    """How a probe counted at any time of a span, where that states its distance."""
    known = versions.get(probe.id, ())
    ends: list[datetime | None] = [*(one.at for one in known[1:]), None]
    found = [
        one.cadence
        for place, (one, end) in enumerate(zip(known, ends, strict=True))
        if (place == 0 or one.at < span.end) and (end is None or end > span.start)
    ]
    stated = found or [Cadence(probe.interval, probe.fail_after)]
    return [cadence for cadence in stated if cadence.interval is not None]


def _can_miss(cadence: Cadence) -> int:
    return cadence.spacing * cadence.fail_after // _SECOND


def _unconfirmed(
    members: Iterable[Series], runs: Mapping[int, Sequence[StateRun]], span: Span
) -> Iterable[tuple[str, Span]]:
    """Those that began in the time, in order."""
    return sorted(
        (one.component, Span(run.start, run.end))
        for one in members
        for run in runs[one.number]
        if not run.is_confirmed and span.start <= run.start < span.end
    )
