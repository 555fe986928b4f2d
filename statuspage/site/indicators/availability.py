"""The indicator `availability`: from incidents, from probes, or the worse of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from statuspage.config import Settings, Sla
from statuspage.domain import availability, display, maintenance, window
from statuspage.domain.availability import Counts, Timeline
from statuspage.domain.incident import Incident
from statuspage.domain.locations import without_short_outages
from statuspage.domain.maintenance import PlannedWindow, Ruling, Terms
from statuspage.domain.spans import Span
from statuspage.domain.states import DEFAULT_WEIGHTS, ComponentState, Kind, Status
from statuspage.domain.window import Period
from statuspage.site import measured
from statuspage.site.indicators.tally import Question, Tally
from statuspage.store import components, incidents


def tally(question: Question) -> Tally:
    """Seconds in the period. Where nothing measures, all time is unknown."""
    sla, period, now = question.sla, question.period, question.now
    excluded = _excluded(_rulings(sla, period, question.zone, now))
    runs: dict[str, list[tuple[Span, ComponentState]]] = {name: [] for name in sla.components}
    unknown: dict[str, Sequence[Span]] = {}
    if _is_before_the_record(sla, period):
        unknown = {name: [period.span] for name in sla.components}
    if sla.source != "probes":
        for run in incidents.runs_between(period.span.start, period.span.end, sla.components):
            runs[run.component].append((run.span(now), run.state))
    if sla.source != "incidents":
        seen = measured.timelines(question.settings, sla.components, period.span)
        for name in sla.components:
            timeline = _without_short(sla, seen.get(name, Timeline(unknown=[period.span])))
            runs[name] += timeline.runs
            unknown[name] = timeline.unknown
    timelines = [
        Timeline(runs[name], unknown.get(name, ()), excluded.get(name, ()))
        for name in sla.components
    ]
    counts = availability.count(
        timelines, period.span, now, weights=_weights(sla), combine=sla.combine
    )
    return Tally(counts, counts.coverage, _decimals(sla, question.settings, counts))


def _weights(sla: Sla) -> Mapping[ComponentState, Fraction]:
    """Its own weights over the default ones."""
    return DEFAULT_WEIGHTS | {ComponentState(name): weight for name, weight in sla.weights.items()}


def _is_before_the_record(sla: Sla, period: Period) -> bool:
    """Whether the period was over before anything was recorded: then nobody can say how it went."""
    known = {component.id: component for component in components.known()}
    return all(
        period.span.end <= components.recorded_from(known[name])
        for name in sla.components
        if name in known
    )


def _without_short(sla: Sla, timeline: Timeline) -> Timeline:
    return without_short_outages(timeline, sla.min_run) if sla.min_run else timeline


def _decimals(sla: Sla, settings: Settings, counts: Counts) -> int:
    """Two from incidents; what the number of samples supports where checks are the only source."""
    intervals = [
        probe.interval
        for probe in settings.probes
        if probe.component in sla.components and probe.interval is not None
    ]
    if sla.source != "probes" or not intervals:
        return 2
    samples = max(int(counts.measured / Fraction(max(intervals).total_seconds())), 1)
    return display.decimals_for_samples(samples, sla.target)


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
