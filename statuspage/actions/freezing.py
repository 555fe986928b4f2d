"""Which periods are closed long enough to be frozen, and the figures they are frozen with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.actions.frozen import freeze as publish
from statuspage.config import Settings
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.evidence import recorded_since
from statuspage.figures.measure import compute, definition, in_force, zone_of
from statuspage.store import db, frozen, slas

_MOST_PERIODS = 36


@dataclass(frozen=True)
class Closed:
    """A period of an SLA whose figure is provisional no more."""

    sla: str
    period: Period


def closed_periods(settings: Settings, now: datetime) -> list[Closed]:
    """The newest closed periods of each SLA since records began, the newest first."""
    found = []
    with db.snapshot():
        for version in slas.current():
            if version.is_withdrawn:
                continue
            sla = definition(version)
            since = recorded_since(sla, slas.versions(sla.id)[-1].at)
            recent = window.recent_periods(
                sla.window, zone_of(sla, settings), now, _MOST_PERIODS + 1
            )
            found += [
                Closed(sla.id, period)
                for period in recent
                if not period.name.startswith("rolling")
                and since < period.span.end <= now - settings.store.freeze_after
            ]
    return found


def freeze(closed: Closed, settings: Settings, now: datetime) -> int | None:
    """Freeze a period, or correct it; returns the new revision, None when what stands is right.

    It is counted by the definition that was in force when it began, and ever after by that one.
    """
    with db.snapshot():
        versions = slas.versions(closed.sla)
        before = frozen.newest(closed.sla, closed.period.name)
        if before is None:
            version, period = in_force(versions, closed.period), closed.period
        else:
            numbers = {version.number: version for version in versions}
            version, period = numbers[before.definition_version], before.period
        figure = compute(version, period, settings, now)
    return publish(figure)
