"""What checks hold down at this moment, and when what they held down works again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.config import Settings
from statuspage.domain.library.library import Library
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures import measured

_BACK = timedelta(days=7)
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Trouble:
    """A component that does not work as it should, as checks see it."""

    component: str
    state: ComponentState
    since: datetime  # when they first saw it; after a week, that week's beginning


def troubles(
    library: Library, settings: Settings, components: Collection[str], now: datetime
) -> list[Trouble]:
    """Those of some components that checks hold down or slow now, the gravest first."""
    states = measured.states_now(library, settings, components, now)
    bad = {
        name: state
        for name, state in states.items()
        if state is not None and state is not ComponentState.OPERATIONAL
    }
    window = Span(now - _BACK, now + _MOMENT)
    spans = _spans(library, settings, bad, window) if bad else {}
    found = [Trouble(name, state, _start(spans.get(name, []), now)) for name, state in bad.items()]
    return sorted(found, key=lambda one: (-one.state.severity, one.since, one.component))


def ended_at(
    library: Library,
    settings: Settings,
    components: Collection[str],
    since: datetime,
    now: datetime,
) -> datetime | None:
    """When checks last saw the trouble of some components end; None where it goes on, or none was.

    Nothing that ended before `since` counts.
    """
    window = Span(min(since, now), now + _MOMENT)
    spans = _spans(library, settings, components, window)
    ends = [span.end for found in spans.values() for span in found]
    last = max(ends, default=None)
    return None if last is None or last > now else last


def _spans(
    library: Library, settings: Settings, components: Collection[str], window: Span
) -> dict[str, list[Span]]:
    """When each of some components did not work as it should."""
    found = measured.timelines(library, settings, components, window)
    return {
        name: union(
            span for span, state in timeline.runs if state is not ComponentState.OPERATIONAL
        )
        for name, timeline in found.items()
    }


def _start(spans: Collection[Span], now: datetime) -> datetime:
    return next((span.start for span in spans if span.start <= now <= span.end), now)
