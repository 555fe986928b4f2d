"""Freeze the figures of closed periods: published once, corrected only by a further revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import FrozenRevision, reason_for
from statuspage.domain.promises.sla import numbered
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.window import Period
from statuspage.figures.evidence import recorded_since
from statuspage.figures.measure import compute, in_force, zone_of
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import frozen, slas
from statuspage.store.settings import current_settings

_MOST_PERIODS = 36


@dataclass(frozen=True)
class Closed:
    """A period of an SLA whose figure is provisional no more."""

    sla: str
    period: Period


def closed_periods() -> list[Closed]:
    """The newest closed periods of each SLA since records began, the newest first."""
    now, found = clock.now(), []
    with db.snapshot():
        settings = current_settings()
        for version in slas.current():
            if version.is_withdrawn:
                continue
            sla = version.promised
            since = recorded_since(LIBRARY, sla, slas.versions(sla.id)[-1].at)
            recent = window.recent_periods(
                sla.window, zone_of(sla, settings.site.timezone), now, _MOST_PERIODS + 1
            )
            found += [
                Closed(sla.id, period)
                for period in recent
                if not period.name.startswith("rolling")
                and since < period.span.end <= now - settings.store.freeze_after
            ]
    return found


def freeze(closed: Closed) -> int | None:
    """Freeze a period, or correct it; returns the new revision, None when what stands is right.

    It is counted by the definition that was in force when it began, and ever after by that one.
    Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        before = frozen.newest(closed.sla, closed.period.name)
        figure = _counted(closed, before, now)
        if reason_for(figure, before) is None:
            return None
    with db.transaction():
        before = frozen.newest(closed.sla, closed.period.name)
        reason = reason_for(figure, before)
        if reason is None:  # another was quicker
            return None
        revision = 1 if before is None else before.revision + 1
        frozen.add(figure, revision, now, reason)
        note([FIGURE.statement(FrozenRevision(now, reason, figure))], now, reason)
        db.raise_topics("slas")
    return revision


def _counted(closed: Closed, before: Figure | None, now: datetime) -> Figure:
    versions = slas.versions(closed.sla)
    if before is None:
        version, period = in_force(versions, closed.period), closed.period
    else:
        version, period = numbered(versions, before.definition_version), before.period
    return compute(LIBRARY, version, period, current_settings(), now)
