"""What stands beside a figure from checks: what was not confirmed, and what could go unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.config import Probe
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence, Series, StateRun
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures.reckoning import Question

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Watchers:
    """What the probes of some components could see over some time.

    `can_miss_seconds` is the longest outage that can go unseen: the distance of checks times the
    failures in a row that make one, the largest of what was in force. None where no probe states
    its distance.
    """

    unconfirmed: tuple[tuple[str, Span], ...] = ()  # failures and slow answers, by component
    can_miss_seconds: int | None = None
    probes: int = 0  # that were configured, or reported
    silent: tuple[str, ...] = ()  # those of them from which nothing came in all the time


def watchers(question: Question) -> Watchers | None:
    """How what a promise is about was watched in the period so far; None where no checks count."""
    library, components = question.library, question.sla.components
    if question.sla.source == "incidents":
        return None
    span = past(question)
    watching = library.measurements.series_on(components)
    members = [series for one in watching.values() for series in one]
    configured = [probe for probe in question.settings.probes if probe.component in components]
    numbers = [one.number for one in members]
    runs = library.measurements.runs_of(numbers, span.start, span.end)
    versions = library.probes.versions([probe.id for probe in configured])
    heard = {one.probe for one in members if runs[one.number]}
    expected = [
        probe
        for probe in configured
        if probe.id in heard or any(one.at < span.end for one in versions.get(probe.id, ()))
    ]
    cadences = [cadence for probe in expected for cadence in _in_force(probe, versions, span)]
    return Watchers(
        unconfirmed=tuple(_unconfirmed(members, runs, span)),
        can_miss_seconds=max(map(_can_miss, cadences), default=None),
        probes=len(expected),
        silent=tuple(probe.id for probe in expected if probe.id not in heard),
    )


def past(question: Question) -> Span:
    """The period so far."""
    start, end = question.period.span.start, question.period.span.end
    return Span(start, max(start, min(end, question.now)))


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
