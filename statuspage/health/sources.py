"""Whether the sources of config.toml say what they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.config import Settings
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
    if not settings.sources:
        return Health(_NAME, Condition.OK, said("No source is named in config.toml."))
    now, pulled = clock.now(), followed(settings)
    ill = [
        (since, told(one, standing))
        for one in pulled
        if (standing := standings.get(one.name)) and (since := ill_since(one, standing, now))
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


@dataclass(frozen=True)
class Followed:
    """What is pulled from a source, and after how long without anything new it is silent."""

    name: str
    source: str
    query: str
    silent_after: timedelta


def followed(settings: Settings) -> list[Followed]:
    """All series and ratios of all sources, in the order of config.toml."""
    found = [
        Followed(one.id, one.source, one.query or "", (one.interval or timedelta(0)) * 5 // 2)
        for one in settings.probes
        if one.source is not None
    ]
    return found + [
        Followed(source.pulls_of(ratio), source.id, ratio.asked, ratio.hold * 2 + ratio.slice * 2)
        for source in settings.sources
        for ratio in source.ratios
    ]


def ill_since(one: Followed, standing: PullStanding, now: datetime) -> datetime | None:
    """Since when it is not as it should be; None while it is well, or only just failed."""
    since = standing.failing_since
    if standing.fault is None or since is None:
        since = (standing.newest or standing.since) + one.silent_after
    return since if now - since > _PATIENCE else None


def told(one: Followed, standing: PullStanding) -> Said:
    """How it stands, with the mend where it needs one."""
    named = {"source": one.source, "series": one.name}
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
