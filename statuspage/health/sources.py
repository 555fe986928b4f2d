"""Whether the sources of config.toml say what they are asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage import clock
from statuspage.config import Probe
from statuspage.domain.measured.pulls import PullStanding
from statuspage.health.health import Condition, Health
from statuspage.said import Said, counted, joined, said
from statuspage.store import db
from statuspage.store.measured import pulls
from statuspage.store.settings import current_settings

_NAME = "sources"
_PATIENCE = timedelta(minutes=5)  # until a source that fails, or says nothing, is told of


def sources() -> Health:
    """Raises StoreError."""
    with db.snapshot():
        settings = current_settings()
        standings = pulls.standings()
    pulled = [probe for probe in settings.probes if probe.source is not None]
    if not settings.sources:
        return Health(_NAME, Condition.OK, said("No source is named in config.toml."))
    now = clock.now()
    ill = [
        (since, words)
        for probe in pulled
        if (standing := standings.get(probe.id))
        and (since := ill_since(probe, standing, now))
        and (words := told(probe, standing))
    ]
    figures = {"source_series_failing": float(len(ill))}
    if ill:
        text = joined([words for _, words in ill], " ")
        return Health(_NAME, Condition.LATE, text, min(since for since, _ in ill), figures)
    text = counted(
        "{count} series is pulled from sources.",
        "{count} series are pulled from sources.",
        len(pulled),
    )
    return Health(_NAME, Condition.OK, text, None, figures)


def ill_since(probe: Probe, standing: PullStanding, now: datetime) -> datetime | None:
    """Since when a series is not as it should be; None while it is well, or only just failed."""
    if standing.fault is not None:
        since = standing.failing_since or now
    elif probe.interval is not None:
        since = (standing.newest or standing.since) + probe.interval * 5 // 2
    else:
        return None
    return since if now - since > _PATIENCE else None


def told(probe: Probe, standing: PullStanding) -> Said:
    """How a series stands, with the mend where it needs one."""
    named = {"source": probe.source, "series": probe.id}
    if standing.fault is not None:
        return said(
            "{source} does not tell {series}: {why} `statuspage source try {source}` tries it.",
            why=standing.fault,
            **named,
        )
    if standing.newest is None:
        return said("{source} has nothing for {series} yet; check its query.", **named)
    return said(
        "{source} has told nothing new for {series} since {time:%Y-%m-%d %H:%M UTC}.",
        time=standing.newest,
        **named,
    )
