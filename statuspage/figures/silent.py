"""From which locations nothing comes any more, though settings name them or they reported lately.

The worker's own place is not among them: that it stands still is told by its duties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from statuspage.config import Probe, Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence, Series

_PATIENCE = timedelta(seconds=30)
_HEARD = timedelta(days=7)
"""So long after its last word a location that no settings name still counts for the quorum."""


@dataclass(frozen=True)
class SilentLocation:
    """A location from which nothing comes about some probes, in the order of the settings."""

    location: str
    since: datetime | None  # its newest word about any of them; None: there was none yet
    probes: tuple[str, ...]


def silent_locations(
    library: Library,
    settings: Settings,
    now: datetime,
    components: Collection[str] | None = None,
) -> list[SilentLocation]:
    """The silent locations of the probes of some components, or of all, by name.

    A result speaks for 2.5 intervals; half a minute later its location is silent.
    """
    probes = [
        probe
        for probe in settings.probes
        if probe.type != "heartbeat" and (components is None or probe.component in components)
    ]
    found = library.measurements.series_on({probe.component for probe in probes})
    series: dict[str, dict[str, Series]] = {}
    for one in chain.from_iterable(found.values()):
        series.setdefault(one.probe, {})[one.location] = one
    versions = library.probes.versions({probe.id for probe in probes})
    silent: dict[str, dict[str, datetime | None]] = {}
    for probe in probes:
        by_place = series.get(probe.id, {})
        for place in _expected(probe, settings, by_place, now):
            known = by_place.get(place)
            last = known.fold.last if known else None
            begun = last or _named_since(versions.get(probe.id, ()), place, now)
            if now - begun > Cadence(probe.interval).hold + _PATIENCE:
                silent.setdefault(place, {})[probe.id] = last
    return [
        SilentLocation(place, _newest(lasts.values()), tuple(lasts))
        for place, lasts in sorted(silent.items())
    ]


def _expected(
    probe: Probe, settings: Settings, series: Mapping[str, Series], now: datetime
) -> Sequence[str]:
    """The locations of which a word about a probe is due."""
    own = settings.own_name(probe)
    if probe.locations:
        return [place for place in dict.fromkeys(probe.locations) if place != own]
    return [
        place
        for place, one in series.items()
        if place != own and one.fold.last is not None and now - one.fold.last < _HEARD
    ]


def _named_since(versions: Sequence[ProbeVersion], place: str, now: datetime) -> datetime:
    """Since when the settings name a location of a probe without a break."""
    since = now
    for version in reversed(versions):
        if place not in version.panel.names:
            break
        since = version.at
    return since


def _newest(found: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in found if one is not None), default=None)
