"""What is not kept up to date: the worker's duties, and what its checks should tell."""

from __future__ import annotations

from statuspage import clock
from statuspage.config import Settings
from statuspage.domain.desk.duties import fault_of
from statuspage.domain.library.library import Library
from statuspage.figures.unmeasured import unmeasured_since
from statuspage.said import Said, said
from statuspage.store.beats import beats


def lateness(library: Library, settings: Settings) -> Said | None:
    """What to say of it; None when all is well. Use it inside a snapshot."""
    if fault := fault_of(beats(), clock.elapsed()):
        return fault
    since = unmeasured_since(library, settings, clock.now())
    if since is None:
        return None
    return said(
        "Nothing has been measured since {time:%Y-%m-%d %H:%M UTC}. Check that the worker is "
        "running, and look at its log.",
        time=since,
    )
