"""Since when nothing at all is measured, though checks are set up: nobody looks any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.config import Settings
from statuspage.domain.library.library import Library
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.vocabulary.spans import Span
from statuspage.figures import measured

_DAY = timedelta(days=1)
_PATIENCE = timedelta(seconds=30)


def unmeasured_since(library: Library, settings: Settings, now: datetime) -> datetime | None:
    """When anything was known last, at most a day ago; None while anything is, or should not be."""
    if not settings.probes:
        return None
    components = {probe.component for probe in settings.probes}
    if any(measured.states_now(library, settings, components, now).values()):
        return None
    window = Span(now - _DAY, now)
    seen = measured.timelines(library, settings, components, window).values()
    silent = [timeline.unknown[-1].start for timeline in seen if timeline.unknown]
    versions = library.probes.versions({probe.id for probe in settings.probes})
    begun = min((some[0].at for some in versions.values() if some), default=now)
    since = max([begun, window.start, *silent])
    quickest = min(Cadence(probe.interval).hold for probe in settings.probes)
    return since if now - since > quickest + _PATIENCE else None
