"""Why checks fail, as pages show it: all of it to staff, in plain words to readers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.config import Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.domain.vocabulary.spans import Span

_SHOWN = 3  # reasons of one outage


@dataclass(frozen=True)
class FailingProbe:
    """A probe of the settings that sees a failure or slowness now, at one location."""

    probe: str
    component: str
    location: str
    state: ProbeState
    since: datetime  # since when it says just this
    reason: Reason | None


def failing_now(library: Library, settings: Settings, now: datetime) -> list[FailingProbe]:
    """What each probe says that is not well, in the order of config.toml; the unknown are left out.

    A failure is told from its first check on, before it is confirmed.
    """
    told = newest(library, [probe.id for probe in settings.probes], now)
    return [
        FailingProbe(probe.id, probe.component, one.location, one.state, one.at, one.reason)
        for probe in settings.probes
        for one in told.values()
        if one.probe == probe.id and one.state in (ProbeState.DOWN, ProbeState.DEGRADED)
    ]


def newest(
    library: Library, probes: Collection[str], now: datetime
) -> Mapping[tuple[str, str], Told]:
    """The newest change of each probe and location."""
    return {(one.probe, one.location): one for one in library.reasons.newest_of(probes, now)}


def of_sample(
    told: Mapping[tuple[str, str], Told], probe: str, location: str, sample: Sample | None
) -> Reason | None:
    """Why a newest result is as it is; None where it is well, or where nobody said why."""
    one = told.get((probe, location))
    if one is None or sample is None or one.state is not sample.state or one.at > sample.at:
        return None
    return one.reason


def during(told: Iterable[Told], span: Span) -> Sequence[Reason]:
    """The first different reasons of the failures in a stretch of time."""
    found: dict[object, Reason] = {}
    for one in told:
        if one.reason and one.state is ProbeState.DOWN and span.start <= one.at < span.end:
            found.setdefault(one.reason.is_like, one.reason)
    return [*found.values()][:_SHOWN]
