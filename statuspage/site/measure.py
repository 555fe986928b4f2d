"""One SLA in one period, recomputed from the store: its definition, what counts, and the figure.

The pages and the command `sla show` both ask here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain import availability, figure, maintenance, window
from statuspage.domain.availability import Counts, Timeline
from statuspage.domain.figure import CreditTier, Figure, Objective
from statuspage.domain.incident import Incident
from statuspage.domain.maintenance import PlannedWindow, Ruling, Terms
from statuspage.domain.sla import SlaVersion
from statuspage.domain.spans import Span
from statuspage.domain.states import DEFAULT_WEIGHTS, ComponentState, Kind, Status
from statuspage.domain.window import Period
from statuspage.render import promises
from statuspage.store import incidents


@dataclass(frozen=True)
class Measured:
    """A figure with the maintenance windows that were ruled on for it."""

    figure: Figure
    rulings: Sequence[Ruling]


def definition(version: SlaVersion) -> Sla:
    """The keys of config.toml that a version holds."""
    return Sla.model_validate(version.definition)


def zone_of(sla: Sla, settings: Settings) -> ZoneInfo:
    """The zone of its months: its own, or the site's."""
    return ZoneInfo(sla.timezone or settings.site.timezone)


def measure(version: SlaVersion, period: Period, settings: Settings, now: datetime) -> Measured:
    """The figure of one SLA in one period, by its present definition."""
    sla = definition(version)
    zone = zone_of(sla, settings)
    rulings = _rulings(sla, period, zone, now)
    counts = _counts(sla, period, now, rulings)
    objective = Objective(
        id=sla.id,
        title=sla.title,
        indicator=sla.indicator,
        target=sla.target,
        rule=promises.rule(sla),
        version=version.number,
        credits=[CreditTier(tier.below, tier.credit) for tier in sla.credits],
    )
    is_time = sla.indicator == "availability"
    composed = figure.compose(
        objective,
        period,
        counts,
        now=now,
        coverage=counts.coverage if is_time else None,
        is_provisional=now < period.span.end + settings.store.freeze_after,
    )
    return Measured(composed, rulings)


def weights_of(sla: Sla) -> Mapping[ComponentState, Fraction]:
    """Its own weights over the default ones."""
    return DEFAULT_WEIGHTS | {ComponentState(name): weight for name, weight in sla.weights.items()}


def _counts(sla: Sla, period: Period, now: datetime, rulings: Sequence[Ruling]) -> Counts:
    """What counts. Where nothing is measured yet, all time is unknown and there are no events."""
    if sla.indicator != "availability":
        return availability.of_events(0, 0, 0)
    excluded = _excluded(rulings)
    runs = incidents.runs_between(period.span.start, period.span.end, sla.components)
    # Nothing measures from outside yet: to sources that need it the whole past is unknown.
    unknown = () if sla.source == "incidents" else (period.span,)
    timelines = [
        Timeline(
            [(run.span(now), run.state) for run in runs if run.component == component],
            unknown,
            excluded.get(component, ()),
        )
        for component in sla.components
    ]
    return availability.count(
        timelines, period.span, now, weights=weights_of(sla), combine=sla.combine
    )


def _excluded(rulings: Sequence[Ruling]) -> dict[str, list[Span]]:
    """What is left out of each component: planned work on one hides nothing of another."""
    works = incidents.by_keys(ruling.key for ruling in rulings if ruling.excluded)
    found: dict[str, list[Span]] = {}
    for ruling in rulings:
        if ruling.excluded:
            for component, _ in works[ruling.key].components:
                found.setdefault(component, []).extend(ruling.excluded)
    return found


def _rulings(sla: Sla, period: Period, zone: ZoneInfo, now: datetime) -> list[Ruling]:
    """Which planned work of the months in question is left out of this SLA."""
    if sla.maintenance is None:
        return []
    months = Span(
        window.current_period("month", zone, period.span.start).span.start, period.span.end
    )
    planned = incidents.maintenances_between(months.start, months.end)
    terms = Terms(sla.maintenance.notice, sla.maintenance.monthly_cap)
    concerned = [
        entry for entry in planned if any(name in sla.components for name, _ in entry.components)
    ]
    return maintenance.rulings([_window(entry, now) for entry in concerned], terms, zone)


def _window(entry: Incident, now: datetime) -> PlannedWindow:
    assert entry.kind is Kind.MAINTENANCE  # noqa: S101
    assert entry.scheduled_for is not None  # noqa: S101
    assert entry.scheduled_until is not None  # noqa: S101
    begun = next((u.at for u in reversed(entry.updates) if u.status is Status.IN_PROGRESS), None)
    ended = entry.resolved_at or now
    return PlannedWindow(
        key=entry.key,
        announced_at=entry.entered_at if not entry.origin else entry.started_at,
        scheduled=Span(entry.scheduled_for, entry.scheduled_until),
        actual=None if begun is None else Span(begun, max(begun, ended)),
        is_cancelled=entry.status is Status.CANCELLED,
    )
