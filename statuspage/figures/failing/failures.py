"""What the probes that may open incidents see at this moment: failures that go on, or recovery."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import chain

from statuspage.config import Probe, Settings
from statuspage.domain.incidents.automatic import OngoingFailure, Sight, Wish
from statuspage.domain.library.library import Library
from statuspage.domain.measured.availability import Timeline
from statuspage.domain.measured.locations import outages, state_at
from statuspage.domain.measured.samples import Series
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures import measured

_BACK = timedelta(days=7)
_MOMENT = timedelta(seconds=1)


def look(
    library: Library, settings: Settings, spoken_of: Collection[str], now: datetime
) -> list[Sight]:
    """What each such probe sees. Those that work, and of which nothing is said, are left out.

    `spoken_of` are the components of which something is said.
    """
    wishing = {probe.id: probe for probe in settings.probes if probe.on_failure != "nothing"}
    members: dict[str, list[Series]] = {}
    watched = list(dict.fromkeys(probe.component for probe in wishing.values()))
    for series in chain.from_iterable(library.measurements.series_on(watched).values()):
        if series.probe in wishing:
            members.setdefault(series.probe, []).append(series)
    window = Span(now - _BACK, now + _MOMENT)
    return [
        _sight(wishing[probe], measured.timeline_of(library, wishing[probe], found, window), now)
        for probe, found in members.items()
        if _is_of_interest(wishing[probe], found, spoken_of)
    ]


def _is_of_interest(probe: Probe, members: Collection[Series], spoken_of: Collection[str]) -> bool:
    """Most probes work most of the time: only their folds are looked at then."""
    return probe.component in spoken_of or any(one.fold.is_down for one in members)


def _sight(probe: Probe, timeline: Timeline, now: datetime) -> Sight:
    down = outages(timeline)
    state = state_at(timeline, now)
    going_on = next((span for span in down if span.start <= now < span.end), None)
    failure = works_since = None
    if going_on is not None and state is not None:
        failure = OngoingFailure(going_on.start, {probe.component: state})
    elif state is not None:
        works_since = max((span.end for span in down), default=now - _BACK)
    return Sight(
        source=probe.id,
        subject=probe.component,
        wish=Wish(probe.on_failure),
        failure=failure,
        works_since=works_since,
        template=probe.template,
        resolves=probe.resolve_on_recovery,
    )
